/** Tiles derived anew from the entries, in place: the log goes on being written and read meanwhile. */
import { EMPTY_FRONTIER, extendFrontier, frontierRoot } from '../merkle/frontier.js';
import { packHashes, unpackHashes } from '../merkle/hash.js';
import { fullTiles, TILE_BYTES, TILE_WIDTH, tileRoot } from '../merkle/tile.js';
import { equal } from '../merkle/verify.js';
import { computable, openCheckpoint } from '../note/checkpoint.js';
import { parseVerifierKey } from '../note/key.js';
import type { Sql } from './store.js';

/** What to rebuild, and by whose word. */
export interface RebuildOptions {
  /** The owner of the tables: nobody else may change a tile. */
  readonly sql: Sql;
  readonly vkey: string;
  /** Told now and then how many entries were read, of twice the size of the log. */
  readonly onProgress?: (read: number, total: number) => void;
}

/** What was found. */
export interface RebuiltTiles {
  /** Size of the tree that the tiles were built for. */
  readonly size: number;
  /** Full tiles of that tree. */
  readonly tiles: number;
  /** Tiles that were missing. */
  readonly added: number;
  /** Tiles that held something else. */
  readonly replaced: number;
  /** Tiles beyond the end of the log. */
  readonly removed: number;
}

/** Entries read at a time: whole tiles. */
const CHUNK_ENTRIES = 64 * TILE_WIDTH;
/** Levels that the table has room for. */
const LEVELS = 8;

/**
 * Builds every full tile of the latest checkpoint's tree again. First reads all hashes and holds them against the
 * checkpoint; rejects, with nothing changed, when they are not those that were signed.
 */
export async function rebuildTiles({ sql, vkey, onProgress }: RebuildOptions): Promise<RebuiltTiles> {
  const [row] = await sql<{ note: string }[]>`
    SELECT c.note FROM audit.log_frontier f JOIN audit.log_checkpoint c ON c.size = f.size`;
  if (row === undefined) throw new Error('tiles: the database holds no log');
  const { size, root } = computable(openCheckpoint(row.note, parseVerifierKey(vkey)));

  let frontier = EMPTY_FRONTIER;
  let roots: Uint8Array[] = [];
  for await (const leaves of readLeaves(sql, size)) {
    frontier = extendFrontier(frontier, leaves).frontier;
    roots.push(...rootsOf(leaves));
    onProgress?.(frontier.size, 2 * size);
  }
  if (frontier.size !== size || !equal(frontierRoot(frontier), root)) {
    throw new Error(
      'tiles: the entries are not those that were signed; nothing was changed, run "ostiary audit verify"',
    );
  }

  const done = { added: 0, replaced: 0 };
  let tiles = 0;
  let read = 0;
  for await (const leaves of readLeaves(sql, size)) {
    for (let at = 0; at + TILE_WIDTH <= leaves.length; at += TILE_WIDTH, tiles++) {
      await store(sql, 0, tiles, leaves.slice(at, at + TILE_WIDTH), roots[tiles], done);
    }
    onProgress?.(size + (read += leaves.length), 2 * size);
  }
  for (let level = 1; roots.length >= TILE_WIDTH; level++) {
    const above = rootsOf(roots);
    for (const [n, root] of above.entries()) {
      await store(sql, level, n, roots.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH), root, done);
    }
    tiles += above.length;
    roots = above;
  }
  return { size, tiles, ...done, removed: await removeBeyond(sql) };
}

/** Hashes of all entries below `size`, a whole number of tiles at a time but for the last. */
async function* readLeaves(sql: Sql, size: number): AsyncGenerator<Uint8Array[]> {
  for (let from = 0; from < size; from += CHUNK_ENTRIES) {
    const end = Math.min(size, from + CHUNK_ENTRIES);
    const [row] = await sql<{ leaves: Buffer | null }[]>`
      SELECT string_agg(leaf, '' ORDER BY idx) AS leaves FROM audit.log_entry WHERE idx >= ${from} AND idx < ${end}`;
    yield unpackHashes(row?.leaves ?? new Uint8Array());
  }
}

/** Roots of the full tiles over these hashes. */
function rootsOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.floor(hashes.length / TILE_WIDTH) }, (_, n) =>
    tileRoot(packHashes(hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH))),
  );
}

/** Touches only what differs. A gateway that builds the same tile at the same time builds it the same. */
async function store(
  sql: Sql,
  level: number,
  n: number,
  hashes: readonly Uint8Array[],
  expected: Uint8Array | undefined,
  done: { added: number; replaced: number },
): Promise<void> {
  const data = Buffer.from(packHashes(hashes));
  if (data.length !== TILE_BYTES) throw new Error('tiles: entries are missing');
  const root = tileRoot(data);
  if (expected === undefined || !equal(root, expected)) throw new Error('tiles: entries changed while they were read');
  const [changed] = await sql<{ added: boolean }[]>`
    INSERT INTO audit.log_tile AS t (level, n, root, data) VALUES (${level}, ${n}, ${root}, ${data})
    ON CONFLICT (level, n) DO UPDATE SET root = EXCLUDED.root, data = EXCLUDED.data
     WHERE t.root <> EXCLUDED.root OR t.data <> EXCLUDED.data
    RETURNING xmax = 0 AS added`;
  if (changed !== undefined) done[changed.added ? 'added' : 'replaced'] += 1;
}

/** Tiles that the log, as it is now, cannot have. */
async function removeBeyond(sql: Sql): Promise<number> {
  const [row] = await sql<{ size: string }[]>`SELECT size FROM audit.log_frontier`;
  let removed = 0;
  for (let level = 0; level < LEVELS; level++) {
    const end = fullTiles(level, Number(row?.size ?? 0));
    removed += (await sql`DELETE FROM audit.log_tile WHERE level = ${level} AND n >= ${end}`).count;
  }
  return removed;
}
