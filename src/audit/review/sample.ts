/**
 * The draw of a sample: pure, so that anybody can repeat it. Nobody can choose what is drawn, since the seed hangs on a
 * checkpoint that was signed after the frame and the strata had been committed to in the log.
 */
import { createHash } from 'node:crypto';
import { parseNote } from '../note/signed-note.js';

/** SHA-256(text of the checkpoint ‖ sample id), 32 bytes. Signatures are left out: cosignatures may still be added. */
export function sampleSeed(checkpoint: string, sampleId: string): Buffer {
  return createHash('sha256').update(parseNote(checkpoint).text).update(sampleId).digest();
}

/** SHA-256(seed ‖ index as u64be): entries of a stratum are drawn in the order of this. */
export function drawKey(seed: Uint8Array, index: number): Buffer {
  const position = Buffer.alloc(8);
  position.writeBigUInt64BE(BigInt(index));
  return createHash('sha256').update(seed).update(position).digest();
}

/** Draws `size` of the indexes of one stratum, or all of them if there are no more. In the order of their draw. */
export function drawFrom(indexes: readonly number[], size: number, seed: Uint8Array): number[] {
  return indexes
    .map((index) => ({ index, key: drawKey(seed, index) }))
    .sort((a, b) => a.key.compare(b.key))
    .slice(0, size)
    .map(({ index }) => index);
}
