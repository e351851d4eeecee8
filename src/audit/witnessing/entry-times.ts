/**
 * Times of entries held against those of witnesses. A gateway's clock is its own; a cosignature carries the time of
 * somebody else's, and stands between the entries of its tree and those that came later.
 */
import { parseLeaf } from '../leaf/leaf.js';
import type { Sql } from '../log/store.js';
import type { Policy } from '../note/policy.js';
import { NoteError, openNote } from '../note/signed-note.js';
import { openWitnessedCheckpoint } from '../note/witnessed.js';
import { atEntry, type LogFinding } from '../verify/finding.js';

/** Clocks of several machines differ by that much (docs/audit-log.md). In milliseconds. */
const SKEW_MS = 2_000;

/**
 * An entry may be written while a witness is still being asked about the tree before it: not for longer than a round,
 * its last request and the pause before that take. In milliseconds.
 */
const ASKING_MS = 60_000;

/** Cosigned checkpoints read at a time. */
const PAGE = 512;

interface CosignedEdge {
  size: string;
  note: string;
  lines: string[];
  /** The last entry of the tree, and the first one after it. */
  before: Buffer | null;
  after: Buffer | null;
}

/**
 * Looks for the first entry from an index on that claims a time which the witnesses of the policy contradict. Times in
 * a log never decrease, so the entries next to each cosigned checkpoint speak for all others.
 */
export async function compareEntryTimes(sql: Sql, policy: Policy, from: number): Promise<LogFinding | undefined> {
  for (let after = from - 1; ;) {
    const rows = await sql<CosignedEdge[]>`
      SELECT s.size, p.note, s.lines, b.body AS before, a.body AS after
        FROM (SELECT size, array_agg(line ORDER BY witness, key_id) AS lines FROM audit.cosignature
               WHERE size > ${after} AND size > 0 GROUP BY size ORDER BY size LIMIT ${PAGE}) s
        JOIN audit.log_checkpoint p ON p.size = s.size
        LEFT JOIN audit.log_entry b ON b.idx = s.size - 1
        LEFT JOIN audit.log_entry a ON a.idx = s.size
       ORDER BY s.size`;
    for (const row of rows) {
      const finding = compareEdge(row, policy);
      if (finding !== undefined) return finding;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return undefined;
    after = Number(last.size);
  }
}

function compareEdge({ size, note, lines, before, after }: CosignedEdge, policy: Policy): LogFinding | undefined {
  // One by one: a bad line that somebody slipped in must not spoil the good ones.
  const good = lines.filter((line) => opens(note + line, policy));
  const times = cosignedAt(note + good.join(''), policy);
  if (times === undefined) return undefined;
  const index = Number(size);
  const ahead = timeOf(before);
  const behind = timeOf(after);
  if (ahead !== undefined && ahead > Math.max(...times) + SKEW_MS) {
    return atEntry('time-ahead', index - 1, 'claims a time after that at which witnesses saw it');
  }
  if (behind !== undefined && behind < Math.min(...times) - SKEW_MS - ASKING_MS) {
    return atEntry('time-behind', index, 'claims a time long before that at which witnesses saw the entry before it');
  }
  return undefined;
}

function opens(note: string, { logs, witnesses }: Policy): boolean {
  try {
    openNote(
      note,
      [...logs, ...witnesses].map(({ verifier }) => verifier),
    );
    return true;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}

/** Times of a quorum's cosignatures, milliseconds since the epoch; undefined without a quorum. */
function cosignedAt(note: string, policy: Policy): readonly number[] | undefined {
  try {
    return openWitnessedCheckpoint(note, policy).cosignatures.map(({ time }) => time * 1000);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function timeOf(body: Buffer | null): number | undefined {
  return body === null ? undefined : parseLeaf(body)?.time;
}
