/**
 * Builds full tiles behind the commit. Tiles are derived from the entries: they speed up proofs, nothing depends on them
 * being there, and whoever deletes them gets them back at the next start.
 */
import { HASH_BYTES } from '../merkle/hash.js';
import { fullTiles, TILE_BYTES, TILE_WIDTH, tileRoot } from '../merkle/tile.js';
import type { Lifeline } from './lifeline.js';
import { OneAtATime } from './one-at-a-time.js';
import type { Sql } from './store.js';

/** Tile levels that a tree of 2^53 leaves can fill. */
const LEVELS = 6;

/** Builds tiles in the background, one at a time. */
export class TileBuilder {
  readonly #line: Lifeline;
  readonly #onFault: (error: unknown) => void;
  /** First tile not known to be stored, by level; unknown before the first run. */
  #next: number[] | undefined;
  #wanted = 0;
  readonly #runs = new OneAtATime(() => this.#build());
  #stopped = false;

  constructor(line: Lifeline, onFault: (error: unknown) => void) {
    this.#line = line;
    this.#onFault = onFault;
  }

  /** Says that the tree has grown to `size`. What fails is reported, and tried again with the next growth. */
  grown(size: number): void {
    this.#wanted = Math.max(this.#wanted, size);
    const known = this.#next?.[0];
    if (known !== undefined && fullTiles(0, this.#wanted) <= known) return;
    void this.built().catch(this.#onFault);
  }

  /** Resolves when all tiles of the largest tree known are stored. Rejects when the database fails. */
  built(): Promise<void> {
    return this.#runs.run();
  }

  /** Stops after the tile at hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#runs.ended();
  }

  async #build(): Promise<void> {
    const next = (this.#next ??= await this.#firstMissing());
    for (let level = 0; level < LEVELS; level++) {
      for (let n = next[level] ?? 0; n < fullTiles(level, this.#wanted); n++) {
        if (this.#stopped) return;
        await storeTile(this.#line.sql, level, n);
        next[level] = n + 1;
      }
    }
  }

  async #firstMissing(): Promise<number[]> {
    return Promise.all(
      Array.from({ length: LEVELS }, async (_, level) => {
        const [row] = await this.#line.sql<{ n: string | null }[]>`
          SELECT CASE WHEN EXISTS (SELECT FROM audit.log_tile WHERE level = ${level} AND n = 0)
                 THEN (SELECT min(t.n) + 1 FROM audit.log_tile t
                        WHERE t.level = ${level}
                          AND NOT EXISTS (SELECT FROM audit.log_tile s WHERE s.level = ${level} AND s.n = t.n + 1))
                 END AS n`;
        return Number(row?.n ?? 0);
      }),
    );
  }
}

async function storeTile(sql: Sql, level: number, n: number): Promise<void> {
  const from = n * TILE_WIDTH;
  const [row] =
    level === 0
      ? await sql<{ data: Buffer | null }[]>`
          SELECT string_agg(leaf, '' ORDER BY idx) AS data FROM audit.log_entry
           WHERE idx >= ${from} AND idx < ${from + TILE_WIDTH}`
      : await sql<{ data: Buffer | null }[]>`
          SELECT string_agg(root, '' ORDER BY n) AS data FROM audit.log_tile
           WHERE level = ${level - 1} AND n >= ${from} AND n < ${from + TILE_WIDTH}`;
  const data = row?.data;
  if (data?.length !== TILE_BYTES) {
    throw new Error(`tile ${level}/${n}: ${(data?.length ?? 0) / HASH_BYTES} of ${TILE_WIDTH} hashes are there`);
  }
  await sql`
    INSERT INTO audit.log_tile (level, n, root, data) VALUES (${level}, ${n}, ${tileRoot(data)}, ${data})
    ON CONFLICT DO NOTHING`;
}
