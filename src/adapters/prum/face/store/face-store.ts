import type postgres from 'postgres';
import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import { componentsOf } from '../../../../matching/faces/vector-bytes.js';

/** A face as the database has it. */
export interface StoredFace {
  readonly reference: string;
  readonly memberState: string;
  readonly vector: FaceVector;
}

/** Faces that the simulated states hold. */
export interface FaceStore {
  /** All of them, some at a time. */
  all(): AsyncIterable<readonly StoredFace[]>;
  /** Those of these references that are still there. */
  some(references: readonly string[]): Promise<readonly StoredFace[]>;
}

interface FaceRow {
  readonly reference: string;
  readonly member_state: string;
  readonly vector: Uint8Array;
}

const BATCH = 500;

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openFaceStore(sql: postgres.Sql): FaceStore {
  return {
    async *all() {
      const rows = sql<FaceRow[]>`select reference, member_state, vector from prum.face order by reference`;
      for await (const some of rows.cursor(BATCH)) yield some.map(readRow);
    },
    async some(references) {
      const rows = await sql<FaceRow[]>`
        select reference, member_state, vector from prum.face where reference = any (${[...references]}::text[])`;
      return rows.map(readRow);
    },
  };
}

const readRow = ({ reference, member_state: memberState, vector }: FaceRow): StoredFace => ({
  reference,
  memberState,
  vector: { unit: componentsOf(vector) },
});
