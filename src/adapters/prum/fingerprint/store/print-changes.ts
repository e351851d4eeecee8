import type postgres from 'postgres';
import { type Change, type ChangesTable, readChanges } from '../../exchange/store/changes-since.js';
import type { Collection } from '../domain/search-mode.js';

interface PrintContent {
  readonly collection: Collection;
  /** Finger minutiae record of ISO/IEC 19794-2:2005. */
  readonly minutiae: Uint8Array;
  /** Of each of its views. */
  readonly positions: readonly number[];
}

/** Prints or a trace that a simulated state holds, or holds no more. */
export type PrintChange = Change & PrintContent;

const PRINTS: ChangesTable<PrintContent, PrintContent> = {
  table: 'prum.print',
  columns: ['collection', 'minutiae', 'positions'],
  // Ten prints each take some ten milliseconds to enrol, one after the other.
  batch: 50,
  read: ({ collection, minutiae, positions }) => ({ collection, minutiae, positions }),
};

/** Changes after a revision, in their order; some at a time, until there are no more. */
export const changesSince = (sql: postgres.Sql, revision: bigint): AsyncIterable<readonly PrintChange[]> =>
  readChanges(sql, PRINTS, revision);
