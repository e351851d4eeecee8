/**
 * Recovery: an intent whose process died before the outcome was logged gets an entry that says so, "not known whether
 * answered" (invariant 2 of the design).
 */
import { parseBucket } from '../leaf/bucket.js';
import { parseLeaf } from '../leaf/leaf.js';
import type { EntryDraft } from './entry.js';
import type { Sql } from './store.js';
import type { LogWriter } from './writer.js';

/** Most orphans closed in one transaction. */
const MOST_AT_ONCE = 500;

/** Closes every intent older than `before` (milliseconds since the epoch) without outcome. Returns how many. */
export async function closeOrphans(sql: Sql, writer: LogWriter, before: number): Promise<number> {
  const end = await sizeAt(sql, before);
  let closed = 0;
  for (;;) {
    const [row] = await sql<{ from: string }[]>`SELECT closed_below AS from FROM audit.log_recovery`;
    const from = Number(row?.from ?? 0);
    if (from >= end) return closed;
    // Without the lock first: what is closed now stays closed, and nearly always all of it is.
    const open = await openIntents(sql, from, end);
    if (open.length > 0) {
      // Another process, or the outcome itself, may have come first: only the lock decides.
      const logged = await writer.appendLocked(async (tx) => {
        const still = await openIntents(tx, open[0] ?? from, (open.at(-1) ?? from) + 1);
        return Promise.all(still.map((index) => orphanOf(tx, index)));
      });
      closed += logged.length;
    }
    const reached = open.length < MOST_AT_ONCE ? end : (open.at(-1) ?? from) + 1;
    await sql`SELECT audit.closed_below(${reached})`;
  }
}

/** Size of the tree at a time. */
async function sizeAt(sql: Sql, time: number): Promise<number> {
  const [row] = await sql<{ size: string | null }[]>`
    SELECT max(c.size) AS size FROM audit.log_checkpoint c, audit.log_recovery r
     WHERE c.size > r.closed_below AND c.time_ms < ${time}`;
  return Number(row?.size ?? 0);
}

async function openIntents(sql: Sql, from: number, end: number): Promise<number[]> {
  const rows = await sql<{ idx: string }[]>`
    SELECT e.idx FROM audit.log_entry e
     WHERE e.idx >= ${from} AND e.idx < ${end} AND e.kind = 'intent'
       AND NOT EXISTS (SELECT FROM audit.log_entry c WHERE c.intent = e.idx AND c.kind <> 'part')
     ORDER BY e.idx LIMIT ${MOST_AT_ONCE}`;
  return rows.map(({ idx }) => Number(idx));
}

async function orphanOf(tx: Sql, index: number): Promise<EntryDraft> {
  const [row] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = ${index}`;
  const leaf = row && parseLeaf(row.body);
  const bucket = leaf && parseBucket(leaf.bucket);
  if (leaf === undefined || bucket === undefined) throw new Error(`audit log: entry ${index} cannot be read`);
  return {
    kind: 'orphan',
    authority: leaf.authority,
    system: leaf.system,
    requestId: leaf.requestId,
    retention: bucket.retention,
    sections: {},
    intentIndex: index,
    outcome: 'unknown',
  };
}
