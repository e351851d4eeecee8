import type { Holder, Participant, StateOutcome } from '../../states/ask-states.js';
import { stateOf } from '../domain/reference.js';
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
export type RecordHolder = Holder<HolderQuestion, HolderReply>;

/** A state of the exchange; one without a holder offers no index, so that it may neither be asked nor ask (recital 18). */
export type RecordParticipant = Participant<HolderQuestion, HolderReply>;

/** What became of a search in one state. */
export type RecordOutcome = StateOutcome<HolderReply>;

/** Throws when a state's reply contradicts itself or speaks of what is not the state's. */
export function assertSoundReply(
  { matchCount, matches }: HolderReply,
  memberState: string,
  { maxMatches }: HolderQuestion,
): void {
  const references = new Set(matches.map(({ reference }) => reference));
  const isSound =
    Number.isInteger(matchCount) &&
    references.size === matches.length &&
    matches.length === Math.min(matchCount, maxMatches) &&
    matches.every(
      ({ reference, quality }) =>
        stateOf(reference) === memberState && Number.isInteger(quality) && quality >= 80 && quality <= 100,
    );
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}
