import type { CoreContent } from './core-content.js';
import type { FollowUpState } from './follow-up-states.js';

/** A match as a search returns it, to be remembered. */
export interface FoundMatch {
  readonly reference: string;
  /** In the terms of the category: for DNA 1 to 4. */
  readonly quality: number;
}

/** What the qualified person who looked at it left. */
export interface MatchReview {
  /** Pseudonym of the officer. */
  readonly officer: string;
  readonly caseReference: string;
  readonly remarks: string;
}

/** What the holder is told of why it is asked (Art. 47(1)(c)). */
export interface CoreRequestContent {
  readonly facts: string;
  /** Of the common table of ECRIS. */
  readonly offenceCode: string;
  /** That gave Europol what it searched with (Art. 49), ISO 3166-1 alpha-2 or XK; undefined where a state asks. */
  readonly thirdCountry?: string;
  readonly offence: FollowUpOffence | undefined;
  /** As in the access context: whom it is about, and what it is to bring. */
  readonly personCategory: string | undefined;
  readonly aim: string | undefined;
}

/** An offence, as in the access context. */
export interface FollowUpOffence {
  readonly code: string;
  readonly maximumPenaltyMonths: number;
  readonly terrorist: boolean;
  readonly listedAs: string;
}

/** A state that a match was in. */
export interface PastState {
  readonly state: FollowUpState;
  readonly atMs: number;
  /** Authority that brought it there, or SIMULATED_HOLDER; undefined if it was time alone. */
  readonly changedBy: string | undefined;
}

/** A match that can be followed up. */
export interface FollowUp {
  /** ULID. */
  readonly id: string;
  readonly state: FollowUpState;
  /** Number of the search. */
  readonly search: string;
  /** Reference number of what matched. */
  readonly reference: string;
  /** ISO 3166-1 alpha-2. */
  readonly holdingState: string;
  readonly askingState: string;
  /** Authority that searched. */
  readonly authority: string;
  readonly quality: number;
  readonly foundAtMs: number;
  readonly confirmedAtMs: number | undefined;
  /** Until when it is kept in its present state. */
  readonly untilMs: number;
  /** By when core data are to be released; undefined while no time runs. */
  readonly releaseByMs: number | undefined;
  /** Who of the holding state has taken it up; undefined if nobody has. */
  readonly handler: string | undefined;
  readonly review: MatchReview | undefined;
  /** Undefined before core data are asked for, and once it was erased. */
  readonly content: CoreRequestContent | undefined;
  /** Why the holder decided as it did. */
  readonly decision: string | undefined;
  readonly core: CoreContent | undefined;
  /** A step was decided on without anybody's asking, and is being told to the log: no other can be taken. */
  readonly isDecidedOn: boolean;
}

/** Stands for the authority of a holding state that nobody plays. */
export const SIMULATED_HOLDER = 'SIMULATED';

/** Whether the holder has not decided in time. While a judicial authorisation is pending no time runs. */
export const isOverdue = ({ state, releaseByMs }: FollowUp, nowMs: number): boolean =>
  state === 'core_requested' && releaseByMs !== undefined && nowMs > releaseByMs;
