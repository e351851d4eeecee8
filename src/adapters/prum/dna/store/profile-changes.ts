import type postgres from 'postgres';
import { type Change, type ChangesTable, readChanges } from '../../exchange/store/changes-since.js';
import type { RawLoci } from '../domain/dna-question.js';

interface ProfileContent {
  readonly loci: RawLoci;
}

/** A profile that a simulated state holds, or holds no more. */
export type ProfileChange = Change & ProfileContent;

interface ProfileRow {
  readonly loci: Readonly<Record<string, readonly string[]>>;
}

const PROFILES: ChangesTable<ProfileRow, ProfileContent> = {
  table: 'prum.dna_profile',
  columns: ['loci'],
  batch: 200,
  read: ({ loci }) => ({ loci: Object.entries(loci).map(([name, values]) => ({ name, values })) }),
};

/** Changes after a revision, in their order; some at a time, until there are no more. */
export const changesSince = (sql: postgres.Sql, revision: bigint): AsyncIterable<readonly ProfileChange[]> =>
  readChanges(sql, PROFILES, revision);
