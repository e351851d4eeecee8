/** Perfect subtrees: which of them a proof is made of (RFC 6962 sections 2.1.1 and 2.1.2), and how they fold. */
import { nodeHash } from './hash.js';

/** The subtree over the 2^level leaves from index · 2^level on. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/**
 * A proof before its hashes are known. Each element becomes one hash: the root over perfect subtrees that stand side
 * by side, largest first.
 */
export type ProofPlan = readonly (readonly Subtree[])[];

/** What proves that leaf `index` is in the tree of `size`, leaf side first. Throws a RangeError unless index < size. */
export function planInclusion(index: number, size: number): ProofPlan {
  assertSizes(index, size);
  if (index === size) throw new RangeError('the leaf is not in the tree');
  const plan: Subtree[][] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const split = start + splitPoint(end - start);
    if (index < split) {
      plan.push(cover(split, end));
      end = split;
    } else {
      plan.push(cover(start, split));
      start = split;
    }
  }
  return plan.reverse();
}

/**
 * What proves that the tree of `first` leaves is a prefix of the tree of `second`. Throws a RangeError unless
 * 1 ≤ first ≤ second.
 */
export function planConsistency(first: number, second: number): ProofPlan {
  assertSizes(first, second);
  if (first === 0) throw new RangeError('nothing can be proved from the empty tree');
  const plan: Subtree[][] = [];
  let start = 0;
  let end = second;
  while (first < end) {
    const split = start + splitPoint(end - start);
    if (first <= split) {
      plan.push(cover(split, end));
      end = split;
    } else {
      plan.push(cover(start, split));
      start = split;
    }
  }
  // The verifier knows the first root already when it is the left edge itself.
  if (start > 0) plan.push(cover(start, end));
  return plan.reverse();
}

/** Root over perfect subtrees that stand side by side, from their roots. */
export function foldRight(roots: readonly Uint8Array[]): Uint8Array {
  const [last, ...rest] = roots.toReversed();
  if (last === undefined) throw new RangeError('nothing to fold');
  return rest.reduce((right, left) => nodeHash(left, right), last);
}

/** Root of the perfect subtree over `hashes`, whose number is a power of two. */
export function foldPerfect(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    if (level.length % 2 !== 0) throw new RangeError('not a perfect subtree');
    level = pairs(level);
  }
  const [root] = level;
  if (root === undefined) throw new RangeError('nothing to fold');
  return root;
}

function pairs(hashes: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  let left: Uint8Array | undefined;
  for (const hash of hashes) {
    if (left === undefined) left = hash;
    else {
      parents.push(nodeHash(left, hash));
      left = undefined;
    }
  }
  return parents;
}

/** Perfect subtrees over the leaves [start, end), largest first. `start` is a multiple of the first one's width. */
function cover(start: number, end: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let from = start; from < end;) {
    const level = floorLog2(end - from);
    const width = 2 ** level;
    subtrees.push({ level, index: from / width });
    from += width;
  }
  return subtrees;
}

/** The largest power of two smaller than `width`. */
export function splitPoint(width: number): number {
  return 2 ** floorLog2(width - 1);
}

function floorLog2(width: number): number {
  const level = Math.floor(Math.log2(width));
  // Just below a large power of two the logarithm rounds up to it.
  return 2 ** level > width ? level - 1 : level;
}

function assertSizes(smaller: number, larger: number): void {
  if (!Number.isSafeInteger(smaller) || !Number.isSafeInteger(larger) || smaller < 0 || larger < smaller) {
    throw new RangeError('sizes are not in order');
  }
}
