import type postgres from 'postgres';

/** The journal of changes at the moment of a statement. */
export interface JournalState {
  /** Of the world: one that was loaded anew has another. */
  readonly epoch: number;
  /** Number of the last change. */
  readonly last: number;
  /** Position from which on every change is still kept. */
  readonly keptFrom: number;
}

/** What journalColumns selects. */
export interface JournalColumns {
  readonly epoch: number;
  readonly last: string;
  readonly kept_from: string;
}

/** Columns for a statement that reads from sis.journal, whose one row stands in each of its rows. */
export const journalColumns = (sql: postgres.Sql) => sql`
  journal.epoch, journal.last, coalesce((select min(seq) - 1 from sis.change), journal.last) as kept_from`;

/** The journal of such a statement, whose first row this is. */
export function journalOf(row: JournalColumns | undefined): JournalState {
  if (row === undefined) throw new Error('sis.journal has no row');
  return { epoch: row.epoch, last: Number(row.last), keptFrom: Number(row.kept_from) };
}
