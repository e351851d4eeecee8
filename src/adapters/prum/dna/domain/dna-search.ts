import type { DnaProfile } from '../../../../matching/dna/profile.js';

/** What a profile that is searched for is of. */
export type ProbeKind = 'identified' | 'unidentified' | 'missing_person' | 'remains';

/** A profile that is asked for. */
export interface AskedProfile {
  readonly kind: ProbeKind;
  /** Reference number of the profile at the asking authority; undefined if it gave none. */
  readonly ownReference: string | undefined;
  readonly profile: DnaProfile;
}

/** A search as it is asked. */
export interface DnaSearch extends AskedProfile {
  /** States to ask, without repetitions; undefined for all but the caller's own. */
  readonly memberStates: ReadonlySet<string> | undefined;
  /** Matches that each state is to list. */
  readonly maxMatches: number;
}

/** Matches that a state lists if the caller does not say how many. No adopted text has a number. */
export const DEFAULT_MAX_MATCHES = 10;

/**
 * Matches that an answer at once may show over all states: one entry of the log names them all, and a section of an entry
 * has room for some 305 of the longest.
 */
const MOST_AT_ONCE = 300;

/** Matches that each of so many states lists in an answer at once, where the caller wants this many. */
export const matchesAtOnce = (wanted: number, states: number): number =>
  Math.min(wanted, Math.floor(MOST_AT_ONCE / Math.max(states, 1)));

/** Whether whom the profile is of is known. */
export const isIdentified = (kind: ProbeKind): boolean => kind === 'identified' || kind === 'missing_person';
