import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

/** Random bytes drawn at a time: asking the system for each single one costs more than all the rest of an identifier. */
const POOL_BYTES = 4096;

const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** A fresh random number from 0 to below 1, with as many steps as one byte has: a character of a ULID takes five bits. */
function randomFraction(): number {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte / 256;
}

/** A new identifier of a request: a ULID with the given time in milliseconds since the epoch. */
export function newRequestId(time: number): string {
  return ulid(time, randomFraction);
}
