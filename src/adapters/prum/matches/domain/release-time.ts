/** Within which core data are released (Regulation (EU) 2024/982 Art. 47(1)). */
export const RELEASE_WITHIN_MS = 48 * 3_600_000;

/** What has to be there before the time begins. In milliseconds since the epoch; undefined for what is not there yet. */
export interface ReleaseConditions {
  /** Art. 47(1)(a). */
  readonly matchedAtMs: number | undefined;
  /** By a qualified person, Art. 47(1)(b). */
  readonly confirmedAtMs: number | undefined;
  /** Description of the facts and the offence, Art. 47(1)(c). */
  readonly factsAtMs: number | undefined;
}

/** By when: so long after the last of them. Undefined while one is missing: no time runs. */
export function releaseBy(
  { matchedAtMs, confirmedAtMs, factsAtMs }: ReleaseConditions,
  withinMs = RELEASE_WITHIN_MS,
): number | undefined {
  if (matchedAtMs === undefined || confirmedAtMs === undefined || factsAtMs === undefined) return undefined;
  return Math.max(matchedAtMs, confirmedAtMs, factsAtMs) + withinMs;
}
