/** Checkpoints (C2SP tlog-checkpoint): what the log commits itself to. */
import { HASH_BYTES } from '../merkle/hash.js';
import { beyondLimit, isTreeSize, parseTreeSize, type TreeSize } from '../merkle/verify.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { isKeyName } from './key-text.js';
import type { NoteSigner, NoteVerifier } from './key.js';
import { NoteError, openNote, signNote } from './signed-note.js';

/** State of a log that it signs. */
export interface Checkpoint {
  /** Unique name of the log: a URL without scheme. */
  readonly origin: string;
  /** Number of leaves, exactly; a bigint above 2^53 - 1. */
  readonly size: TreeSize;
  /** RFC 6962 root, 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, discouraged; never empty ones. */
  readonly extensions: readonly string[];
}

/** One of a tree that proofs can be computed on. */
export interface ComputableCheckpoint extends Checkpoint {
  readonly size: number;
}

/** The same checkpoint. Throws a NoteError "beyond-limit" for a tree that is too large to compute anything on. */
export function computable({ size, ...rest }: Checkpoint): ComputableCheckpoint {
  if (typeof size === 'bigint') throw new NoteError('beyond-limit', `checkpoint: ${beyondLimit(size)}`);
  return { ...rest, size };
}

/** The text that is signed. Throws a RangeError for a size that no tree has, or that is a rounded number. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  if (!isTreeSize(size)) throw new RangeError('checkpoint: not the size of a tree');
  return [origin, String(size), encodeBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/** Reads the text of a checkpoint. Throws a NoteError "malformed". */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw malformed('does not end with a newline');
  const [origin = '', sizeLine = '', rootLine = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = parseTreeSize(sizeLine);
  const root = decodeBase64(rootLine);
  if (origin === '') throw malformed('no origin');
  if (size === undefined) throw malformed('size is not a decimal number below 2^63');
  if (root?.length !== HASH_BYTES) throw malformed('root is not a hash');
  if (extensions.includes('')) throw malformed('empty extension line');
  return { origin, size, root, extensions };
}

/** Signs a checkpoint of the log that the signer is named after. */
export function signCheckpoint(size: number, root: Uint8Array, signer: NoteSigner): string {
  return signNote(formatCheckpoint({ origin: signer.name, size, root, extensions: [] }), [signer]);
}

/**
 * Believes a checkpoint on the word of the log's key, which carries the origin as its name. Throws a NoteError, also
 * when the checkpoint is of another log.
 */
export function openCheckpoint(note: string | Uint8Array, verifier: NoteVerifier): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, [verifier]).text);
  if (checkpoint.origin !== verifier.name) throw malformed('of another log');
  return checkpoint;
}

/** True when `origin` can name a log and its key. */
export function isOrigin(origin: string): boolean {
  return isKeyName(origin) && origin.length <= 255 && !origin.includes('://');
}

function malformed(why: string): NoteError {
  return new NoteError('malformed', `checkpoint: ${why}`);
}
