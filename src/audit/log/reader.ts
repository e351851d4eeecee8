/** The read side of the log: checkpoints, entries and proofs, none of which needs a key. */
import { type FieldViolation, Refusal } from '../../shared/refusal.js';
import { type HashSource, proveConsistency, proveInclusion } from '../merkle/prove.js';
import { databaseHashes } from './hashes.js';
import type { Sql } from './store.js';

/** A signed checkpoint, as stored. */
export interface StoredCheckpoint {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
}

/** An entry as anyone may check it. */
export interface StoredEntry {
  readonly index: number;
  /** audit-leaf/v1. */
  readonly entry: Uint8Array;
  readonly leafHash: Uint8Array;
}

/** Proof that an entry is in the tree of `size`. */
export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** Leaf side first. */
  readonly proof: readonly Uint8Array[];
  /** Latest signed checkpoint, of a size at least `size`. */
  readonly checkpoint: string;
}

/** Proof that the tree of size `first` is a prefix of the tree of size `second`. */
export interface ConsistencyProof {
  readonly first: number;
  readonly second: number;
  readonly proof: readonly Uint8Array[];
  /** Latest signed checkpoint, of a size at least `second`. */
  readonly checkpoint: string;
}

/** Reads one log. Every method rejects with a Refusal: NOT_FOUND for an index that is not there, REQUEST_INVALID. */
export interface LogReader {
  latestCheckpoint(): Promise<StoredCheckpoint>;
  entry(index: number): Promise<StoredEntry>;
  /** `size` defaults to that of the latest checkpoint. */
  inclusionProof(index: number, size?: number): Promise<InclusionProof>;
  /** `second` defaults to the size of the latest checkpoint. */
  consistencyProof(first: number, second?: number): Promise<ConsistencyProof>;
}

/** Opens the log of `origin` for reading. The role of `sql` needs no more than ostiary_gateway. */
export function openLogReader({ sql, origin }: { readonly sql: Sql; readonly origin: string }): LogReader {
  const source: HashSource = databaseHashes(sql);

  async function latestCheckpoint(): Promise<StoredCheckpoint> {
    const [row] = await sql<{ size: string; note: string }[]>`
      SELECT c.size, c.note FROM audit.log_frontier f JOIN audit.log_checkpoint c ON c.size = f.size
       WHERE f.origin = ${origin}`;
    if (row === undefined) throw new Refusal('NOT_FOUND', 'the database does not hold this log');
    return { size: Number(row.size), note: row.note };
  }

  async function leafHashOf(index: number): Promise<Uint8Array> {
    const [hash] = await source.read(0, index, 1);
    if (hash === undefined) throw new Refusal('NOT_FOUND', 'the log has no entry of this index');
    return hash;
  }

  return {
    latestCheckpoint,
    async entry(index) {
      assertWhole('index', index);
      const [row] = await sql<{ body: Buffer; leaf: Buffer }[]>`
        SELECT e.body, e.leaf FROM audit.log_frontier f JOIN audit.log_entry e ON e.idx = ${index}
         WHERE f.origin = ${origin}`;
      if (row === undefined) throw new Refusal('NOT_FOUND', 'the log has no entry of this index');
      return { index, entry: row.body, leafHash: row.leaf };
    },
    async inclusionProof(index, size) {
      assertWhole('index', index);
      const latest = await latestCheckpoint();
      const treeSize = size ?? latest.size;
      assertTreeSize('tree_size', treeSize, latest.size);
      if (index >= treeSize) throw new Refusal('NOT_FOUND', 'the tree has no entry of this index');
      const [leafHash, proof] = await Promise.all([leafHashOf(index), proveInclusion(index, treeSize, source)]);
      return { index, size: treeSize, leafHash, proof, checkpoint: latest.note };
    },
    async consistencyProof(first, second) {
      const latest = await latestCheckpoint();
      const secondSize = second ?? latest.size;
      assertTreeSize('second_size', secondSize, latest.size);
      assertTreeSize('first_size', first, secondSize);
      if (first === 0) throw invalid('first_size', 'min', 'must be at least 1: nothing follows from the empty tree');
      return {
        first,
        second: secondSize,
        proof: await proveConsistency(first, secondSize, source),
        checkpoint: latest.note,
      };
    },
  };
}

function assertWhole(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(field, 'range', 'must be a whole number below 2^53');
}

function assertTreeSize(field: string, value: number, most: number): void {
  assertWhole(field, value);
  if (value > most) throw invalid(field, 'max', 'exceeds the size of the tree');
}

function invalid(field: string, rule: string, description: string): Refusal {
  const violation: FieldViolation = { field, rule, description };
  return new Refusal('REQUEST_INVALID', `${field}: ${description}`, { violations: [violation] });
}
