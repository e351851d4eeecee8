/**
 * Who may do what with the keys that wrap data keys. A bucket is a retention class and an ISO week ("sis-3y/2026-W01");
 * its key wraps the data keys of the entries of that week and dies when their retention ends. What must outlive it moves
 * to another key: that of a legal hold, or of entries that wait for an event. All live outside the log database and its
 * backups.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { IndexTerm } from '../../shared/index-term.js';
import { parseBucket, type RetentionClass } from '../leaf/bucket.js';
import type { BucketToken } from './blind-index.js';
import type { FreshKey } from './key-supply.js';

/** Length of data keys, bucket keys and root keys. */
export const KEY_BYTES = 32;
/** Length of the identifier of an epoch key. */
export const EPOCH_ID_BYTES = 8;
/** Length of a wrapped data key: epoch (8) ‖ data key wrapped by the epoch's key (RFC 3394, 40). */
export const WRAPPED_KEY_BYTES = EPOCH_ID_BYTES + 40;

/** Wraps data keys for one bucket, or another key. */
export interface BucketWrapper {
  readonly bucket: string;
  /** False when it has been in use long enough: ask for another one then. */
  readonly isFresh: () => boolean;
  /** Wraps a data key that exists; returns 48 bytes. */
  readonly wrap: (dataKey: Uint8Array) => Buffer;
  /** Makes a data key for one entry, with what `wrap` gives for it. */
  readonly newDataKey: () => FreshKey;
  /** Tokens of terms under the bucket's index key, 16 bytes each, one after the other. At most 300 terms. */
  readonly tokens: (terms: readonly IndexTerm[]) => Uint8Array;
}

/** For entries that have nothing to seal. */
export function keylessWrapper(bucket: string): BucketWrapper {
  const refuse = (): never => {
    throw new TypeError('an entry without sections has neither a data key nor tokens');
  };
  return { bucket, isFresh: () => true, wrap: refuse, newDataKey: refuse, tokens: refuse };
}

/** The gateway's right: to write for the future, never to read back. */
export interface KeyWrapper {
  /**
   * The wrapper of a bucket or another key; makes the key, durably, if there is none and it may. Rejects when keys
   * cannot be had.
   */
  wrapperFor(key: string): Promise<BucketWrapper>;
}

/** The data protection officer's right. Never makes a key. */
export interface KeyUnwrapper {
  /** The data key, or undefined when the key is gone or does not fit. Rejects when keys cannot be reached. */
  unwrap(key: string, wrapped: Uint8Array): Promise<Buffer | undefined>;
  /** There when every use is counted beside the keys (counted-unwrap.ts). */
  readonly count?: UnwrapCount;
}

/** The count of one act's unwraps. */
export interface UnwrapCount {
  /** Under which the log must name the act. */
  readonly requestId: string;
  /** How many were counted: what the log must say. */
  readonly total: () => number;
  /** Counts so many ahead, in one write. Rejects when that cannot be. */
  readonly expect: (unwraps: number) => Promise<void>;
}

/** What an entry says of the unwraps of its act, as the last field of a section. */
export const unwrappedBy = ({ count }: KeyUnwrapper): { readonly unwrapped?: number } =>
  count === undefined ? {} : { unwrapped: count.total() };

/** Tells a key that is gone from one that does not fit. */
export interface KeyPresence {
  /** Whether there is a key of this name. */
  holds(key: string): Promise<boolean>;
}

/** The right to end keys: for the erasure run. */
export interface KeyKeeper {
  /** Names of all keys that are there. */
  list(): Promise<string[]>;
  /** Check value of a key: SHA-256 of its public point, first 8 bytes, in hex. Undefined when there is no such key. */
  checkValue(key: string): Promise<string | undefined>;
  /** Destroys a key with its epochs and its index key. Resolves also when it is gone already. */
  destroy(key: string): Promise<void>;
}

/** The right to search without opening: for the review service. */
export interface IndexKeys {
  /** The tokens of a term, one for each live bucket: what findByTokens takes. */
  tokensOf(term: IndexTerm): Promise<readonly BucketToken[]>;
}

/** The bucket for entries of a class made at a time, in milliseconds since the epoch. */
export function bucketOf(retention: RetentionClass, time: number): string {
  return `${retention}/${isoWeek(time)}`;
}

/** What a key is for. */
export type KeyPurpose =
  | { readonly kind: 'bucket'; readonly retention: RetentionClass; readonly week: string }
  /** Entries of an event class whose bucket has ended, waiting for their event; `week` is that in which they moved. */
  | { readonly kind: 'event'; readonly retention: RetentionClass; readonly week: string }
  | { readonly kind: 'hold'; readonly caseNumber: string };

/** Case numbers of legal holds: they name a key. */
export const CASE_NUMBER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The key for entries of an event class that outlive their bucket at a time. */
export const eventKey = (retention: RetentionClass, time: number): string => `event/${bucketOf(retention, time)}`;

/** The key of a legal hold. */
export const holdKey = (caseNumber: string): string => `hold/${caseNumber}`;

/** Takes the name of a key apart; undefined when it is not one. */
export function parseKeyName(name: string): KeyPurpose | undefined {
  if (name.startsWith('hold/')) {
    const caseNumber = name.slice('hold/'.length);
    return CASE_NUMBER.test(caseNumber) ? { kind: 'hold', caseNumber } : undefined;
  }
  const isEvent = name.startsWith('event/');
  const bucket = parseBucket(isEvent ? name.slice('event/'.length) : name);
  return bucket && { kind: isEvent ? 'event' : 'bucket', ...bucket };
}

/** AES key wrap (RFC 3394) of a 32-byte key. */
export function wrapKey(wrappingKey: Uint8Array, key: Uint8Array): Buffer {
  const cipher = createCipheriv(AES_WRAP, wrappingKey, RFC3394_IV);
  const wrapped = cipher.update(key);
  cipher.final();
  return wrapped;
}

/** Undoes wrapKey; undefined when the integrity check fails. */
export function unwrapKey(wrappingKey: Uint8Array, wrapped: Uint8Array): Buffer | undefined {
  if (wrapped.length !== KEY_BYTES + 8) return undefined;
  const decipher = createDecipheriv(AES_WRAP, wrappingKey, RFC3394_IV);
  try {
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

const AES_WRAP = 'id-aes256-wrap';
const RFC3394_IV = Buffer.alloc(8, 0xa6);
const DAY_MS = 86_400_000;

/** Every entry asks, and the answer changes once a day. */
let latest = { day: Number.NaN, week: '' };

function isoWeek(time: number): string {
  const day = Math.floor(time / DAY_MS);
  if (latest.day !== day) latest = { day, week: isoWeekOfDay(day) };
  return latest.week;
}

/** Year and week after ISO 8601: a week belongs to the year of its Thursday. `day` counts from 1970-01-01. */
function isoWeekOfDay(day: number): string {
  const midnight = day * DAY_MS;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const thursday = midnight + (3 - weekday) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
}
