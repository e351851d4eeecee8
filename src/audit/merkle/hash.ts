/** Hashing of RFC 6962 section 2.1, the same in RFC 9162 section 2.1.1. */
import { sha256 } from './sha256.js';

/** Length of every hash in the tree, in bytes. */
export const HASH_BYTES = 32;

/** Hash of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

// Filled and consumed within one synchronous call. An entry of a log has at most 65,535 bytes (C2SP tlog-tiles).
const leafInput = new Uint8Array(65_536);
leafInput[0] = LEAF_PREFIX;
const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES);
nodeInput[0] = NODE_PREFIX;

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const length = 1 + entry.length;
  const input = length <= leafInput.length ? leafInput.subarray(0, length) : new Uint8Array(length);
  input.set(entry, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right) of two 32-byte hashes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

/** Concatenates hashes. */
export function packHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => packed.set(hash, i * HASH_BYTES));
  return packed;
}

/** Cuts concatenated hashes. Throws a RangeError when the length is not a multiple of 32. */
export function unpackHashes(packed: Uint8Array): Uint8Array[] {
  if (packed.length % HASH_BYTES !== 0) throw new RangeError('packed hashes: length is not a multiple of 32');
  return Array.from({ length: packed.length / HASH_BYTES }, (_, i) =>
    packed.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}
