/**
 * Builds the searchable index of tokens behind the commit, a batch at a time. It is derived from the tokens in the
 * payload rows: nothing depends on its being there but speed, and whoever forgets it (audit.forget_token_index) gets it
 * back.
 */
import type { Lifeline } from '../log/lifeline.js';
import type { Sql } from '../log/store.js';
import { OneAtATime } from '../log/one-at-a-time.js';

/** Entries indexed in one transaction: about 100 ms. */
const BATCH_ENTRIES = 20_000;
/** Time to let entries gather, in milliseconds: a transaction for each commit would compete with the commits. */
const GATHER_MS = 1_000;

/** Indexes tokens in the background, one batch at a time. */
export class TokenIndexBuilder {
  readonly #line: Lifeline;
  readonly #onFault: (error: unknown) => void;
  #wanted = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #runs = new OneAtATime(() => this.#build());
  #stopped = false;

  constructor(line: Lifeline, onFault: (error: unknown) => void) {
    this.#line = line;
    this.#onFault = onFault;
  }

  /** Says that the tree has grown to `size`. What fails is reported, and tried again with the next growth. */
  grown(size: number): void {
    this.#wanted = Math.max(this.#wanted, size);
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.built().catch(this.#onFault);
    }, GATHER_MS).unref();
  }

  /** Resolves when the tokens of the largest tree known are indexed, or another process is at it. */
  built(): Promise<void> {
    return this.#runs.run();
  }

  /** Stops after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#runs.ended();
  }

  async #build(): Promise<void> {
    while (!this.#stopped) {
      const below = await indexBatch(this.#line.sql);
      if (below === undefined || below >= this.#wanted) return;
    }
  }
}

/** Brings the index up to the end of the log, unless another process is at it. */
export async function indexTokens(sql: Sql): Promise<void> {
  for (let done = -1; ;) {
    const below = await indexBatch(sql);
    if (below === undefined || below === done) return;
    done = below;
  }
}

/** Index below which all tokens are indexed after one more batch; undefined when another process is at it. */
async function indexBatch(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ below: string | null }[]>`SELECT audit.index_tokens(${BATCH_ENTRIES}) AS below`;
  return row?.below === undefined || row.below === null ? undefined : Number(row.below);
}
