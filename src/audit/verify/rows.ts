/** Reading a log for verification: in chunks, all of them of one moment. */
import type { Sql } from '../log/store.js';

/** Entries read at a time. */
export const CHUNK_ENTRIES = 2_048;

/** An entry and what stands beside it. */
export interface EntryRow {
  readonly index: number;
  readonly kind: string;
  readonly intent: number | undefined;
  readonly leaf: Buffer;
  readonly body: Buffer;
  readonly bucket: string | undefined;
  /** Absent also when payloads are not asked for. */
  readonly sealed: Buffer | undefined;
  readonly intentBody: Buffer | undefined;
}

/** A stored checkpoint. */
export interface CheckpointRow {
  readonly size: number;
  readonly note: string;
}

/** A stored tile. */
export interface TileRow {
  readonly level: number;
  readonly n: number;
  readonly root: Buffer;
  readonly data: Buffer;
}

/** The frontier row. */
export interface FrontierRow {
  readonly origin: string;
  readonly size: number;
  readonly peaks: Buffer;
  readonly time: number;
}

/** The frontier, if there is a log. */
export async function readFrontier(tx: Sql): Promise<FrontierRow | undefined> {
  const [row] = await tx<{ origin: string; size: string; peaks: Buffer; time_ms: string }[]>`
    SELECT origin, size, peaks, time_ms FROM audit.log_frontier`;
  return row && { origin: row.origin, size: Number(row.size), peaks: row.peaks, time: Number(row.time_ms) };
}

/** Up to CHUNK_ENTRIES entries from an index on. */
export async function readEntries(tx: Sql, from: number, withPayload: boolean): Promise<EntryRow[]> {
  const rows = await tx<
    {
      idx: string;
      kind: string;
      intent: string | null;
      leaf: Buffer;
      body: Buffer;
      bucket: string | null;
      sealed: Buffer | null;
      intent_body: Buffer | null;
    }[]
  >`
    -- The chunk first: left to itself the planner may merge with all payloads before it, which grows with the log.
    WITH chunk AS MATERIALIZED (
      SELECT idx, kind, intent, leaf, body FROM audit.log_entry WHERE idx >= ${from} ORDER BY idx LIMIT ${CHUNK_ENTRIES}
    )
    SELECT e.idx, e.kind, e.intent, e.leaf, e.body, p.bucket, i.body AS intent_body,
           CASE WHEN ${withPayload} THEN p.sealed END AS sealed
      FROM chunk e
      LEFT JOIN audit.log_payload p ON p.idx = e.idx AND p.idx >= ${from}
      LEFT JOIN audit.log_entry i ON i.idx = e.intent
     ORDER BY e.idx`;
  return rows.map((row) => ({
    index: Number(row.idx),
    kind: row.kind,
    intent: row.intent === null ? undefined : Number(row.intent),
    leaf: row.leaf,
    body: row.body,
    bucket: row.bucket ?? undefined,
    sealed: row.sealed ?? undefined,
    intentBody: row.intent_body ?? undefined,
  }));
}

/** Checkpoints of sizes (after, upTo]. */
export async function readCheckpoints(tx: Sql, after: number, upTo: number): Promise<CheckpointRow[]> {
  const rows = await tx<{ size: string; note: string }[]>`
    SELECT size, note FROM audit.log_checkpoint WHERE size > ${after} AND size <= ${upTo} ORDER BY size`;
  return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** Tiles [from, end) of a level, as far as there are any. */
export async function readTiles(tx: Sql, level: number, from: number, end: number): Promise<TileRow[]> {
  const rows = await tx<{ n: string; root: Buffer; data: Buffer }[]>`
    SELECT n, root, data FROM audit.log_tile WHERE level = ${level} AND n >= ${from} AND n < ${end} ORDER BY n`;
  return rows.map(({ n, root, data }) => ({ level, n: Number(n), root, data }));
}

/** Counters of all authorities. */
export async function readCounters(tx: Sql): Promise<Map<string, number>> {
  const rows = await tx<{ authority: string; n: string }[]>`SELECT authority, n FROM audit.log_counter`;
  return new Map(rows.map(({ authority, n }) => [authority, Number(n)]));
}

/** Size of the largest checkpoint, -1 if there is none. */
export async function readLastCheckpoint(tx: Sql): Promise<number> {
  const [row] = await tx<{ size: string | null }[]>`SELECT max(size) AS size FROM audit.log_checkpoint`;
  return Number(row?.size ?? -1);
}

/** Number of intents from an index on that nothing closes yet. */
export async function countOpenIntents(tx: Sql, from: number): Promise<number> {
  const [row] = await tx<{ n: string }[]>`
    SELECT count(*) AS n FROM audit.log_entry e
     WHERE e.idx >= ${from} AND e.kind = 'intent'
       AND NOT EXISTS (SELECT FROM audit.log_entry c WHERE c.intent = e.idx AND c.kind <> 'part')`;
  return Number(row?.n ?? 0);
}
