/** What came of comparing days with other sides, kept in the database (migrations/audit/0007-comparisons.sql). */
import type { EntryOutcome } from '../log/entry.js';
import type { Sql } from '../log/store.js';
import type { OwnAccess } from './collect.js';
import type { Item } from './items.js';
import type { Pair, Side } from './pair.js';

/** A day that is compared with one other side. */
export interface ComparedDay {
  readonly pair: Pair;
  /** Side that this log is. */
  readonly side: Side;
  /** Name of the other side's key. */
  readonly partner: string;
  /** YYYY-MM-DD in UTC. */
  readonly day: string;
}

/** Accesses that one side lacks. */
export interface NamedDifference {
  readonly onlyOurs: readonly OwnAccess[];
  readonly onlyTheirs: readonly Item[];
}

/** What came of a day. */
export interface ComparisonResult {
  readonly equal: boolean;
  /** Both sides' statements, as they signed them. */
  readonly ownNote: string;
  readonly theirNote: string;
  readonly ownCount: number;
  readonly theirCount: number;
  /** Undefined when they differ in so much that it was not named one by one; empty when they do not differ. */
  readonly difference: NamedDifference | undefined;
  /** Accesses of that day in the own log that escape the comparison (Collected). */
  readonly misdated: number;
  readonly repeated: number;
  /** Entry of the log that says all this. */
  readonly logIndex: number;
}

/** A day as stored. */
export interface StoredComparison extends ComparedDay {
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly failure: string | undefined;
  /** Undefined until it was compared. At most MOST_STORED of each side's accesses are named. */
  readonly result: (ComparisonResult & { readonly onlyOurCount: number; readonly onlyTheirCount: number }) | undefined;
}

/** Accesses that are stored by name, of each side. */
export const MOST_STORED = 1_000;

/**
 * Takes a day on for one attempt that ends within `leaseMs`; false when it was compared already, another process is at
 * it, or its next attempt is not due.
 */
export async function beginComparison(sql: Sql, of: ComparedDay, now: number, leaseMs: number): Promise<boolean> {
  const { pair, side, partner, day } = of;
  const [row] = await sql<{ begun: boolean }[]>`
    SELECT audit.begin_comparison(${pair.asker}, ${pair.answerer}, ${side}, ${partner}, ${day}::text::date,
                                  ${Math.trunc(now)}, ${Math.trunc(now + leaseMs)}) AS begun`;
  return row?.begun === true;
}

/** Notes why an attempt failed, at most 400 characters of it, and when the next is due. */
export async function failComparison(sql: Sql, of: ComparedDay, failure: string, nextMs: number): Promise<void> {
  const { pair, side, partner, day } = of;
  await sql`
    SELECT audit.fail_comparison(${pair.asker}, ${pair.answerer}, ${side}, ${partner}, ${day}::text::date,
                                 ${failure.slice(0, 400)}, ${Math.trunc(nextMs)})`;
}

/** Notes the result of a day. */
export async function endComparison(sql: Sql, of: ComparedDay, now: number, result: ComparisonResult): Promise<void> {
  const { pair, side, partner, day } = of;
  const { difference } = result;
  const ours = difference?.onlyOurs
    .slice(0, MOST_STORED)
    .map(({ item, index, outcome }) => [item, index, outcome ?? '']);
  const theirs = difference?.onlyTheirs.slice(0, MOST_STORED);
  await sql`
    SELECT audit.end_comparison(
      ${pair.asker}, ${pair.answerer}, ${side}, ${partner}, ${day}::text::date, ${Math.trunc(now)}, ${result.equal},
      ${result.ownNote}, ${result.theirNote}, ${result.ownCount}, ${result.theirCount},
      ${difference?.onlyOurs.length ?? null}, ${difference?.onlyTheirs.length ?? null},
      ${json(ours)}::text::jsonb, ${json(theirs)}::text::jsonb, ${result.misdated}, ${result.repeated}, ${result.logIndex})`;
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

interface Row {
  asker: string;
  answerer: string;
  side: Side;
  partner: string;
  day: string;
  attempts: number;
  failure: string | null;
  compared: boolean;
  is_equal: boolean;
  own_note: string;
  their_note: string;
  own_count: string;
  their_count: string;
  only_own_count: string | null;
  only_their_count: string | null;
  only_own: [item: Item, index: number, outcome: EntryOutcome | ''][] | null;
  only_their: Item[] | null;
  misdated: number;
  repeated: number;
  log_index: string;
}

/** Days from `since` on (YYYY-MM-DD), the newest first; at most 10,000. */
export async function listComparisons(sql: Sql, since: string): Promise<StoredComparison[]> {
  const rows = await sql<Row[]>`
    SELECT asker, answerer, side, partner, to_char(day, 'YYYY-MM-DD') AS day, attempts, failure,
           compared_ms IS NOT NULL AS compared, is_equal, own_note, their_note, own_count, their_count, only_own_count,
           only_their_count, only_own, only_their, misdated, repeated, log_index
      FROM audit.comparison WHERE day >= ${since}::text::date
     ORDER BY day DESC, asker, answerer, side, partner LIMIT 10000`;
  return rows.map((row) => ({
    pair: { asker: row.asker, answerer: row.answerer },
    side: row.side,
    partner: row.partner,
    day: row.day,
    attempts: row.attempts,
    failure: row.failure ?? undefined,
    result: row.compared ? readResult(row) : undefined,
  }));
}

function readResult(row: Row): StoredComparison['result'] {
  const { only_own: ours, only_their: theirs } = row;
  const named = ours !== null && theirs !== null;
  return {
    equal: row.is_equal,
    ownNote: row.own_note,
    theirNote: row.their_note,
    ownCount: Number(row.own_count),
    theirCount: Number(row.their_count),
    difference: named
      ? {
          onlyOurs: ours.map(([item, index, outcome]) => ({
            item,
            index,
            outcome: outcome === '' ? undefined : outcome,
          })),
          onlyTheirs: theirs,
        }
      : undefined,
    onlyOurCount: Number(row.only_own_count ?? 0),
    onlyTheirCount: Number(row.only_their_count ?? 0),
    misdated: row.misdated,
    repeated: row.repeated,
    logIndex: Number(row.log_index),
  };
}
