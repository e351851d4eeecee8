/** Signed notes (C2SP signed-note): a text, a blank line, and signature lines over the text. */
import { decodeBase64, encodeBase64 } from './base64.js';
import { concatBytes, fromUtf8, readUint32, uint32, utf8 } from './bytes.js';
import { isKeyName } from './key-text.js';
import type { NoteSigner, NoteVerifier } from './key.js';

/** Why a note is not believed. */
export type NoteFault =
  | 'malformed'
  | 'invalid-signature'
  | 'no-verifiable-signature'
  /** Of a checkpoint, when a policy asks for more witnesses. */
  | 'no-quorum'
  /** Of a proof that does not lead to its checkpoint. */
  | 'not-included'
  /** Of a checkpoint that is in order, but of a tree too large to compute anything on. */
  | 'beyond-limit';

/** A note that is not believed. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
  readonly fault: NoteFault;

  constructor(fault: NoteFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** A note taken apart; nothing in it has been believed yet. */
export interface Note {
  /** The signed text, with its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note with at least one good signature of a known key, and none that is bad. */
export interface OpenedNote {
  readonly text: string;
  readonly verified: readonly NoteSignature[];
  /** Signatures of keys that are not known here. */
  readonly unverified: readonly NoteSignature[];
}

/** Longest note read, in bytes: room for a checkpoint with a dozen post-quantum cosignatures. */
export const MAX_NOTE_BYTES = 262_144;
/** Most signatures read of a note. */
export const MAX_NOTE_SIGNATURES = 100;

const SIGNATURE_LINE = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY_ID_BYTES = 4;

/** Takes a note apart. Throws a NoteError "malformed". */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : decodeUtf8(note);
  if (whole.length > MAX_NOTE_BYTES || utf8(whole).length > MAX_NOTE_BYTES) throw malformed('longer than 256 KiB');
  // eslint-disable-next-line no-control-regex -- the specification forbids them
  if (/[\u0000-\u0009\u000b-\u001f\ud800-\udfff]/u.test(whole)) throw malformed('holds a forbidden character');
  const separator = whole.lastIndexOf('\n\n');
  if (separator < 0) throw malformed('no blank line before the signatures');
  const text = whole.slice(0, separator + 1);
  const block = whole.slice(separator + 2);
  if (!block.endsWith('\n')) throw malformed('last line does not end');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) throw malformed('too many signatures');
  return { text, signatures: lines.map(parseSignature) };
}

/**
 * Believes a note on the word of known keys. Signatures of other keys are ignored; a known key's signature that fails
 * spoils the whole note. Throws a NoteError.
 */
export function openNote(note: string | Uint8Array, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const message = utf8(text);
  const verified: NoteSignature[] = [];
  const unverified: NoteSignature[] = [];
  for (const signature of signatures) {
    const verifier = verifiers.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (verifier === undefined) unverified.push(signature);
    else if (verifier.verify(message, signature.signature)) verified.push(signature);
    else throw new NoteError('invalid-signature', 'note: the signature of a known key does not verify');
  }
  if (verified.length === 0) throw new NoteError('no-verifiable-signature', 'note: no signature of a known key');
  return { text, verified, unverified };
}

/** Signs `text`, which must end with a newline. Throws a NoteError "malformed" for a text that no note can hold. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n')) throw malformed('text does not end with a newline');
  const message = utf8(text);
  const lines = signers.map((signer) =>
    formatSignature({ name: signer.name, keyId: signer.keyId, signature: signer.sign(message) }),
  );
  return `${text}\n${lines.join('')}`;
}

/** Writes a signature line, with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `\u2014 ${name} ${encodeBase64(concatBytes(uint32(keyId), signature))}\n`;
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) throw malformed('bad signature line');
  return { name, keyId: readUint32(bytes), signature: bytes.subarray(KEY_ID_BYTES) };
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw malformed('not UTF-8');
  }
}

function malformed(why: string): NoteError {
  return new NoteError('malformed', `note: ${why}`);
}
