/** Keeps the searchable columns of leaves up to date, behind the commit (migrations/audit/0005-review.sql). */
import type { Sql } from '../log/store.js';

/** Entries that one step takes into the index: about a second's work. */
const STEP_ENTRIES = 50_000;

/**
 * Brings the index up to the end of the log. What is not in it is found all the same, only slower: so that another
 * process is at it already is no reason to wait.
 */
export async function indexHeaders(sql: Sql): Promise<void> {
  for (let done = -1; ;) {
    const [row] = await sql<{ below: string | null }[]>`SELECT audit.index_headers(${STEP_ENTRIES}) AS below`;
    if (row?.below === undefined || row.below === null) return;
    const below = Number(row.below);
    if (below === done) return;
    done = below;
  }
}

/** An index that is kept up to date. */
export interface HeaderIndexer {
  stop(): Promise<void>;
}

/** Brings the index up to date now and then. What fails is reported and tried again. */
export function keepHeadersIndexed(sql: Sql, everyMs: number, onFault: (error: unknown) => void): HeaderIndexer {
  let running: Promise<void> | undefined;
  function start(): void {
    running ??= indexHeaders(sql)
      .catch(onFault)
      .finally(() => {
        running = undefined;
      });
  }
  const timer = setInterval(start, everyMs).unref();
  start();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
