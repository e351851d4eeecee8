/** What must hold of the database before anything is built on it. */
import { frontierRoot } from '../merkle/frontier.js';
import { equal } from '../merkle/verify.js';
import { openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import type { LogSnapshot } from './store.js';

/** A checkpoint that this process knows to be committed. */
export interface HeldCheckpoint {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
}

/**
 * Refuses to build on a log that was tampered with: the frontier must be the one that the log's own key signed, entries
 * and checkpoints must end where it ends, and what this process once saw committed must still be there. Throws an Error
 * that says what is wrong.
 */
export function acceptSnapshot(
  snapshot: LogSnapshot,
  verifier: NoteVerifier,
  held: HeldCheckpoint | undefined,
): HeldCheckpoint {
  const { frontier } = snapshot.state;
  if (snapshot.origin !== verifier.name) throw new Error('audit log: the database holds a log of another origin');
  if (held !== undefined && frontier.size < held.size) throw new Error('audit log: the log was rolled back');
  if (held !== undefined && snapshot.checkpointHeld !== held.note) throw new Error('audit log: the log was replaced');
  if (snapshot.lastIndex !== frontier.size - 1) throw new Error('audit log: entries do not end at the frontier');
  if (snapshot.lastCheckpoint !== frontier.size) throw new Error('audit log: checkpoints do not end at the frontier');
  if (snapshot.checkpoint === undefined) throw new Error('audit log: the frontier has no checkpoint');
  const checkpoint = openCheckpoint(snapshot.checkpoint, verifier);
  if (checkpoint.size !== frontier.size || !equal(checkpoint.root, frontierRoot(frontier))) {
    throw new Error('audit log: the frontier is not what its checkpoint says');
  }
  return { size: frontier.size, note: snapshot.checkpoint };
}
