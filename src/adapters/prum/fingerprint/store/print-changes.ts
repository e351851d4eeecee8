import type postgres from 'postgres';
import type { Collection } from '../domain/search-mode.js';

/** What a simulated state holds, or holds no more. */
export interface PrintChange {
  readonly reference: string;
  readonly memberState: string;
  readonly collection: Collection;
  /** Finger minutiae record of ISO/IEC 19794-2:2005. */
  readonly minutiae: Uint8Array;
  /** Of each of its views. */
  readonly positions: readonly number[];
  readonly removed: boolean;
  /** Rises with every change. */
  readonly revision: bigint;
}

interface ChangeRow {
  readonly reference: string;
  readonly member_state: string;
  readonly collection: Collection;
  readonly minutiae: Buffer;
  readonly positions: readonly number[];
  readonly removed: boolean;
  readonly revision: string;
}

/** Changes at a time: ten prints each take some ten milliseconds to enrol, one after the other. */
const BATCH = 50;

/** Changes after a revision, in their order; some at a time, until there are no more. */
export async function* changesSince(
  sql: postgres.Sql,
  revision: bigint,
): AsyncGenerator<readonly PrintChange[], void, undefined> {
  for (let since = revision; ;) {
    const rows = await sql<ChangeRow[]>`
      select reference, member_state, collection, minutiae, positions, removed, revision::text as revision from prum.print
      where revision > ${since.toString()}::bigint order by revision limit ${BATCH}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    since = BigInt(last.revision);
    yield rows.map((row) => ({
      reference: row.reference,
      memberState: row.member_state,
      collection: row.collection,
      minutiae: row.minutiae,
      positions: row.positions,
      removed: row.removed,
      revision: BigInt(row.revision),
    }));
    if (rows.length < BATCH) return;
  }
}
