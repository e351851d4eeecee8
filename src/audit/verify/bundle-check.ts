/** One entry bundle with its level-0 tile: are they there, whole, and the same entries? */
import { HASH_BYTES, leafHash, unpackHashes } from '../merkle/hash.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import { splitBundle } from '../public/entry-bundle.js';
import { atEntry, inRange, type LogFinding, ofLog } from './finding.js';
import { compareRun } from './misplaced.js';

/** What a log served for 256 entries, or the last ones. */
export interface ServedBundle {
  readonly bundle: Uint8Array | undefined;
  readonly tile: Uint8Array | undefined;
}

/** Entries with their hashes; without entries when they were pruned. */
export interface BundleLeaves {
  readonly entries: readonly Uint8Array[] | undefined;
  readonly leaves: readonly Uint8Array[];
  /** The hashes that the tile holds. */
  readonly tile: Uint8Array;
}

/**
 * Takes bundle `n` apart. Where it may be pruned and is not there, the tile's hashes stand in for the entries. What the
 * tile says against the entries is left to the tree.
 */
export function takeApart(
  n: number,
  width: number,
  { bundle, tile }: ServedBundle,
  mayBePruned: boolean,
): BundleLeaves | LogFinding {
  const from = n * TILE_WIDTH;
  if (bundle === undefined && !mayBePruned) {
    return inRange('entries-missing', from, from + width, 'are not there');
  }
  if (tile === undefined) return ofLog('tile-missing', `tile ${n} of level 0 is not there`);
  if (tile.length !== width * HASH_BYTES) {
    return ofLog('tile-altered', `tile ${n} of level 0 does not hold ${width} hashes`);
  }
  if (bundle === undefined) return { entries: undefined, leaves: unpackHashes(tile), tile };
  const entries = splitBundle(bundle);
  if (entries === undefined || entries.length > width) {
    return inRange('bundle-malformed', from, from + width, 'do not come as a bundle of that many entries');
  }
  const leaves = entries.map(leafHash);
  if (entries.length < width) {
    const finding = compareRun(from, leaves, unpackHashes(tile));
    return finding ?? atEntry('entries-missing', from + entries.length, 'is missing, and what should follow it');
  }
  return { entries, leaves, tile };
}
