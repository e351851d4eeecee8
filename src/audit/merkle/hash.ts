/** Hashing of RFC 6962 section 2.1, the same in RFC 9162 section 2.1.1. */
import { hash } from 'node:crypto';

/** Length of every hash in the tree, in bytes. */
export const HASH_BYTES = 32;

/** Hash of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** SHA-256 of `data`. */
export function sha256(data: Uint8Array): Buffer {
  // One-shot hashing into a string and from there into pooled memory takes a third of the time of a digest buffer.
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1');
}

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length);
  input[0] = LEAF_PREFIX;
  input.set(entry, 1);
  return sha256(input);
}

// Filled and consumed within one synchronous call.
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES);
nodeInput[0] = NODE_PREFIX;

/** SHA-256(0x01 ‖ left ‖ right) of two 32-byte hashes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

/** Concatenates hashes. */
export function packHashes(hashes: readonly Uint8Array[]): Buffer {
  return Buffer.concat(hashes);
}

/** Cuts concatenated hashes. Throws a RangeError when the length is not a multiple of 32. */
export function unpackHashes(packed: Uint8Array): Uint8Array[] {
  if (packed.length % HASH_BYTES !== 0) throw new RangeError('packed hashes: length is not a multiple of 32');
  return Array.from({ length: packed.length / HASH_BYTES }, (_, i) =>
    packed.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}
