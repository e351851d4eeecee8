/** The log's tables, seen from the write side (migrations/audit). SQL only: nothing is decided here. */
import type postgres from 'postgres';
import { packFrontier, unpackFrontier } from '../merkle/frontier.js';
import type { Batch, LogState } from './batch.js';

/** A connection, or a transaction on it. */
export type Sql = postgres.ISql;

/** What the database holds of the log, all at one moment. Nothing in it has been believed yet. */
export interface LogSnapshot {
  readonly origin: string;
  readonly state: LogState;
  /** Signed checkpoint of the frontier's size. */
  readonly checkpoint: string | undefined;
  /** Index of the last entry, -1 if there is none. */
  readonly lastIndex: number;
  /** Size of the largest checkpoint. */
  readonly lastCheckpoint: number;
  /** Signed checkpoint of the size `asked.held`. */
  readonly checkpointHeld: string | undefined;
  /** Signed checkpoint of the size `asked.tried`. */
  readonly checkpointTried: string | undefined;
}

interface SnapshotRow {
  origin: string;
  size: string;
  peaks: Buffer;
  time_ms: string;
  note: string | null;
  last_index: string | null;
  last_checkpoint: string | null;
  note_held: string | null;
  note_tried: string | null;
}

/** Sizes whose checkpoints are fetched along with a snapshot. */
export interface AskedSizes {
  readonly held?: number | undefined;
  readonly tried?: number | undefined;
}

/** Founds the log with a checkpoint of size 0, unless there is one. */
export async function found(sql: Sql, origin: string, checkpoint: string, time: number): Promise<void> {
  await sql`SELECT audit.found(${origin}, ${checkpoint}, ${time})`;
}

/**
 * Reads the log's state. Counters are read only where they changed after `base`. Throws a RangeError when the frontier row makes no sense.
 */
export async function readSnapshot(sql: Sql, base: LogState | undefined, asked: AskedSizes = {}): Promise<LogSnapshot> {
  const [row] = await sql<SnapshotRow[]>`
    SELECT f.origin, f.size, f.peaks, f.time_ms, c.note,
           (SELECT max(idx) FROM audit.log_entry) AS last_index,
           (SELECT max(size) FROM audit.log_checkpoint) AS last_checkpoint,
           (SELECT note FROM audit.log_checkpoint WHERE size = ${asked.held ?? -1}) AS note_held,
           (SELECT note FROM audit.log_checkpoint WHERE size = ${asked.tried ?? -1}) AS note_tried
      FROM audit.log_frontier f LEFT JOIN audit.log_checkpoint c ON c.size = f.size`;
  if (row === undefined) throw new RangeError('the log has no frontier');
  // When another process appends between the two reads, the frontier is the older: the next append notices.
  const changed = await sql<{ authority: string; n: string }[]>`
    SELECT authority, n FROM audit.log_counter WHERE size > ${base?.frontier.size ?? 0}`;
  return {
    origin: row.origin,
    state: {
      frontier: unpackFrontier(Number(row.size), row.peaks),
      time: Number(row.time_ms),
      counters: new Map([
        ...(base?.counters ?? []),
        ...changed.map(({ authority, n }): [string, number] => [authority, Number(n)]),
      ]),
    },
    checkpoint: row.note ?? undefined,
    lastIndex: row.last_index === null ? -1 : Number(row.last_index),
    lastCheckpoint: row.last_checkpoint === null ? -1 : Number(row.last_checkpoint),
    checkpointHeld: row.note_held ?? undefined,
    checkpointTried: row.note_tried ?? undefined,
  };
}

/** Waits until no other writer is at work, and holds them off until the end of the transaction. */
export async function lockFrontier(tx: Sql): Promise<void> {
  await tx`SELECT audit.lock_frontier()`;
}

/**
 * Appends a batch. Returns false, having changed nothing, when the tree no longer has the size the batch builds on.
 * Outside a transaction it is one of its own: a rejection then leaves open whether the batch was committed.
 */
export async function append(sql: Sql, batch: Batch): Promise<boolean> {
  const { entries, bodies, leaves, extension, counters } = batch;
  const payloads = entries.map(({ sealed }) => sealed.payload);
  const body = columnOf(bodies);
  const payload = columnOf(payloads);
  const token = columnOf(entries.map(({ tokens }) => tokens));
  const [row] = await sql<{ appended: boolean }[]>`
    SELECT audit.append(
      ${batch.expected}, ${entries.length}, ${packFrontier(extension.frontier)}, ${batch.time}, ${batch.checkpoint},
      ${textArray(entries.map(({ draft }) => draft.kind))},
      ${numberArray(entries.map(({ draft }) => draft.intentIndex ?? null))},
      ${Buffer.concat(leaves)},
      ${body.bytes}, ${body.starts}, ${body.lengths},
      ${textArray(entries.map(({ sealed }) => sealed.bucket))},
      ${payload.bytes}, ${payload.starts}, ${payload.lengths},
      ${token.bytes}, ${token.starts}, ${token.lengths},
      ${textArray([...counters.keys()])}, ${numberArray([...counters.values()])}
    ) AS appended`;
  return row?.appended === true;
}

/** One column of a batch as one parameter: an array of bytea would travel, and be parsed, value by value. */
function columnOf(values: readonly Uint8Array[]): { bytes: Buffer; starts: string; lengths: string } {
  let start = 1;
  const starts = values.map(({ length }) => {
    const own = start;
    start += length;
    return own;
  });
  return {
    bytes: Buffer.concat(values),
    starts: numberArray(starts),
    lengths: numberArray(values.map(({ length }) => length)),
  };
}

/** Array literal of PostgreSQL. The driver's own quotes and escapes each element, at a cost per element. */
function numberArray(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Array literal of codes, which hold neither quotes nor backslashes. */
function textArray(codes: readonly string[]): string {
  return codes.length === 0 ? '{}' : `{"${codes.join('","')}"}`;
}
