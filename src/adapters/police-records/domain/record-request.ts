import type { Person } from './person.js';
import type { PoliceRecord } from './police-record.js';
import { owesDecision, type RequestState } from './request-states.js';

/** What the holder is told of why it is asked (Art. 44(5)). */
export interface RequestContent {
  readonly person: Person;
  readonly reasons: string;
  readonly caseReference: string;
  readonly offence: RequestOffence | undefined;
  /** As in the access context: whom it is about, and what it is to bring. */
  readonly personCategory: string | undefined;
  readonly aim: string | undefined;
}

/** An offence, as in the access context. */
export interface RequestOffence {
  readonly code: string;
  readonly maximumPenaltyMonths: number;
  readonly terrorist: boolean;
  readonly listedAs: string;
}

/** What the holder asked back, and what was answered. */
export interface Exchanged {
  readonly question: string;
  readonly answer: string | undefined;
}

/** A record as it is sent: without what is known of it already. */
export type DeliveredRecord = Pick<PoliceRecord, 'person' | 'status' | 'offences' | 'authority' | 'updatedOn'>;

/** A state that a request was in. */
export interface PastState {
  readonly state: RequestState;
  readonly atMs: number;
  /** Authority that brought it there, or SIMULATED_HOLDER; undefined if it was time alone. */
  readonly changedBy: string | undefined;
}

/** A request for a record. */
export interface RecordRequest {
  /** ULID. */
  readonly id: string;
  readonly state: RequestState;
  readonly recordReference: string;
  /** ISO 3166-1 alpha-2. */
  readonly holdingState: string;
  readonly askingState: string;
  /** Authority that asks. */
  readonly authority: string;
  /** Pseudonym of its officer. */
  readonly officer: string;
  /** Quality of the match in percent. */
  readonly quality: number;
  readonly askedAtMs: number;
  readonly decideByMs: number;
  readonly expiresAtMs: number;
  /** Undefined before it is delivered or refused. */
  readonly keepUntilMs: number | undefined;
  /** Who of the holding state has taken it up; undefined if nobody has. */
  readonly handler: string | undefined;
  /** Undefined once it was erased. */
  readonly content: RequestContent | undefined;
  readonly correspondence: readonly Exchanged[];
  /** Why the holder approved or refused. */
  readonly decision: string | undefined;
  readonly delivered: DeliveredRecord | undefined;
}

/** Stands for the authority of a holding state that nobody plays. */
export const SIMULATED_HOLDER = 'SIMULATED';

/** Whether the holder has not decided in time. */
export const isOverdue = ({ state, decideByMs }: RecordRequest, nowMs: number): boolean =>
  owesDecision(state) && nowMs > decideByMs;
