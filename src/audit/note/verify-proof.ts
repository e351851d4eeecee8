/** Whole check of an offline proof (C2SP tlog-proof): the policy believes the checkpoint, and the entry is under it. */
import { leafHash } from '../merkle/hash.js';
import { type TreeSize, verifyInclusion } from '../merkle/verify.js';
import { computable } from './checkpoint.js';
import type { Policy } from './policy.js';
import { NoteError } from './signed-note.js';
import { parseTlogProof } from './tlog-proof.js';
import { openWitnessedCheckpoint, type WitnessedCheckpoint } from './witnessed.js';

/** An entry that a log of the policy holds, as a quorum of its witnesses saw. */
export interface ProvenEntry extends WitnessedCheckpoint {
  readonly index: TreeSize;
  /** The file's "extra" line: nobody signed it. */
  readonly extra: Uint8Array | undefined;
}

/**
 * Believes that `entry`, the bytes that the log hashed, is in a log of the policy. Throws a NoteError: those of
 * openWitnessedCheckpoint, "malformed" for a file of another form, "not-included" when the proof leads elsewhere, "beyond-limit"
 * when the tree is too large to compute where it leads.
 */
export function verifyTlogProof(file: string, entry: Uint8Array, policy: Policy): ProvenEntry {
  const { index, proof, checkpoint: note, extra } = parseTlogProof(file);
  const witnessed = openWitnessedCheckpoint(note, policy);
  const { size, root } = computable(witnessed.checkpoint);
  if (!verifyInclusion(index, size, leafHash(entry), proof, root)) {
    throw new NoteError('not-included', 'tlog-proof: does not lead from the entry to the checkpoint');
  }
  return { ...witnessed, index, extra };
}
