/** HMAC-SHA-256 (RFC 2104) under one key, for short labels, from one-shot hashes: half the time of a Hmac object. */
import { HASH_BYTES } from '../merkle/hash.js';
import { sha256 } from '../merkle/sha256.js';

const BLOCK_BYTES = 64;
const MAX_LABEL_BYTES = 64;

// Filled, consumed and wiped within one synchronous use.
const inner = Buffer.alloc(BLOCK_BYTES + MAX_LABEL_BYTES);
const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);

/** Calls `use` with HMAC under a key of at most 64 bytes; the function must not be kept. Labels: at most 64 bytes. */
export function withHmac<T>(key: Uint8Array, use: (mac: (label: Uint8Array) => Buffer) => T): T {
  if (key.length > BLOCK_BYTES) throw new RangeError('HMAC key longer than a block');
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  try {
    return use((label) => {
      if (label.length > MAX_LABEL_BYTES) throw new RangeError('HMAC label longer than 64 bytes');
      inner.set(label, BLOCK_BYTES);
      outer.set(sha256(inner.subarray(0, BLOCK_BYTES + label.length)), BLOCK_BYTES);
      return sha256(outer);
    });
  } finally {
    inner.fill(0);
    outer.fill(0);
  }
}
