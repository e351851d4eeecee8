/** Hashes of the tree out of the database: from tiles where there are any, from entries at the right edge. */
import { HASH_BYTES, unpackHashes } from '../merkle/hash.js';
import type { HashSource } from '../merkle/prove.js';
import { foldPerfect } from '../merkle/subtree.js';
import { TILE_WIDTH } from '../merkle/tile.js';
import type { Sql } from './store.js';

/** Reads hashes of tile levels; works, only slower, when tiles have not been built yet. */
export function databaseHashes(sql: Sql): HashSource {
  async function readLeaves(start: number, count: number): Promise<readonly Uint8Array[]> {
    const offset = (start % TILE_WIDTH) * HASH_BYTES + 1;
    const [row] = await sql<{ hashes: Buffer | null }[]>`
      SELECT coalesce(
        (SELECT substring(data FROM ${offset} FOR ${count * HASH_BYTES}) FROM audit.log_tile
          WHERE level = 0 AND n = ${Math.floor(start / TILE_WIDTH)}),
        (SELECT string_agg(leaf, '' ORDER BY idx) FROM audit.log_entry
          WHERE idx >= ${start} AND idx < ${start + count})) AS hashes`;
    const hashes = unpackHashes(row?.hashes ?? new Uint8Array());
    if (hashes.length !== count) throw new Error('audit log: leaves are missing');
    return hashes;
  }

  /** Hashes above the leaves are the roots of the tiles one level below. */
  async function readRoots(level: number, start: number, count: number): Promise<readonly Uint8Array[]> {
    const rows = await sql<{ n: string; root: Buffer }[]>`
      SELECT n, root FROM audit.log_tile WHERE level = ${level - 1} AND n >= ${start} AND n < ${start + count}`;
    const stored = new Map(rows.map(({ n, root }) => [Number(n), root]));
    return Promise.all(
      Array.from(
        { length: count },
        async (_, i) =>
          stored.get(start + i) ?? foldPerfect(await read(level - 1, (start + i) * TILE_WIDTH, TILE_WIDTH)),
      ),
    );
  }

  function read(level: number, start: number, count: number): Promise<readonly Uint8Array[]> {
    return level === 0 ? readLeaves(start, count) : readRoots(level, start, count);
  }

  return { read };
}
