/** The public face out of the database: tiles where they are built, entries at the right edge. */
import { databaseHashes } from '../log/hashes.js';
import type { Sql } from '../log/store.js';
import { packHashes } from '../merkle/hash.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import type { PublicLog } from './public-log.js';

/**
 * Shows the log in a database; `checkpoint` says which of its checkpoints is the published one. Ask for nothing beyond
 * that checkpoint: tile and entries reject when something is missing that the tree must have.
 */
export function databaseLog(sql: Sql, checkpoint: () => Promise<string>): PublicLog {
  const hashes = databaseHashes(sql);
  return {
    checkpoint,
    tile: async (level, n, width) => packHashes(await hashes.read(level, n * TILE_WIDTH, width)),
    async entries(n, width) {
      const from = n * TILE_WIDTH;
      // int4send is big-endian: its last two bytes are the length that a bundle wants.
      const [row] = await sql<{ entries: number; bundle: Buffer | null }[]>`
        SELECT count(*)::int AS entries,
               string_agg(substring(int4send(length(body)) FROM 3) || body, '' ORDER BY idx) AS bundle
          FROM audit.log_entry WHERE idx >= ${from} AND idx < ${from + width}`;
      if (row?.entries !== width || row.bundle === null) throw new Error('audit log: entries are missing');
      return row.bundle;
    },
  };
}
