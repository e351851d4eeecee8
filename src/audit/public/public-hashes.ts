/** Hashes out of the tiles that a log shows, for proofs. Nothing in them has been believed yet. */
import { HASH_BYTES, unpackHashes } from '../merkle/hash.js';
import type { HashSource } from '../merkle/prove.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import type { PublicLog } from './public-log.js';
import { widthOf } from './resource.js';

/** A tile that is missing or of another length than it must be. */
export class UnusableTile extends Error {
  override readonly name = 'UnusableTile';
}

/** Reads tiles as the tree of `size` has them. Rejects, also with an UnusableTile. */
export function publicHashes(log: PublicLog, size: number): HashSource {
  return {
    async read(level, start, count) {
      const n = Math.floor(start / TILE_WIDTH);
      const width = widthOf(level, n, size);
      const tile = await log.tile(level, n, width);
      if (tile?.length !== width * HASH_BYTES) throw new UnusableTile(`tile ${n} of level ${level} cannot be used`);
      const from = start - n * TILE_WIDTH;
      return unpackHashes(tile).slice(from, from + count);
    },
  };
}
