/** What must hold of the database before anything is built on it. */
import { frontierRoot } from '../merkle/frontier.js';
import { equal } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import type { LogSnapshot } from './store.js';

/** A checkpoint that this process knows to be committed. */
export interface HeldCheckpoint {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
}

/** What can be wrong with a log. */
export type LogFault = 'LOG_FOREIGN' | 'LOG_ROLLED_BACK' | 'LOG_REPLACED' | 'LOG_INCONSISTENT' | 'LOG_NOT_SIGNED';

/** The database holds a log that nothing may be built on. It takes a person to find out why. */
export class UnacceptableLog extends Error {
  override readonly name = 'UnacceptableLog';
  /** For the operator's log, which holds no messages. */
  readonly code: LogFault;

  constructor(code: LogFault, why: string, options?: ErrorOptions) {
    super(`audit log: ${why}`, options);
    this.code = code;
  }
}

/**
 * Refuses to build on a log that was tampered with: the frontier must be the one that the log's own key signed, entries
 * and checkpoints must end where it ends, and what this process once saw committed must still be there. Throws an
 * UnacceptableLog that says what is wrong.
 */
export function acceptSnapshot(
  snapshot: LogSnapshot,
  verifier: NoteVerifier,
  held: HeldCheckpoint | undefined,
): HeldCheckpoint {
  const { frontier } = snapshot.state;
  if (snapshot.origin !== verifier.name)
    throw new UnacceptableLog('LOG_FOREIGN', 'the database holds a log of another origin');
  if (held !== undefined && frontier.size < held.size)
    throw new UnacceptableLog('LOG_ROLLED_BACK', 'the log was rolled back');
  if (held !== undefined && snapshot.checkpointHeld !== held.note)
    throw new UnacceptableLog('LOG_REPLACED', 'the log was replaced');
  if (snapshot.lastIndex !== frontier.size - 1)
    throw new UnacceptableLog('LOG_INCONSISTENT', 'entries do not end at the frontier');
  if (snapshot.lastCheckpoint !== frontier.size)
    throw new UnacceptableLog('LOG_INCONSISTENT', 'checkpoints do not end at the frontier');
  if (snapshot.checkpoint === undefined)
    throw new UnacceptableLog('LOG_INCONSISTENT', 'the frontier has no checkpoint');
  const checkpoint = signedCheckpoint(snapshot.checkpoint, verifier);
  if (checkpoint.size !== frontier.size || !equal(checkpoint.root, frontierRoot(frontier))) {
    throw new UnacceptableLog('LOG_INCONSISTENT', 'the frontier is not what its checkpoint says');
  }
  return { size: frontier.size, note: snapshot.checkpoint };
}

function signedCheckpoint(note: string, verifier: NoteVerifier): Checkpoint {
  try {
    return openCheckpoint(note, verifier);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw new UnacceptableLog('LOG_NOT_SIGNED', `the checkpoint is refused: ${why}`, { cause: error });
  }
}
