import type postgres from 'postgres';
import type { RawLoci } from '../domain/dna-question.js';

/** What a simulated state holds, or holds no more. */
export interface ProfileChange {
  readonly reference: string;
  readonly memberState: string;
  readonly loci: RawLoci;
  readonly removed: boolean;
  /** Rises with every change. */
  readonly revision: bigint;
}

interface ChangeRow {
  readonly reference: string;
  readonly member_state: string;
  readonly loci: Readonly<Record<string, readonly string[]>>;
  readonly removed: boolean;
  readonly revision: string;
}

/** Changes at a time: some milliseconds of work. */
const BATCH = 200;

/** Changes after a revision, in their order; some at a time, until there are no more. */
export async function* changesSince(
  sql: postgres.Sql,
  revision: bigint,
): AsyncGenerator<readonly ProfileChange[], void, undefined> {
  for (let since = revision; ;) {
    const rows = await sql<ChangeRow[]>`
      select reference, member_state, loci, removed, revision::text as revision from prum.dna_profile
      where revision > ${since.toString()}::bigint order by revision limit ${BATCH}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    since = BigInt(last.revision);
    yield rows.map((row) => ({
      reference: row.reference,
      memberState: row.member_state,
      loci: Object.entries(row.loci).map(([name, values]) => ({ name, values })),
      removed: row.removed,
      revision: BigInt(row.revision),
    }));
    if (rows.length < BATCH) return;
  }
}
