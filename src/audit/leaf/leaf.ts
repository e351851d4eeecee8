/** The leaf audit-leaf/v1: canonical JSON of codes, times and commitments, without personal data. */
import { HASH_BYTES } from '../merkle/hash.js';
import { decodeBase64 } from '../note/base64.js';
import { fromUtf8 } from '../note/bytes.js';
import { parseBucket } from './bucket.js';
import { SECTION_NAMES, type SectionName } from './commitment.js';

/** Kinds of entry (field "k"). */
export const ENTRY_KINDS = [
  // The exchange.
  'intent',
  'part',
  'outcome',
  'orphan',
  'access-denied',
  'follow-up',
  // The gateway, its people and its keys.
  'config',
  'role',
  'key-created',
  'key-destroyed',
  'erasure-run',
  'hold-set',
  'hold-released',
  // Review.
  'dpo-search',
  'dpo-open',
  'dpo-export',
  'sample-drawn',
  'review-verdict',
  'dsar-opened',
  'dsar-closed',
  'breach',
  // The log itself.
  'checkpoint-anchored',
  'shard-opened',
  'shard-closed',
] as const;

/** A kind of entry. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What became of a request (field "x"). */
export const ENTRY_OUTCOMES = ['answered', 'refused', 'failed', 'unknown'] as const;

/** An outcome. */
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number];

/** A leaf's content. */
export interface Leaf {
  readonly kind: EntryKind;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly authority: string;
  /** Counts the entries of this authority, from 1. */
  readonly counter: number;
  readonly system: string;
  readonly requestId: string;
  /** Retention class and ISO week, e.g. "sis-3y/2026-W01". */
  readonly bucket: string;
  /** Base64 of 32 bytes each. */
  readonly commitments: Readonly<Partial<Record<SectionName, string>>>;
  /** Intent that an outcome or orphan closes, or that a part belongs to. */
  readonly intentIndex: number | undefined;
  readonly outcome: EntryOutcome | undefined;
  /** Bucket whose key was destroyed; in key-destroyed entries, and in no other. */
  readonly destroyedBucket?: string;
}

/** Longest leaf, in bytes: an entry bundle (C2SP tlog-tiles) carries its length in 16 bits. */
export const MAX_LEAF_BYTES = 65_535;

/** Codes of authorities and systems: nothing that JSON would escape. */
export const CODE = /^[A-Z0-9][A-Z0-9_-]{0,63}$/;
/** Identifiers of requests. */
export const REQUEST_ID = /^[0-9A-Za-z-]{1,64}$/;

/** ISO 8601 in UTC with milliseconds, as leaves carry it. */
export function formatTime(time: number): string {
  return new Date(time).toISOString();
}

/**
 * Writes a leaf. The codes must match CODE and REQUEST_ID, so that none of them needs escaping; keys stand in RFC 8785
 * order; all of it is ASCII. `time` is what formatTime gave for leaf.time: entries of a batch share it.
 */
export function formatLeaf(leaf: Omit<Leaf, 'time'>, time: string): string {
  const { commitments: c } = leaf;
  const list = [
    c.result === undefined ? '' : `"result":"${c.result}"`,
    c.what === undefined ? '' : `"what":"${c.what}"`,
    c.who === undefined ? '' : `"who":"${c.who}"`,
    c.why === undefined ? '' : `"why":"${c.why}"`,
  ].filter((part) => part !== '');
  const intent = leaf.intentIndex === undefined ? '' : `"i":${leaf.intentIndex},`;
  const outcome = leaf.outcome === undefined ? '' : `,"x":"${leaf.outcome}"`;
  const destroyed = leaf.destroyedBucket === undefined ? '' : `"b":"${leaf.destroyedBucket}",`;
  return (
    `{${destroyed}"c":{${list.join(',')}},${intent}"k":"${leaf.kind}","n":${leaf.counter},"o":"${leaf.authority}",` +
    `"q":"${leaf.requestId}","r":"${leaf.bucket}","s":"${leaf.system}","t":"${time}","v":1${outcome}}`
  );
}

/** Reads a leaf; undefined when the bytes are not exactly what formatLeaf writes. */
export function parseLeaf(entry: Uint8Array): Leaf | undefined {
  const text = entry.length <= MAX_LEAF_BYTES ? readText(entry) : undefined;
  const leaf = text === undefined ? undefined : readFields(text);
  // Everything that is accepted can be written again to the same text: canonical form, no further fields.
  return leaf && formatLeaf(leaf, formatTime(leaf.time)) === text ? leaf : undefined;
}

function readText(entry: Uint8Array): string | undefined {
  try {
    return fromUtf8(entry);
  } catch {
    return undefined;
  }
}

function readFields(text: string): Leaf | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const kind = ENTRY_KINDS.find((known) => known === value.k);
  const outcome = ENTRY_OUTCOMES.find((known) => known === value.x);
  const time = typeof value.t === 'string' ? Date.parse(value.t) : Number.NaN;
  const { o: authority, s: system, q: requestId, r: bucket, n: counter, i: intentIndex, b: destroyedBucket } = value;
  const commitments = readCommitments(value.c);
  if (
    kind === undefined ||
    Number.isNaN(time) ||
    !isCode(authority, CODE) ||
    !isCode(system, CODE) ||
    !isCode(requestId, REQUEST_ID) ||
    typeof bucket !== 'string' ||
    parseBucket(bucket) === undefined ||
    !isCount(counter) ||
    !(intentIndex === undefined || isCount(intentIndex)) ||
    commitments === undefined
  ) {
    return undefined;
  }
  const leaf = { kind, time, authority, counter, system, requestId, bucket, commitments, intentIndex, outcome };
  if (kind !== 'key-destroyed') return destroyedBucket === undefined ? leaf : undefined;
  return typeof destroyedBucket === 'string' && parseBucket(destroyedBucket) !== undefined
    ? { ...leaf, destroyedBucket }
    : undefined;
}

function readCommitments(value: unknown): Partial<Record<SectionName, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const commitments: Partial<Record<SectionName, string>> = {};
  for (const name of SECTION_NAMES) {
    const commitment = value[name];
    if (commitment === undefined) continue;
    if (typeof commitment !== 'string' || decodeBase64(commitment)?.length !== HASH_BYTES) return undefined;
    commitments[name] = commitment;
  }
  return commitments;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCode(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === 'number' && value >= 0;
}
