/** Tiles (C2SP tlog-tiles): hashes in groups of 256, so that eight levels of the tree are read at once. */
import { HASH_BYTES, unpackHashes } from './hash.js';
import { foldPerfect, type Subtree } from './subtree.js';

/** Levels of the tree in a tile. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile. */
export const TILE_WIDTH = 256;
/** Length of a full tile. */
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** Consecutive hashes of a tile level, all in one tile. */
export interface HashRun {
  /** Tile level: its hashes are roots of perfect subtrees over 256^level leaves. */
  readonly level: number;
  /** Position of the first hash on that level. */
  readonly start: number;
  /** Number of hashes, a power of two, at most 128. */
  readonly count: number;
}

/** The hashes that fold to the root of a perfect subtree. */
export function runOf({ level, index }: Subtree): HashRun {
  const count = 2 ** (level % TILE_HEIGHT);
  return { level: Math.floor(level / TILE_HEIGHT), start: index * count, count };
}

/** Number of full tiles on a level of the tree of `size` leaves. */
export function fullTiles(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** (level + 1));
}

/** Root of the perfect subtree over a full tile. Throws a RangeError when it is not full. */
export function tileRoot(tile: Uint8Array): Uint8Array {
  if (tile.length !== TILE_BYTES) throw new RangeError('not a full tile');
  return foldPerfect(unpackHashes(tile));
}
