import type { Ending } from '../../../shared/ending.js';
import type { PseudonymisedPerson } from '../domain/pseudonymised.js';

/** What a state is told of a question (Art. 28): nothing of the officer, and of the person no name. */
export interface HolderQuestion {
  /** Number of the request: a ULID. */
  readonly requestNumber: string;
  /** State that asks, ISO 3166-1 alpha-2; "EU" for a Union body. */
  readonly askingState: string;
  /** Milliseconds since the epoch. */
  readonly askedAtMs: number;
  readonly person: PseudonymisedPerson;
  /** Matches to list, the best. */
  readonly maxMatches: number;
}

/** What a state replies (Art. 28). */
export interface HolderReply {
  readonly replyNumber: string;
  /** Milliseconds since the epoch. */
  readonly repliedAtMs: number;
  /** Records that correspond, also those that are not listed. */
  readonly matchCount: number;
  /** Best first. */
  readonly matches: readonly HolderMatch[];
}

/** One record that corresponds. */
export interface HolderMatch {
  readonly reference: string;
  /** In percent, 80 to 100. */
  readonly quality: number;
}

/** A state's index, wherever it is. */
export interface RecordHolder {
  /** Rejects with a HolderFault when the state does not answer. Whatever else it rejects with counts as unavailable. */
  search(question: HolderQuestion, ending: Ending): Promise<HolderReply>;
}

/** A state that does not answer. */
export class HolderFault extends Error {
  override readonly name = 'HolderFault';
  readonly status: 'REFUSED' | 'UNAVAILABLE';

  constructor(status: HolderFault['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** A state of the exchange. */
export interface Participant {
  /** ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** Undefined for one that offers no index: it may neither be asked nor ask (recital 18). */
  readonly holder: RecordHolder | undefined;
}
