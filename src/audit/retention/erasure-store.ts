/** The database's side of erasure (migrations/audit/0003). The role is ostiary_eraser. */
import type postgres from 'postgres';
import { parseBucket } from '../leaf/bucket.js';
import { parseLeaf } from '../leaf/leaf.js';
import type { Sql } from '../log/store.js';
import { startOfWeek, endOfWeek, termOf } from '../vault/retention.js';

/** Entries of one statement: about a quarter of a second, and locks as short. */
const SLICE_ENTRIES = 100_000;
/** A week's last entries may have been sealed in it and committed a moment later. */
const SLACK_MS = 86_400_000;
const YEAR_MS = 365 * 86_400_000;

/** Entries [from, end). */
export interface IndexRange {
  readonly from: number;
  readonly end: number;
}

/** A bucket whose erasure is begun. */
export interface Erasure {
  readonly bucket: string;
  readonly checkValue: string | undefined;
  readonly rowsDeleted: number;
  /** The key-destroyed entry, once there is one. */
  readonly destroyedIndex: number | undefined;
}

/** All erasures. */
export async function readErasures(sql: Sql): Promise<Map<string, Erasure>> {
  const rows = await sql<
    { bucket: string; check_value: string | null; rows_deleted: string; destroyed_idx: string | null }[]
  >`SELECT bucket, check_value, rows_deleted, destroyed_idx FROM audit.erasure`;
  return new Map(
    rows.map((row) => [
      row.bucket,
      {
        bucket: row.bucket,
        checkValue: row.check_value ?? undefined,
        rowsDeleted: Number(row.rows_deleted),
        destroyedIndex: row.destroyed_idx === null ? undefined : Number(row.destroyed_idx),
      },
    ]),
  );
}

/** Where the entries of a bucket lie: entries stand in the order of their time. */
export async function rangeOf(sql: Sql, bucket: string): Promise<IndexRange> {
  const week = parseBucket(bucket)?.week ?? '';
  const [row] = await sql<{ from: string; end: string }[]>`
    SELECT coalesce((SELECT max(size) FROM audit.log_checkpoint WHERE time_ms < ${startOfWeek(week)}), 0) AS from,
           coalesce((SELECT min(size) FROM audit.log_checkpoint WHERE time_ms >= ${endOfWeek(week) + SLACK_MS}),
                    (SELECT size FROM audit.log_frontier), 0) AS end`;
  return { from: Number(row?.from ?? 0), end: Number(row?.end ?? 0) };
}

/** Payloads of a bucket that erasing would take, at most `limit`, spread over the bucket. */
export async function samplePayloads(
  sql: Sql,
  bucket: string,
  { from, end }: IndexRange,
  limit: number,
): Promise<{ readonly index: number; readonly sealed: Buffer }[]> {
  const step = Math.max(1, Math.floor((end - from) / limit));
  const rows = await sql<{ idx: string; sealed: Buffer }[]>`
    SELECT s.idx, s.sealed FROM generate_series(${from}::bigint, ${end - 1}::bigint, ${step}::bigint) AS n
     CROSS JOIN LATERAL (
       SELECT p.idx, p.sealed FROM audit.log_payload p
        WHERE p.idx >= n AND p.idx < n + ${step} AND p.bucket = ${bucket}
          AND NOT EXISTS (SELECT FROM audit.log_rewrap r WHERE r.idx = p.idx)
        ORDER BY p.idx LIMIT 1) AS s
     LIMIT ${limit}`;
  return rows.map(({ idx, sealed }) => ({ index: Number(idx), sealed }));
}

/** Payloads of a bucket that erasing would take. */
export async function countPayloads(sql: Sql, bucket: string, { from, end }: IndexRange): Promise<number> {
  const [row] = await sql<{ n: string }[]>`
    SELECT count(*) AS n FROM audit.log_payload p
     WHERE p.idx >= ${from} AND p.idx < ${end} AND p.bucket = ${bucket}
       AND NOT EXISTS (SELECT FROM audit.log_rewrap r WHERE r.idx = p.idx)`;
  return Number(row?.n ?? 0);
}

/** Deletes the payloads of a bucket. Returns how many. */
export async function erasePayloads(sql: postgres.Sql, bucket: string, { from, end }: IndexRange): Promise<number> {
  let deleted = 0;
  for (let at = from; at < end; at += SLICE_ENTRIES) {
    const [row] = await sql<{ n: string }[]>`
      SELECT audit.erase_payloads(${bucket}, ${at}, ${Math.min(at + SLICE_ENTRIES, end)}) AS n`;
    deleted += Number(row?.n ?? 0);
  }
  return deleted;
}

/** Entries of an event class that a key wraps and that wait for their event, or whose event keeps them longer. */
export async function readWaiting(
  sql: Sql,
  key: string,
  range: IndexRange,
): Promise<{ readonly index: number; readonly startedAt: number | undefined }[]> {
  const rows = await sql<{ idx: string; started_ms: string | null }[]>`
    SELECT w.idx, c.started_ms FROM (
      SELECT p.idx FROM audit.log_payload p WHERE p.idx >= ${range.from} AND p.idx < ${range.end} AND p.bucket = ${key}
      UNION SELECT r.idx FROM audit.log_rewrap r WHERE r.key_name = ${key}
    ) AS w LEFT JOIN audit.event_clock c ON c.idx = w.idx ORDER BY w.idx`;
  return rows.map(({ idx, started_ms: started }) => ({
    index: Number(idx),
    startedAt: started === null ? undefined : Number(started),
  }));
}

/**
 * The first entry that is not erased yet: its payload is there or, if it never had one, its bucket is not at its term at
 * `now`.
 */
export async function firstNotErased(sql: Sql, now: number): Promise<number> {
  const [row] = await sql<{ from: string; end: string }[]>`
    SELECT m.idx AS from,
           least(coalesce((SELECT min(p.idx) FROM audit.log_payload p WHERE p.idx >= m.idx), f.size),
                 -- No class is kept for less than a year, whatever the payloads look like.
                 (SELECT max(size) FROM audit.log_checkpoint WHERE time_ms < ${now - YEAR_MS})) AS end
      FROM audit.log_minimum m, audit.log_frontier f`;
  const end = Number(row?.end ?? 0);
  for (let from = Number(row?.from ?? 0); from < end; from += SLICE_ENTRIES) {
    // Commitments come first in a leaf: those without any never had a payload.
    const bare = await sql<{ idx: string; body: Buffer }[]>`
      SELECT idx, body FROM audit.log_entry
       WHERE idx >= ${from} AND idx < ${Math.min(from + SLICE_ENTRIES, end)}
         AND position('\\x2263223a7b7d'::bytea IN substring(body FROM 1 FOR 96)) > 0 ORDER BY idx`;
    for (const { idx, body } of bare) {
      const bucket = parseBucket(parseLeaf(body)?.bucket ?? '');
      if (bucket === undefined || termOf(bucket.retention, bucket.week) > now) return Number(idx);
    }
  }
  return end;
}

/** The minimum index of the log: every entry below is erased (C2SP tlog-tiles, pruning). */
export async function minimumIndex(sql: Sql): Promise<number> {
  const [row] = await sql<{ idx: string }[]>`SELECT idx FROM audit.log_minimum`;
  return Number(row?.idx ?? 0);
}
