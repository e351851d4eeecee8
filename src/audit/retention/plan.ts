/** What an erasure run has to do at a time. */
import { parseBucket } from '../leaf/bucket.js';
import type { Sql } from '../log/store.js';
import { holdKey, type KeyKeeper, parseKeyName } from '../vault/keys.js';
import { endOfWeek, RETENTION, termOf } from '../vault/retention.js';
import { countPayloads, type IndexRange, rangeOf, readErasures } from './erasure-store.js';

/** Most buckets of one run: their names must fit into its entry. What is left is taken by the next. */
const MAX_BUCKETS = 500;
/** Weeks after which the key of waiting entries is replaced: a copy of it opens no longer than that what has moved on. */
const EVENT_KEY_WEEKS = 13;
const WEEK_MS = 7 * 86_400_000;

/** A bucket at its term. */
export interface DueBucket {
  readonly bucket: string;
  readonly range: IndexRange;
  /** Payloads to erase. */
  readonly payloads: number;
  /** Days since the sweep should have erased it; 0 when it is in time. */
  readonly overdueDays: number;
}

/** Everything due. */
export interface ErasurePlan {
  readonly buckets: readonly DueBucket[];
  /** Keys of waiting entries that are to be replaced. */
  readonly eventKeys: readonly string[];
  /** Case numbers of holds whose end has come. */
  readonly endedHolds: readonly string[];
  /** Entries that a hold kept beyond their bucket, and that nothing keeps since it was released. */
  readonly releasedEntries: readonly number[];
  /** Keys of holds that were released and whose key is still there. */
  readonly releasedKeys: readonly string[];
}

/** True when there is nothing to do. */
export function isEmpty(plan: ErasurePlan): boolean {
  return Object.values(plan).every((due: readonly unknown[]) => due.length === 0);
}

/**
 * Looks what is due at `now`, milliseconds since the epoch. `everywhere` also looks at every payload, for buckets that
 * neither vault nor index know of: after a backup of the database was restored.
 */
export async function planErasure(sql: Sql, keeper: KeyKeeper, now: number, everywhere: boolean): Promise<ErasurePlan> {
  const [keys, erasures] = await Promise.all([keeper.list(), readErasures(sql)]);
  const indexed = await sql<{ bucket: string }[]>`SELECT bucket FROM audit.token_bucket`;
  const present = everywhere ? await sql<{ bucket: string }[]>`SELECT DISTINCT bucket FROM audit.log_payload` : [];
  // What has a key or tokens or payloads has something to erase; of the others, what a run left unfinished.
  const there = new Set([...keys, ...[...indexed, ...present].map(({ bucket }) => bucket)]);
  const unfinished = [...erasures.values()].filter(({ destroyedIndex }) => destroyedIndex === undefined);
  const due = [...new Set([...there, ...unfinished.map(({ bucket }) => bucket)])].filter((key) => isDue(key, now));
  const buckets: DueBucket[] = [];
  for (const bucket of due.sort(byTerm).slice(0, MAX_BUCKETS)) {
    const range = await rangeOf(sql, bucket);
    buckets.push({
      bucket,
      range,
      payloads: await countPayloads(sql, bucket, range),
      overdueDays: overdueDays(bucket, now),
    });
  }
  const holds = await sql<{ case_number: string }[]>`
    SELECT case_number FROM audit.legal_hold WHERE released_idx IS NULL AND ends_ms <= ${now} ORDER BY case_number`;
  const released = await sql<{ idx: string }[]>`
    SELECT DISTINCT h.idx FROM audit.hold_entry h
      JOIN audit.legal_hold l USING (case_number)
      JOIN audit.log_payload p ON p.idx = h.idx
      JOIN audit.erasure e ON e.bucket = p.bucket AND e.destroyed_idx IS NOT NULL
     WHERE l.released_idx IS NOT NULL AND NOT EXISTS (SELECT FROM audit.log_rewrap r WHERE r.idx = h.idx)`;
  const ended = await sql<{ case_number: string }[]>`
    SELECT case_number FROM audit.legal_hold WHERE released_idx IS NOT NULL`;
  const endedKeys = new Set(ended.map(({ case_number: caseNumber }) => holdKey(caseNumber)));
  return {
    releasedKeys: keys.filter((key) => endedKeys.has(key)),
    releasedEntries: released.map(({ idx }) => Number(idx)),
    buckets,
    eventKeys: keys.filter((key) => isOldEventKey(key, now)),
    endedHolds: holds.map(({ case_number: caseNumber }) => caseNumber),
  };
}

function isDue(bucket: string, now: number): boolean {
  const parts = parseBucket(bucket);
  return parts !== undefined && termOf(parts.retention, parts.week) <= now;
}

function isOldEventKey(key: string, now: number): boolean {
  const purpose = parseKeyName(key);
  return purpose?.kind === 'event' && endOfWeek(purpose.week) + EVENT_KEY_WEEKS * WEEK_MS <= now;
}

function overdueDays(bucket: string, now: number): number {
  const parts = parseBucket(bucket);
  if (parts === undefined) return 0;
  const days = (now - termOf(parts.retention, parts.week)) / 86_400_000;
  // A class that goes "at once" goes with the daily run.
  return Math.max(0, Math.floor(days - Math.max(1, RETENTION[parts.retention].sweepDays)));
}

function byTerm(one: string, other: string): number {
  return weekOf(one) < weekOf(other) ? -1 : weekOf(one) > weekOf(other) ? 1 : one < other ? -1 : 1;
}

const weekOf = (bucket: string): string => parseBucket(bucket)?.week ?? '';
