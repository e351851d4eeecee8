/** Rows of a search, held against the leaves that they are said to be of. */
import { leafHash } from '../merkle/hash.js';
import { equal } from '../merkle/verify.js';
import { ENTRY_OUTCOMES, parseLeaf } from '../leaf/leaf.js';
import { type AccessOutcome, type FoundEntries, type FoundEntry, inScope, type ReviewScope } from './query.js';

/** A row: columns of the index beside the entry itself. */
export interface EntryRow {
  idx: string;
  body: Buffer;
  leaf: Buffer;
  closing: string | null;
  parts: string[] | null;
  outcome: string | null;
}

/** Reads what the database says of an outcome. */
export function readOutcome(text: string | null): AccessOutcome | undefined {
  return text === 'open' ? text : ENTRY_OUTCOMES.find((known) => known === text);
}

/**
 * Believes the leaf, not the index: an entry that is not what its hash says, or that lies outside the scope, is
 * undefined.
 */
function foundEntry(row: EntryRow, scope: ReviewScope): FoundEntry | undefined {
  const leaf = parseLeaf(row.body);
  if (leaf === undefined || !equal(leafHash(row.body), row.leaf) || !inScope(scope, leaf)) return undefined;
  const closed = row.closing !== null;
  return {
    index: Number(row.idx),
    body: row.body,
    leafHash: row.leaf,
    leaf,
    closingIndex: closed ? Number(row.closing) : undefined,
    partIndexes: (row.parts ?? []).map(Number),
    // What closes an intent without saying how is damaged itself.
    outcome:
      leaf.outcome ?? readOutcome(row.outcome) ?? (leaf.kind !== 'intent' ? undefined : closed ? 'unknown' : 'open'),
  };
}

/** Parts rows into entries and what is damaged, each in the order of the rows. */
export function foundEntries(rows: readonly EntryRow[], scope: ReviewScope): FoundEntries {
  const entries: FoundEntry[] = [];
  const damaged: number[] = [];
  for (const row of rows) {
    const entry = foundEntry(row, scope);
    if (entry === undefined) damaged.push(Number(row.idx));
    else entries.push(entry);
  }
  return { entries, damaged };
}
