/** Rows of a search, held against the leaves that they are said to be of. */
import { leafHash } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import { ENTRY_OUTCOMES, parseLeaf } from '../leaf/leaf.js';
import type { AccessOutcome, FoundEntry, ReviewScope } from './query.js';

/** A row: columns of the index beside the entry itself. */
export interface EntryRow {
  idx: string;
  body: Buffer;
  leaf: Buffer;
  closing: string | null;
  outcome: string | null;
}

/** Reads what the database says of an outcome. */
export function readOutcome(text: string | null): AccessOutcome | undefined {
  return text === 'open' ? text : ENTRY_OUTCOMES.find((known) => known === text);
}

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
    outcome: leaf.outcome ?? readOutcome(row.outcome) ?? (leaf.kind === 'intent' ? 'open' : undefined),
  };
}
