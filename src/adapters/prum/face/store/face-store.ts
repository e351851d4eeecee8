import type postgres from 'postgres';
import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import { componentsOf } from '../../../../matching/faces/vector-bytes.js';
import { type Change, type ChangesTable, readChanges } from '../../exchange/store/changes-since.js';

interface FaceContent {
  readonly vector: FaceVector;
}

/** A face that a simulated state holds, or holds no more. */
export type FaceChange = Change & FaceContent;

/** A face as the database has it. */
export type StoredFace = Pick<FaceChange, 'reference' | 'vector'>;

/** Faces that the simulated states hold. */
export interface FaceStore {
  /** Changes after a revision, in their order; some at a time, until there are no more. */
  changesSince(revision: bigint): AsyncIterable<readonly FaceChange[]>;
  /** Those of these references that are still there. */
  some(references: readonly string[]): Promise<readonly StoredFace[]>;
}

interface FaceRow {
  readonly vector: Uint8Array;
}

const readVector = ({ vector }: FaceRow): FaceContent => ({ vector: { unit: componentsOf(vector) } });

const FACES: ChangesTable<FaceRow, FaceContent> = {
  table: 'prum.face',
  columns: ['vector'],
  batch: 500,
  read: readVector,
};

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openFaceStore(sql: postgres.Sql): FaceStore {
  return {
    changesSince: (revision) => readChanges(sql, FACES, revision),
    async some(references) {
      const rows = await sql<(FaceRow & { readonly reference: string })[]>`
        select reference, vector from prum.face
        where reference = any (${[...references]}::text[]) and not removed`;
      return rows.map((row) => ({ reference: row.reference, ...readVector(row) }));
    },
  };
}
