/** Verification of proofs: the loops of RFC 9162 sections 2.1.3.2 and 2.1.4.2. Attackers choose every argument. */
import { HASH_BYTES, nodeHash } from './hash.js';

/** Size of a tree or index of a leaf, up to 2^63 - 1; a bigint only above 2^53 - 1, where a number would be rounded. */
export type TreeSize = number | bigint;

/** The largest size that C2SP tlog-checkpoint allows. */
const MAX_TREE_SIZE = 2n ** 63n - 1n;

/**
 * Parses a tree size or leaf index in decimal without leading zeros; undefined for anything else and for what exceeds
 * 2^63 - 1. Read integers from JSON as text: JSON.parse would round them first.
 */
export function parseTreeSize(text: string): TreeSize | undefined {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text)) return undefined;
  const size = Number(text);
  const exact = Number.isSafeInteger(size) ? size : BigInt(text);
  return isTreeSize(exact) ? exact : undefined;
}

/** True for what parseTreeSize can return. */
export function isTreeSize(value: TreeSize): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return value > Number.MAX_SAFE_INTEGER && value <= MAX_TREE_SIZE;
}

/** What to say when something is to be computed on a tree that is too large for it. */
export function beyondLimit(size: bigint): string {
  return `a tree of ${size} entries: beyond what can be computed here, 2^53 - 1`;
}

/**
 * True when `proof` leads from `leafHash` at `index` to `root` of the tree of `size` leaves. The proof does not bind
 * `size`: take it from the signed checkpoint only. Throws a RangeError for a tree of more than 2^53 - 1 leaves.
 */
export function verifyInclusion(
  index: TreeSize,
  size: TreeSize,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) return false;
  if (typeof size === 'bigint') throw new RangeError(beyondLimit(size));
  if (!areHashes(leafHash, root, ...proof)) return false;
  let fn = Number(index);
  let sn = size - 1;
  let computed = leafHash;
  for (const hash of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      computed = nodeHash(hash, computed);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      computed = nodeHash(computed, hash);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(computed, root);
}

/**
 * True when `proof` shows the tree of `first` leaves with `firstRoot` to be a prefix of the tree of `second` leaves with
 * `secondRoot`. Always false for first = 0: an empty tree proves nothing. Throws a RangeError when a tree of more than
 * 2^53 - 1 leaves would have to be computed.
 */
export function verifyConsistency(
  first: TreeSize,
  second: TreeSize,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isTreeSize(first) || !isTreeSize(second) || first === 0 || first > second) return false;
  // Nothing is hashed between equal sizes, so that the roots need only be the same bytes.
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot);
  if (typeof second === 'bigint') throw new RangeError(beyondLimit(second));
  if (!areHashes(firstRoot, secondRoot, ...proof)) return false;
  const smaller = Number(first);
  const [start, ...rest] = isPowerOfTwo(smaller) ? [firstRoot, ...proof] : proof;
  if (start === undefined) return false;
  let fn = smaller - 1;
  let sn = second - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  let fr = start;
  let sr = start;
  for (const hash of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(hash, fr);
      sr = nodeHash(hash, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, hash);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(fr, firstRoot) && equal(sr, secondRoot);
}

/** True when both hold the same bytes. Hashes in proofs are public, so time may depend on them. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function areHashes(...values: readonly Uint8Array[]): boolean {
  return values.every(({ length }) => length === HASH_BYTES);
}

// Sizes exceed 32 bits, so the bit operators of the language are out of the question.
function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}
