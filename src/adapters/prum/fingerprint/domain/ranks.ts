/** A candidate's place among those of all states, and the score that it has by this gateway's own matcher. */
export interface Ranked {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
}

/** Places of candidates by reference number: the highest score first, and equal ones by reference number. */
export function ranksOf(scores: Iterable<readonly [reference: string, score: number]>): ReadonlyMap<string, Ranked> {
  const ordered = [...scores].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return new Map(ordered.map(([reference, score], at) => [reference, { rank: at + 1, score }]));
}
