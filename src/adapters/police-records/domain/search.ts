import type { Person } from './person.js';

/** A search as it is asked: in the clear, before anything leaves. */
export interface RecordSearch {
  readonly person: Person;
  /** States to ask, without repetitions; undefined for all but the caller's own. */
  readonly memberStates: ReadonlySet<string> | undefined;
  /** Matches that each state is to list. */
  readonly maxMatches: number;
}

/** Matches that a state lists if the caller does not say how many. No adopted text has a number (Art. 44(6)). */
export const DEFAULT_MAX_MATCHES = 10;
