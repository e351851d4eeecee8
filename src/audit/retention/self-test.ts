/** After an erasure: what was erased is still proven, and opens to nobody. */
import { openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import { equal, verifyInclusion } from '../merkle/verify.js';
import { leafHash } from '../merkle/hash.js';
import type { LogReader } from '../log/reader.js';
import type { KeyUnwrapper } from '../vault/keys.js';
import { splitPayload } from '../vault/seal.js';

/** A payload as it was before it was erased: what a backup still holds. */
export interface ErasedPayload {
  readonly index: number;
  readonly bucket: string;
  readonly sealed: Buffer;
}

/** What came out. */
export interface SelfTest {
  /** Erased entries looked at. */
  readonly tested: number;
  /** Of them, those whose inclusion in the signed tree is proven. All should be. */
  readonly proven: number;
  /** Of them, those that a copy from before would still open. None should be. */
  readonly opened: number;
}

/** Looks at erased entries with keys as they are now: `keys` must not remember any from before. */
export async function selfTest(
  erased: readonly ErasedPayload[],
  parts: { readonly reader: LogReader; readonly verifier: NoteVerifier; readonly keys: KeyUnwrapper },
): Promise<SelfTest> {
  let proven = 0;
  let opened = 0;
  await parts.keys.count?.expect(erased.length);
  for (const { index, bucket, sealed } of erased) {
    if (await isProven(index, parts.reader, parts.verifier)) proven += 1;
    const payload = splitPayload(sealed);
    if (payload !== undefined && (await parts.keys.unwrap(bucket, payload.wrappedKey)) !== undefined) opened += 1;
  }
  return { tested: erased.length, proven, opened };
}

async function isProven(index: number, reader: LogReader, verifier: NoteVerifier): Promise<boolean> {
  const { entry } = await reader.entry(index);
  const { checkpoint, proof, leafHash: hash } = await reader.inclusionProof(index);
  const { size, root } = openCheckpoint(checkpoint, verifier);
  return equal(leafHash(entry), hash) && verifyInclusion(index, size, hash, proof, root);
}
