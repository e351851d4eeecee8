/**
 * Counts from leaves alone: nothing is opened (Regulation (EU) 2019/816 Art. 31(4) allows no personal data for
 * evaluation). Small counts are suppressed, since whoever knows the people of a small unit would find them in it.
 */
import type { EntryOutcome } from '../log/entry.js';
import type { Sql } from '../log/store.js';
import type { ReviewScope } from './query.js';
import { within } from './search-sql.js';

/** Counts below this are not shown. */
export const LEAST_COUNT = 5;

/** Length of the periods counted. */
export type Period = 'whole' | 'month' | 'year';

/** One count. */
export interface EntryCount {
  /** YYYY-MM or YYYY in UTC; empty when the whole time is one period. */
  readonly period: string;
  readonly authority: string;
  readonly system: string;
  readonly kind: string;
  readonly outcome: EntryOutcome | undefined;
  /** Undefined when it is suppressed. */
  readonly count: number | undefined;
}

/** What is counted, and how. */
export interface StatisticsRequest {
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly period: Period;
}

interface CountRow {
  period: string;
  authority: string;
  system: string;
  kind: string;
  outcome: EntryOutcome | null;
  count: string;
}

const FORMATS: Readonly<Record<Period, string>> = { whole: '', month: 'YYYY-MM', year: 'YYYY' };

/** Counts the entries in scope below the index `frame`. */
export async function countEntries(
  sql: Sql,
  scope: ReviewScope,
  { fromMs, untilMs, period }: StatisticsRequest,
  frame: number,
): Promise<readonly EntryCount[]> {
  const rows = await sql<CountRow[]>`
    SELECT to_char(to_timestamp(h.time_ms / 1000) AT TIME ZONE 'UTC', ${FORMATS[period]}) AS period,
           h.authority, h.system, h.kind, h.outcome, count(*) AS count
      FROM audit.entry_header AS h
     WHERE ${within(sql, scope)} AND h.idx < ${frame} AND h.time_ms >= ${fromMs} AND h.time_ms < ${untilMs}
     GROUP BY 1, h.authority, h.system, h.kind, h.outcome
     ORDER BY 1, h.authority COLLATE "C", h.system COLLATE "C", h.kind COLLATE "C", h.outcome COLLATE "C" NULLS FIRST`;
  return suppressSmall(
    rows.map(({ count, outcome, ...row }) => ({ ...row, outcome: outcome ?? undefined, count: Number(count) })),
  );
}

/** Hides counts below five. There are no sums, from which a hidden count could be computed. */
export function suppressSmall(counts: readonly EntryCount[]): EntryCount[] {
  return counts.map((row) => ({
    ...row,
    count: row.count === undefined || row.count < LEAST_COUNT ? undefined : row.count,
  }));
}
