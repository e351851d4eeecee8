import { explainPair, type PrintEvidence } from './evidence.js';
import { readBlock } from './packed.js';
import { fuse } from './fuse.js';
import { scoreOf } from './scale.js';

/** What two prints are to each other. */
export interface PrintComparison {
  /** 0 to 100 (scale.ts). */
  readonly score: number;
  /** As the algorithm counts, 0 to about 1. */
  readonly raw: number;
  /** Closest first. */
  readonly pairs: PrintEvidence;
}

/**
 * Compares two prints, each in the parts that enrolPalm makes or in the one that enrol makes; turned against each other
 * by a quarter of a turn at most, or anyhow. Throws NotEnrolled for bytes
 * that are no template.
 */
export function comparePrints(a: readonly Uint8Array[], b: readonly Uint8Array[], anyTurn = false): PrintComparison {
  const [partsA, partsB] = [a.map(readBlock), b.map(readBlock)];
  let best: ReturnType<typeof explainPair> = { raw: 0, pairs: [] };
  for (const partA of partsA) {
    for (const partB of partsB) {
      const found = explainPair(partA, partB, anyTurn);
      if (found.raw > best.raw) best = found;
    }
  }
  const comparisons = partsA.length * partsB.length;
  const { score } = fuse([{ asked: 0, held: 0, score: scoreOf(best.raw, anyTurn), raw: best.raw, comparisons }]);
  return { score: comparisons === 0 ? 0 : score, ...best };
}
