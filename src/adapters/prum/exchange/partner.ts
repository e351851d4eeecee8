/** Another state's gateway, as a holder of data: who connects to it, proves who asks and checks the proof is not told here. */
import type { MethodDefinition } from '@grpc/grpc-js';
import type { Ending } from '../../../shared/ending.js';
import type { StateReply } from './domain/state-question.js';

/**
 * What a state's reply says of the question: of a register that answers, also that it does not tell, or failed
 * (Decision 2008/616/JHA, Annex, chapter 3).
 */
export type RepliedStatus = 'HIT' | 'NO_HIT' | 'REFUSED' | 'UNAVAILABLE';

/** One question. */
export interface PartnerQuestion<Request, Response, Reply> {
  readonly method: MethodDefinition<Request, Response>;
  readonly request: Request;
  /** Request under which the question is logged here, and so there: a ULID. */
  readonly requestId: string;
  /** Pseudonym of the officer. */
  readonly officer: string;
  /** When nobody waits any more, milliseconds since the epoch. */
  readonly untilMs: number;
  readonly ending: Ending;
  /** Reads the response, which is another party's. Throws when it cannot be believed, or the state did not answer. */
  read(response: Response): { readonly status: RepliedStatus; readonly reply: Reply };
}

/** The gateway of one state. */
export interface PartnerGateway {
  /** ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /**
   * Puts a question. Resolves once the answer is proved to be in the log there, and is in the log here. Rejects with a
   * HolderFault.
   */
  ask<Request, Response, Reply extends StateReply>(question: PartnerQuestion<Request, Response, Reply>): Promise<Reply>;
}
