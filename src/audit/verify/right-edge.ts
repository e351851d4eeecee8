/** The right edge of a tree in tiles: where a check goes on that does not start at the first entry. */
import { EMPTY_FRONTIER, type Frontier } from '../merkle/frontier.js';
import type { HashSource } from '../merkle/prove.js';
import { foldPerfect } from '../merkle/subtree.js';
import { TILE_WIDTH } from '../merkle/tile.js';

/** The hashes in the last, not yet full tile of every level, lowest first; together they determine the root. */
export interface RightEdge {
  readonly size: number;
  readonly levels: readonly (readonly Uint8Array[])[];
}

/** Right edge of the tree without leaves. */
export const EMPTY_EDGE: RightEdge = { size: 0, levels: [] };

/** Reads the right edge of the tree of `size` leaves; at most 255 hashes of each level. */
export async function readEdge(size: number, source: HashSource): Promise<RightEdge> {
  const levels: (readonly Uint8Array[])[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const count = hashes % TILE_WIDTH;
    levels.push(count === 0 ? [] : await source.read(level, hashes - count, count));
  }
  return { size, levels };
}

/** The perfect subtrees that the edge folds to. */
export function edgeFrontier({ size, levels }: RightEdge): Frontier {
  if (size === 0) return EMPTY_FRONTIER;
  const peaks: Uint8Array[] = [];
  for (const hashes of levels.toReversed()) {
    let from = 0;
    for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
      if ((hashes.length & width) === 0) continue;
      peaks.push(foldPerfect(hashes.slice(from, from + width)));
      from += width;
    }
  }
  return { size, peaks };
}
