/** Checkpoints held against a trust policy (C2SP tlog-policy). */
import { readUint64 } from './bytes.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { isQuorum, type Policy } from './policy.js';
import { NoteError, openNote } from './signed-note.js';

/** A checkpoint that a log of the policy signed and a quorum of its witnesses cosigned. */
export interface WitnessedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What was signed. */
  readonly text: string;
  /** The policy's witnesses whose cosignatures it carries, all good. */
  readonly cosignatures: readonly PolicyCosignature[];
}

/** A good cosignature. */
export interface PolicyCosignature {
  /** Name in the policy. */
  readonly witness: string;
  /** Seconds since the epoch; the latest, when the witness cosigned more than once. */
  readonly time: number;
}

/**
 * Believes a checkpoint as far as the policy does. Throws a NoteError: also when the log that signed is not of the
 * checkpoint's origin ("malformed"), or the witnesses make no quorum ("no-quorum").
 */
export function openWitnessedCheckpoint(note: string | Uint8Array, policy: Policy): WitnessedCheckpoint {
  const logs = policy.logs.map(({ verifier }) => verifier);
  const witnesses = policy.witnesses.map(({ verifier }) => verifier);
  const { text, verified } = openNote(note, [...logs, ...witnesses]);
  const checkpoint = parseCheckpoint(text);
  const signedBy = logs.filter(({ name, keyId }) => verified.some((one) => one.name === name && one.keyId === keyId));
  if (signedBy.length === 0) {
    throw new NoteError('no-verifiable-signature', 'checkpoint: not signed by a log of the policy');
  }
  if (!signedBy.some(({ name }) => name === checkpoint.origin)) {
    throw new NoteError('malformed', 'checkpoint: of another log');
  }
  const cosignatures: PolicyCosignature[] = [];
  for (const { name: witness, verifier } of policy.witnesses) {
    const times = verified
      .filter(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId)
      .map(({ signature }) => readUint64(signature) ?? 0);
    if (times.length > 0) cosignatures.push({ witness, time: Math.max(...times) });
  }
  if (!isQuorum(policy, new Set(cosignatures.map(({ witness }) => witness)))) {
    throw new NoteError('no-quorum', 'checkpoint: too few witnesses of the policy cosigned it');
  }
  return { checkpoint, text, cosignatures };
}

/** Whether openWitnessedCheckpoint would believe it. */
export function satisfies(policy: Policy, note: string | Uint8Array): boolean {
  try {
    openWitnessedCheckpoint(note, policy);
    return true;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}
