/**
 * The right edge of a tree: the roots of the perfect subtrees its leaves fall into. It is all that is needed to append,
 * and it stays at log2(size) hashes.
 */
import { EMPTY_ROOT, HASH_BYTES, nodeHash, packHashes, unpackHashes } from './hash.js';

/** Right edge of a tree of `size` leaves. */
export interface Frontier {
  readonly size: number;
  /** Roots of the perfect subtrees, leftmost and largest first: one per bit set in `size`. */
  readonly peaks: readonly Uint8Array[];
}

/** A tree after a batch of leaves was appended. */
export interface Extension {
  readonly frontier: Frontier;
  readonly root: Uint8Array;
  /**
   * Inclusion proof of the leaf at `position` of the batch in the extended tree, leaf side first. Proofs of one batch
   * share their hashes: treat them as read-only.
   */
  readonly proofOf: (position: number) => Uint8Array[];
}

/** Right edge of the tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** Root of the tree with this right edge. */
export function frontierRoot({ peaks }: Frontier): Uint8Array {
  return (
    peaks.reduceRight<Uint8Array | undefined>(
      (right, peak) => (right === undefined ? peak : nodeHash(peak, right)),
      undefined,
    ) ?? EMPTY_ROOT
  );
}

/** The peaks, concatenated. */
export function packFrontier(frontier: Frontier): Uint8Array {
  return packHashes(frontier.peaks);
}

/** Reads what packFrontier wrote. Throws a RangeError when the number of peaks cannot belong to `size`. */
export function unpackFrontier(size: number, packed: Uint8Array): Frontier {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('frontier: size is not a tree size');
  if (packed.length !== countOnes(size) * HASH_BYTES)
    throw new RangeError('frontier: wrong number of peaks for its size');
  return { size, peaks: unpackHashes(packed) };
}

/** One level of the part of the tree that a batch touches. */
interface Level {
  /** Roots of perfect subtrees; the first is a left child. */
  readonly hashes: readonly Uint8Array[];
  /** 1 when the first of them was there before the batch. */
  readonly old: 0 | 1;
  /** Position in `peaks` (smallest first) of the last hash, when it has no sibling yet. */
  readonly peak: number | undefined;
}

/** Appends leaf hashes. Hashes O(batch + log size) nodes, whatever the number of proofs asked for afterwards. */
export function extendFrontier(frontier: Frontier, leaves: readonly Uint8Array[]): Extension {
  const size = frontier.size + leaves.length;
  if (!Number.isSafeInteger(size)) throw new RangeError('tree size exceeds 2^53 - 1');

  const levels: Level[] = [];
  const peaks: Uint8Array[] = [];
  const waiting = [...frontier.peaks];
  let first = frontier.size;
  let hashes = [...leaves];
  while (hashes.length > 0 || waiting.length > 0) {
    let old: 0 | 1 = 0;
    if (first % 2 === 1) {
      const left = waiting.pop();
      if (left === undefined) throw new RangeError('frontier: a peak is missing');
      hashes.unshift(left);
      first -= 1;
      old = 1;
    }
    const lone = hashes.length % 2 === 1 ? hashes.at(-1) : undefined;
    levels.push({ hashes, old, peak: lone === undefined ? undefined : peaks.push(lone) - 1 });
    hashes = pairUp(hashes);
    first /= 2;
  }

  /** bags[i]: root of everything right of peak i. */
  const bags: (Uint8Array | undefined)[] = [];
  let bag: Uint8Array | undefined;
  for (const peak of peaks) {
    bags.push(bag);
    bag = bag === undefined ? peak : nodeHash(peak, bag);
  }

  return {
    frontier: { size, peaks: peaks.toReversed() },
    root: bag ?? EMPTY_ROOT,
    proofOf(position) {
      if (!Number.isSafeInteger(position) || position < 0 || position >= leaves.length) {
        throw new RangeError('no such leaf in the batch');
      }
      const proof: Uint8Array[] = [];
      let at = position;
      for (const { hashes, old, peak } of levels) {
        at += old;
        if (peak !== undefined && at === hashes.length - 1) {
          const right = bags[peak];
          if (right !== undefined) proof.push(right);
          proof.push(...peaks.slice(peak + 1));
          break;
        }
        const sibling = hashes[at ^ 1];
        if (sibling === undefined) throw new RangeError('a subtree without sibling that is no peak');
        proof.push(sibling);
        at >>= 1;
      }
      return proof;
    },
  };
}

function pairUp(hashes: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let i = 1; i < hashes.length; i += 2) {
    const left = hashes[i - 1];
    const right = hashes[i];
    if (left !== undefined && right !== undefined) parents.push(nodeHash(left, right));
  }
  return parents;
}

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
