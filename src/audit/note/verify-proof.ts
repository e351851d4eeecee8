/** Whole check of an offline proof (C2SP tlog-proof): the policy believes the checkpoint, and the entry is under it. */
import { leafHash } from '../merkle/hash.js';
import { verifyInclusion } from '../merkle/verify.js';
import { computable, type ComputableCheckpoint } from './checkpoint.js';
import type { Policy } from './policy.js';
import { NoteError } from './signed-note.js';
import { parseTlogProof } from './tlog-proof.js';
import { openWitnessedCheckpoint, type WitnessedCheckpoint } from './witnessed.js';

/** An entry that a log of the policy holds, as a quorum of its witnesses saw. */
export interface ProvenEntry extends WitnessedCheckpoint {
  readonly checkpoint: ComputableCheckpoint;
  readonly index: number;
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
  const checkpoint = computable(witnessed.checkpoint);
  const { size, root } = checkpoint;
  if (typeof index === 'bigint' || !verifyInclusion(index, size, leafHash(entry), proof, root)) {
    throw new NoteError('not-included', 'tlog-proof: does not lead from the entry to the checkpoint');
  }
  return { ...witnessed, checkpoint, index, extra };
}
