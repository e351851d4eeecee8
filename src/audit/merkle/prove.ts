/** Proofs out of tiles: the plan says which subtrees, the source brings their hashes, few reads for each proof. */
import { foldPerfect, foldRight, planConsistency, planInclusion, type ProofPlan } from './subtree.js';
import { runOf, TILE_WIDTH } from './tile.js';

/** Where hashes of the tile levels come from. */
export interface HashSource {
  /**
   * The `count` hashes from `start` on, on tile level `level`; never asked across the border of a tile. Rejects when
   * one of them is missing.
   */
  read(level: number, start: number, count: number): Promise<readonly Uint8Array[]>;
}

/** Inclusion proof of leaf `index` in the tree of `size`. Throws a RangeError unless index < size. */
export async function proveInclusion(index: number, size: number, source: HashSource): Promise<Uint8Array[]> {
  return carryOut(planInclusion(index, size), source);
}

/** Consistency proof between two sizes. Throws a RangeError unless 1 ≤ first ≤ second. */
export async function proveConsistency(first: number, second: number, source: HashSource): Promise<Uint8Array[]> {
  return carryOut(planConsistency(first, second), source);
}

/** Hashes wanted of one tile: from the first to the last that any part of the proof needs. */
interface TileRead {
  readonly level: number;
  start: number;
  end: number;
  hashes?: Promise<readonly Uint8Array[]>;
}

async function carryOut(plan: ProofPlan, source: HashSource): Promise<Uint8Array[]> {
  const reads = new Map<string, TileRead>();
  const parts = plan.map((subtrees) =>
    subtrees.map((subtree) => {
      const run = runOf(subtree);
      const key = `${run.level}/${Math.floor(run.start / TILE_WIDTH)}`;
      const read = reads.get(key) ?? { level: run.level, start: run.start, end: run.start };
      read.start = Math.min(read.start, run.start);
      read.end = Math.max(read.end, run.start + run.count);
      reads.set(key, read);
      return { run, read };
    }),
  );
  await Promise.all(
    Array.from(reads.values(), (read) => (read.hashes = source.read(read.level, read.start, read.end - read.start))),
  );
  return Promise.all(
    parts.map(async (part) =>
      foldRight(
        await Promise.all(
          part.map(async ({ run, read }) => {
            const hashes = (await read.hashes) ?? [];
            return foldPerfect(hashes.slice(run.start - read.start, run.start - read.start + run.count));
          }),
        ),
      ),
    ),
  );
}
