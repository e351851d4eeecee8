/** All of it: what two templates are worth to each other, and why. */
import type { Cylinders } from '../packed.js';
import { align, type Alignment, alignWith, type Weighted } from './alignment.js';
import { likenessTable } from './likeness.js';
import { overlap, type Overlap, WORTH_NOTHING } from './overlap.js';
import { relax } from './relaxation.js';

/** Pairs from which an alignment is tried, beside the one from all of them. */
export const SEEDS = 3;

/** Weight that a partner keeps when its surroundings are not alike, in 15 bits. */
export const REFIT_BASE = 6_554;

export interface FullScore {
  /** 0 to about 1. Comparable between pairs of templates; what it means is in scale.ts. */
  readonly raw: number;
  /** Minutiae that lie on each other, by their place in the cylinders of a and b. */
  readonly partners: Overlap['partners'];
}

const NOTHING: FullScore = { raw: 0, partners: [] };

/** Compares two templates by all stages: turned against each other by a quarter of a turn at most, or anyhow. */
export function fullScore(a: Cylinders, b: Cylinders, anyTurn = false): FullScore {
  const table = likenessTable(a, b, anyTurn);
  const { pairs, score } = relax(a, b, table);
  const weighted = pairs.map((pair): Weighted => ({ a: pair.a, b: pair.b, weight: pair.support }));
  const seeds = [...weighted.keys()]
    .sort((one, other) => (weighted[other]?.weight ?? 0) - (weighted[one]?.weight ?? 0) || one - other)
    .slice(0, SEEDS)
    .flatMap((at) => weighted[at] ?? []);
  let best: Overlap = { partners: [], score: 0 };
  const consider = (alignment: Alignment | undefined): Overlap | undefined => {
    if (alignment === undefined) return undefined;
    const found = overlap(alignment, a, b, table);
    if (found.score > best.score) best = found;
    return found;
  };
  consider(align(weighted, a, b));
  for (const seed of seeds) {
    const found = consider(alignWith(seed, weighted, a, b));
    if (found !== undefined) consider(refit(found, a, b, table));
  }
  return best.score === 0 ? NOTHING : { raw: best.score * Math.sqrt(score / 2 ** 24), partners: best.partners };
}

/** Aligns again, by what came to lie on each other. */
function refit({ partners }: Overlap, a: Cylinders, b: Cylinders, table: Int32Array): Alignment | undefined {
  return align(
    partners.map(({ a: i, b: j, cost }) => ({
      a: i,
      b: j,
      weight: (WORTH_NOTHING - cost) * (REFIT_BASE + (table[i * b.n + j] ?? 0)),
    })),
    a,
    b,
  );
}
