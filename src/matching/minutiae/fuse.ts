/**
 * What several prints of a person say together. Each pair of prints has a score that says how often different fingers have
 * as much (scale.ts); the scores of different fingers are taken as independent, and combined by Fisher's method ("Statistical
 * Methods for Research Workers", 1932): so a combined score means what a single one means.
 */
import { scoreOfShare, shareOf } from './scale.js';

/** A print that was asked for, compared with one that is held: which, and the score of the most alike parts of them. */
export interface PrintScore {
  /** Which of the prints asked for, and which of those held. Parts of a palm are one print. */
  readonly asked: number;
  readonly held: number;
  readonly score: number;
  /** What the score was made of: tells apart what has the highest score. */
  readonly raw: number;
  /** How many parts were compared with how many. */
  readonly comparisons: number;
}

export interface Fused<T extends PrintScore> {
  readonly score: number;
  /** Prints that correspond, highest score first; none twice. */
  readonly pairs: readonly T[];
}

/**
 * Combines all comparisons of the prints asked for with the prints held of one person. A print of unknown position that was
 * compared with ten others counts for as much less as its best of ten scores is easier to reach.
 */
export function fuse<T extends PrintScore>(scores: readonly T[]): Fused<T> {
  const pairs: T[] = [];
  const [asked, held] = [new Set<number>(), new Set<number>()];
  for (const one of [...scores].sort(
    (a, b) => b.score - a.score || b.raw - a.raw || a.asked - b.asked || a.held - b.held,
  )) {
    if (asked.has(one.asked) || held.has(one.held)) continue;
    asked.add(one.asked);
    held.add(one.held);
    pairs.push(one);
  }
  const shares = pairs.map(({ asked: of, score }) => {
    const tries = scores.reduce((all, other) => all + (other.asked === of ? other.comparisons : 0), 0);
    return bestOf(shareOf(score), tries);
  });
  return { score: shares.length === 0 ? 0 : scoreOfShare(combine(shares)), pairs };
}

/** Share of people of whom the best of so many tries has as much: 1 - (1 - share)^tries, exact for small shares too. */
const bestOf = (share: number, tries: number): number => -Math.expm1(tries * Math.log1p(-share));

/** Fisher: minus the sum of logarithms has a gamma distribution, whose tail is a sum of as many terms as there are shares. */
function combine(shares: readonly number[]): number {
  const sum = shares.reduce((all, share) => all - Math.log(share), 0);
  let term = Math.exp(-sum);
  let tail = term;
  for (let n = 1; n < shares.length; n++) {
    term *= sum / n;
    tail += term;
  }
  return Math.min(1, tail);
}
