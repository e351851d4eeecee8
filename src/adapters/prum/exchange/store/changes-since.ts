/**
 * What the simulated states hold of a category, as it changes: each change has a revision, and whoever has seen one has seen
 * every lower one (migrations/prum). Data that a state holds no more stay as a note.
 */
import type postgres from 'postgres';

/** What every change says, whatever the data. */
export interface Change {
  readonly reference: string;
  readonly memberState: string;
  /** The state holds them no more. */
  readonly removed: boolean;
  /** Rises with every change. */
  readonly revision: bigint;
}

/** Where changes of a category are. */
export interface ChangesTable<Row, Content> {
  /** With its schema. */
  readonly table: string;
  /** What it has of the data, besides what every change says. */
  readonly columns: readonly Extract<keyof Row, string>[];
  /** Changes at a time: some milliseconds of work for whoever takes them in. */
  readonly batch: number;
  readonly read: (row: Row) => Content;
}

interface ChangeRow {
  readonly reference: string;
  readonly member_state: string;
  readonly removed: boolean;
  readonly revision: string;
}

/** Changes after a revision, in their order; some at a time, until there are no more. */
export async function* readChanges<Row, Content>(
  sql: postgres.Sql,
  { table, columns, batch, read }: ChangesTable<Row, Content>,
  revision: bigint,
): AsyncGenerator<readonly (Change & Content)[], void, undefined> {
  const content: string[] = [...columns];
  for (let since = revision; ;) {
    const rows = await sql<ChangeRow[]>`
      select reference, member_state, removed, revision::text as revision, ${sql(content)} from ${sql(table)}
      where ${sql(table)}.revision > ${since.toString()}::bigint order by ${sql(table)}.revision limit ${batch}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    since = BigInt(last.revision);
    yield rows.map((row) => ({
      // The columns asked for are those of a row.
      ...read(row as ChangeRow & Row),
      reference: row.reference,
      memberState: row.member_state,
      removed: row.removed,
      revision: BigInt(row.revision),
    }));
    if (rows.length < batch) return;
  }
}
