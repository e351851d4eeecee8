/** What one side states about a day: how many accesses it logged, and the root over their items; a signed note. */
import { HASH_BYTES } from '../merkle/hash.js';
import { parseTreeSize } from '../merkle/verify.js';
import { decodeBase64, encodeBase64 } from '../note/base64.js';
import type { NoteSigner, NoteVerifier } from '../note/key.js';
import { NoteError, openNote, signNote } from '../note/signed-note.js';
import { type Pair, parsePair, type Side, startOfDay } from './pair.js';

/** A statement. */
export interface Statement {
  /** Name of the log, and of the key that signs. */
  readonly origin: string;
  readonly pair: Pair;
  readonly side: Side;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** Size of the log when it was made; 0 for a list that is no log. */
  readonly treeSize: number;
  /** Accesses. */
  readonly count: number;
  /** RFC 6962 root over the sorted items, in hex. */
  readonly root: string;
}

/** First line. No log has this origin, and no checkpoint a second line that is not a size: neither passes for the other. */
const HEADER = 'ostiary-completeness/v1';

/** Signs a statement with the key of its origin. */
export function signStatement(statement: Statement, signer: NoteSigner): string {
  const { origin, pair, side, day, treeSize, count, root } = statement;
  if (signer.name !== origin) throw new TypeError('statement: the key belongs to another origin');
  const lines = [
    HEADER,
    `log ${origin}`,
    `pair ${pair.asker}:${pair.answerer}`,
    `side ${side}`,
    `day ${day}`,
    `size ${treeSize}`,
    `count ${count}`,
    `root ${encodeBase64(Buffer.from(root, 'hex'))}`,
  ];
  return signNote(lines.map((line) => `${line}\n`).join(''), [signer]);
}

/** Believes a statement on the word of its log's key. Throws a NoteError. */
export function openStatement(note: string | Uint8Array, verifier: NoteVerifier): Statement {
  const { text } = openNote(note, [verifier]);
  const [header, ...lines] = text.slice(0, -1).split('\n');
  if (header !== HEADER) throw malformed('is no statement of version 1');
  if (lines.length !== FIELDS.length) throw malformed('has lines too many or too few');
  const [origin = '', pair = '', side = '', day = '', size = '', count = '', root = ''] = FIELDS.map((name, at) => {
    const line = lines[at] ?? '';
    if (!line.startsWith(`${name} `)) throw malformed(`has no line "${name}" in its place`);
    return line.slice(name.length + 1);
  });
  if (origin !== verifier.name) throw malformed('is of another log');
  return {
    origin,
    pair: readPair(pair),
    side: readSide(side),
    day: readDay(day),
    treeSize: readNumber(size, 'size'),
    count: readNumber(count, 'count'),
    root: readRoot(root),
  };
}

const FIELDS = ['log', 'pair', 'side', 'day', 'size', 'count', 'root'] as const;

function readPair(text: string): Pair {
  try {
    return parsePair(text);
  } catch {
    throw malformed('names no pair');
  }
}

function readDay(text: string): string {
  try {
    startOfDay(text);
    return text;
  } catch {
    throw malformed('names no day');
  }
}

function readSide(text: string): Side {
  if (text === 'asking' || text === 'answering') return text;
  throw malformed('names no side');
}

function readNumber(text: string, name: string): number {
  const value = parseTreeSize(text);
  if (typeof value !== 'number') throw malformed(`${name} is not a decimal number below 2^53`);
  return value;
}

function readRoot(text: string): string {
  const root = decodeBase64(text);
  if (root?.length !== HASH_BYTES) throw malformed('root is not a hash');
  return Buffer.from(root).toString('hex');
}

function malformed(why: string): NoteError {
  return new NoteError('malformed', `statement: ${why}`);
}
