/** Why two prints resemble each other: minutia by minutia, for whoever looks at both images. */
import { EIGHTHS } from './fixed-tables.js';
import type { Cylinders } from './packed.js';
import { fullScore } from './rules/full-score.js';
import { WORTH_NOTHING } from './rules/overlap.js';

/** A minutia of a print. */
export interface MatchedMinutia {
  /** Its place in the minutiae that were enrolled. */
  readonly index: number;
  /** In pixels at 500 dpi, rightwards and upwards, from the leftmost and the lowest minutia enrolled. */
  readonly x: number;
  readonly y: number;
}

/** Two minutiae that lie on each other when one print is laid on the other. */
export interface MatchedPair {
  readonly a: MatchedMinutia;
  readonly b: MatchedMinutia;
  /** 1 where place and direction are the same, 0 at the limit of what is taken for the same. */
  readonly closeness: number;
}

export type PrintEvidence = readonly MatchedPair[];

/** Compares two prints by the rules: the raw score, and the pairs behind it, closest first. */
export function explainPair(
  a: Cylinders,
  b: Cylinders,
  anyTurn: boolean,
): { readonly raw: number; readonly pairs: PrintEvidence } {
  const { raw, partners } = fullScore(a, b, anyTurn);
  const pairs = partners.map(({ a: i, b: j, cost }) => ({
    a: minutiaOf(a, i),
    b: minutiaOf(b, j),
    closeness: 1 - cost / WORTH_NOTHING,
  }));
  return { raw, pairs };
}

const minutiaOf = ({ source, x, y }: Cylinders, at: number): MatchedMinutia => ({
  index: source[at] ?? 0,
  x: (x[at] ?? 0) / EIGHTHS,
  y: (y[at] ?? 0) / EIGHTHS,
});
