/** Offline proofs (C2SP tlog-proof): an entry's index, its inclusion proof and the checkpoint it leads to, in a file. */
import { HASH_BYTES } from '../merkle/hash.js';
import { parseTreeSize, type TreeSize } from '../merkle/verify.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { MAX_NOTE_BYTES, NoteError } from './signed-note.js';

/** What the file holds. Nothing in it has been believed yet. */
export interface TlogProof {
  /** Opaque, not covered by any signature. */
  readonly extra: Uint8Array | undefined;
  readonly index: TreeSize;
  /** Leaf side first. */
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** An inclusion proof in a tree of 2^63 leaves has no more hashes than this. */
const MAX_PROOF_HASHES = 63;
const MAX_EXTRA_BYTES = 262_144;
/** Longest file, in characters. */
export const MAX_PROOF_CHARACTERS = MAX_NOTE_BYTES + 2 * MAX_EXTRA_BYTES;

/** True when `text` claims to be such a file. */
export function looksLikeTlogProof(text: string): boolean {
  return text.startsWith(`${HEADER}\n`);
}

/** Writes the file. */
export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${String(index)}`,
    ...proof.map(encodeBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads the file. Throws a NoteError "malformed". */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > MAX_PROOF_CHARACTERS) throw malformed('too long');
  const separator = text.indexOf('\n\n');
  if (separator < 0) throw malformed('no blank line before the checkpoint');
  const [header, ...lines] = text.slice(0, separator).split('\n');
  if (header !== HEADER) throw malformed('not a tlog-proof of version 1');
  const extra = lines[0]?.startsWith('extra ') === true ? decode(lines.shift(), 'extra ') : undefined;
  const index = parseTreeSize(/^index (.*)$/u.exec(lines.shift() ?? '')?.[1] ?? '');
  if (index === undefined) throw malformed('index is not a decimal number below 2^63');
  if (lines.length > MAX_PROOF_HASHES) throw malformed('too many hashes');
  const proof = lines.map((line) => decode(line, ''));
  if (proof.some(({ length }) => length !== HASH_BYTES)) throw malformed('a hash is not 32 bytes long');
  return { extra, index, proof, checkpoint: text.slice(separator + 2) };
}

function decode(line: string | undefined, prefix: string): Uint8Array {
  const bytes = decodeBase64(line?.slice(prefix.length) ?? '');
  if (bytes === undefined) throw malformed('bad base64');
  return bytes;
}

function malformed(why: string): NoteError {
  return new NoteError('malformed', `tlog-proof: ${why}`);
}
