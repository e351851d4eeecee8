/** Proofs of many entries that lead to one checkpoint. */
import { databaseHashes } from '../log/hashes.js';
import type { Sql } from '../log/store.js';
import { proveInclusion } from '../merkle/prove.js';
import type { FoundEntry } from './query.js';

/** A checkpoint, and the size that it signs. */
export interface ReviewCheckpoint {
  readonly size: number;
  /** Signed note, with the cosignatures that there are. */
  readonly note: string;
}

/** An entry's proof. */
export interface Proof {
  readonly index: number;
  /** Leaf side first. */
  readonly inclusionProof: readonly Uint8Array[];
}

/** Proves that the entries are in the tree of a size; all of them must be. */
export async function proveEntries(sql: Sql, entries: readonly FoundEntry[], size: number): Promise<Proof[]> {
  const source = databaseHashes(sql);
  const proofs: Proof[] = [];
  // One after the other: proofs of neighbours come from the same pages, and a review has no hurry.
  for (const { index } of entries) {
    proofs.push({ index, inclusionProof: await proveInclusion(index, size, source) });
  }
  return proofs;
}
