/**
 * What log and witness say to each other (C2SP tlog-witness). The body of add-checkpoint is a size, a consistency proof,
 * a blank line and a signed checkpoint.
 */
import { HASH_BYTES } from '../merkle/hash.js';
import { sha256 } from '../merkle/sha256.js';
import { parseTreeSize, type TreeSize } from '../merkle/verify.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { fromUtf8, utf8 } from './bytes.js';

/** A request to cosign. Nothing in it has been believed yet. */
export interface AddCheckpointRequest {
  /** Size that the log believes the witness to have cosigned last; 0 if none. */
  readonly oldSize: TreeSize;
  /** Consistency proof from `oldSize` to the checkpoint's size. */
  readonly proof: readonly Uint8Array[];
  /** First line of the checkpoint. */
  readonly origin: string;
  /** The checkpoint, a signed note. */
  readonly note: string;
}

/** A consistency proof between trees of less than 2^63 leaves has no more hashes than this. */
export const MAX_PROOF_HASHES = 63;

/** What a request is not. The message names the rule and quotes nothing. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}

/** Reads a body. Throws a MalformedRequest. */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpointRequest {
  const text = decodeUtf8(body);
  const separator = text.indexOf('\n\n');
  if (separator < 0) throw new MalformedRequest('no blank line before the checkpoint');
  const [first = '', ...lines] = text.slice(0, separator).split('\n');
  const oldSize = parseTreeSize(/^old (.*)$/u.exec(first)?.[1] ?? '');
  if (oldSize === undefined) throw new MalformedRequest('first line is not "old" and a decimal number below 2^63');
  if (lines.length > MAX_PROOF_HASHES) throw new MalformedRequest('more than 63 hashes in the proof');
  const note = text.slice(separator + 2);
  const end = note.indexOf('\n');
  if (end <= 0) throw new MalformedRequest('no checkpoint');
  return { oldSize, proof: lines.map(parseHash), origin: note.slice(0, end), note };
}

/** Writes a body. */
export function formatAddCheckpoint(oldSize: number, proof: readonly Uint8Array[], note: string): string {
  return `old ${String(oldSize)}\n${proof.map((hash) => `${encodeBase64(hash)}\n`).join('')}\n${note}`;
}

function parseHash(line: string): Uint8Array {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) throw new MalformedRequest('a proof line is not a hash in base64');
  return hash;
}

/** Name of a log in a witness's paths: SHA-256 of its origin in lower-case hexadecimal. */
export function originHash(origin: string): string {
  return Array.from(sha256(utf8(origin)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new MalformedRequest('not UTF-8');
  }
}
