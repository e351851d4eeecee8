/** Rows of a search, held against the leaves that they are said to be of. */
import type { EntryOutcome } from '../log/entry.js';
import { leafHash } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import { parseLeaf } from '../leaf/leaf.js';
import type { FoundEntry, ReviewScope } from './query.js';

/** A row: columns of the index beside the entry itself. */
export interface EntryRow {
  idx: string;
  body: Buffer;
  leaf: Buffer;
  closing: string | null;
  outcome: string | null;
}

const OUTCOMES: readonly EntryOutcome[] = ['answered', 'refused', 'failed', 'unknown'];

/**
 * Believes the leaf, not the index: an entry that is not what its hash says, or whose authority lies outside the scope,
 * is not shown. Throws an error that names the index; `ostiary audit verify` tells more.
 */
export function foundEntry(row: EntryRow, scope: ReviewScope): FoundEntry {
  const index = Number(row.idx);
  const leaf = parseLeaf(row.body);
  if (leaf === undefined || !equal(leafHash(row.body), row.leaf)) throw new Error(`entry ${index}: altered`);
  if (!scope.has(leaf.authority)) throw new Error(`entry ${index}: the index names another authority than the leaf`);
  return {
    index,
    body: row.body,
    leafHash: row.leaf,
    leaf,
    closingIndex: row.closing === null ? undefined : Number(row.closing),
    outcome: leaf.outcome ?? OUTCOMES.find((known) => known === row.outcome),
  };
}
