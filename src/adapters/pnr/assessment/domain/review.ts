/** What a review must have looked at: the same for every reviewer, and written (C-817/19). */
import type { Match } from './match.js';

export type Check =
  'RECORD_READ' | 'EXONERATION_SOUGHT' | 'NO_PROTECTED_GROUND' | 'OFFENCE_LINKED' | 'IDENTITY_COMPARED';

const ALWAYS = ['RECORD_READ', 'EXONERATION_SOUGHT', 'NO_PROTECTED_GROUND'] as const;

/** Checks that a review of a match owes. Only what is confirmed must be linked to an offence. */
export const checksOwed = ({ system }: Pick<Match, 'system'>, isConfirmed: boolean): readonly Check[] => [
  ...ALWAYS,
  ...(isConfirmed ? (['OFFENCE_LINKED'] as const) : []),
  ...(system === 'criteria' ? [] : (['IDENTITY_COMPARED'] as const)),
];

/** Time before the departure at which a review must be done: whoever is to act needs some, too. */
const MARGIN_MS = 3_600_000;

/** Time that a reviewer has at least: nobody is late with what has just been found. Most flights take longer. */
const LEAST_MS = 1_800_000;

/**
 * When the review of a match must be done: an hour before the flight departs. What is found later than half an hour before that,
 * as after a push of the closed flight, is due half an hour after it was found, while the flight is under way if need be (Art.
 * 6(2)(a): before arrival or departure). `departsAtMs` is universal time; where the schedule does not have the flight, the
 * earliest moment at which its day can begin on earth.
 */
export function reviewBy(departsAtMs: number | undefined, departsOn: string, nowMs: number): number {
  const earliest = Date.parse(`${departsOn}T00:00:00+14:00`);
  return Math.max(nowMs + LEAST_MS, (departsAtMs ?? earliest) - MARGIN_MS);
}

/** Whether two pseudonyms are of two people: undefined where that cannot be told, as they change with the quarter. */
export function areDifferent(one: string, other: string): boolean | undefined {
  const [quarter] = one.split('-');
  return quarter === other.split('-')[0] ? one !== other : undefined;
}
