/** Inclusion proofs carried on to a larger tree, without the tree. */
import { nodeHash } from './hash.js';
import { planConsistency, planInclusion, type ProofPlan, splitPoint, type Subtree } from './subtree.js';

/**
 * Inclusion proof of leaf `index` in the tree of `second` leaves, from that in the tree of `first` and the consistency
 * proof between the two. Both must be good. Throws a RangeError when their lengths are not those of such proofs.
 */
export function extendInclusion(
  index: number,
  first: number,
  second: number,
  inclusion: readonly Uint8Array[],
  consistency: readonly Uint8Array[],
): Uint8Array[] {
  const known = new Map<string, Uint8Array>();
  learn(known, planInclusion(index, first), inclusion);
  learn(known, planConsistency(first, second), consistency);
  return planInclusion(index, second).map((subtrees) => hashOf(rangeOf(subtrees), known));
}

/** Leaves from `start` up to, but not including, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

function learn(known: Map<string, Uint8Array>, plan: ProofPlan, hashes: readonly Uint8Array[]): void {
  if (plan.length !== hashes.length) throw new RangeError('a proof of another length');
  plan.forEach((subtrees, position) => {
    const hash = hashes[position];
    if (hash !== undefined) known.set(keyOf(rangeOf(subtrees)), hash);
  });
}

/** Everything right of a known subtree is in one of the proofs, whole or in parts that meet where RFC 6962 splits. */
function hashOf(range: Range, known: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const hash = known.get(keyOf(range));
  if (hash !== undefined) return hash;
  const { start, end } = range;
  if (end - start < 2) throw new RangeError('the proofs do not fit together');
  const split = start + splitPoint(end - start);
  return nodeHash(hashOf({ start, end: split }, known), hashOf({ start: split, end }, known));
}

function rangeOf(subtrees: readonly Subtree[]): Range {
  const [first] = subtrees;
  const last = subtrees.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a part of a proof over no leaves');
  return { start: first.index * 2 ** first.level, end: (last.index + 1) * 2 ** last.level };
}

function keyOf({ start, end }: Range): string {
  return `${String(start)}-${String(end)}`;
}
