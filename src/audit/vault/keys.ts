/**
 * Who may do what with bucket keys. A bucket is a retention class and an ISO week ("sis-3y/2026-W01"); its key wraps
 * the data keys of the entries of that week and dies when their retention ends. Bucket keys live outside the log
 * database and its backups, wrapped by a root key.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { IndexTerm, RetentionClass } from '../log/entry.js';
import type { BucketToken } from './blind-index.js';

/** Length of data keys, bucket keys and root keys. */
export const KEY_BYTES = 32;
/** Length of a wrapped key (RFC 3394). */
export const WRAPPED_KEY_BYTES = 40;

/** All retention classes. */
export const RETENTION_CLASSES: readonly RetentionClass[] = [
  'sis-3y',
  'sis-hist',
  'iop-1y',
  'ees-ret1',
  'vis-ret1',
  'etias-ret1',
  'eurodac-ret1',
  'prum-2y',
  'prum2-cfg',
  'pnr-5y',
  'ops',
];

/** Wraps data keys for one bucket. */
export interface BucketWrapper {
  readonly bucket: string;
  /** Returns 40 bytes. */
  wrap(dataKey: Uint8Array): Buffer;
  /** Tokens of terms under the bucket's index key, 16 bytes each, one after the other. At most 16 terms. */
  tokens(terms: readonly IndexTerm[]): Uint8Array;
}

/** For entries that have nothing to seal. */
export function keylessWrapper(bucket: string): BucketWrapper {
  const refuse = (): never => {
    throw new TypeError('an entry without sections has neither a data key nor tokens');
  };
  return { bucket, wrap: refuse, tokens: refuse };
}

/** The gateway's right: to write for the future, never to read back. */
export interface KeyWrapper {
  /** The bucket's wrapper; makes the bucket key, durably, if there is none. Rejects when keys cannot be had. */
  wrapperFor(bucket: string): Promise<BucketWrapper>;
}

/** The data protection officer's right. Never makes a key. */
export interface KeyUnwrapper {
  /** The data key, or undefined when the bucket's key is gone or does not fit. Rejects when keys cannot be reached. */
  unwrap(bucket: string, wrapped: Uint8Array): Promise<Buffer | undefined>;
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

/** Takes a bucket's name apart; undefined when it is not one. */
export function parseBucket(bucket: string): { readonly retention: RetentionClass; readonly week: string } | undefined {
  const [, retention, week = ''] = /^([a-z0-9-]+)\/([0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3]))$/.exec(bucket) ?? [];
  return isRetentionClass(retention) ? { retention, week } : undefined;
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
  if (wrapped.length !== WRAPPED_KEY_BYTES) return undefined;
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

function isRetentionClass(name: string | undefined): name is RetentionClass {
  return RETENTION_CLASSES.some((known) => known === name);
}
