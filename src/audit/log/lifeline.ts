/**
 * The log's connections, which can be thrown away and made anew.
 *
 * postgres.js 3.4.9 can leave a connection unable to send for ever when its socket closes while a small write is
 * buffered (its timer is cleared but not forgotten: porsager/postgres pull request 1209). A log that waits for such a
 * connection would never write again. So nothing is tried twice on connections that failed once.
 */
import postgres from 'postgres';
import { survivingLoss } from '../../shared/database/surviving-loss.js';

/** Seconds after which an unused connection of a renewed pool is closed: one that was given up may still come to be. */
const IDLE_SECONDS = 300;

/** Connections of one owner. */
export class Lifeline {
  #sql: postgres.Sql;

  /** Takes over a pool. */
  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /** The pool of the moment: ask for each use anew. */
  get sql(): postgres.Sql {
    return this.#sql;
  }

  /** Gives up all connections; everything that waits on them is rejected. The next use makes new ones. */
  renew(): void {
    const given = this.#sql;
    // Parsed options make a pool like the one they came from; the library does so itself for listeners.
    const options = { ...given.options, idle_timeout: IDLE_SECONDS };
    this.#sql = survivingLoss(postgres(options as unknown as postgres.Options<Record<string, never>>));
    void given.end({ timeout: 0 });
  }

  /** Lets go of the database. */
  async end(): Promise<void> {
    await this.#sql.end({ timeout: 5 });
  }
}

/** Rejects when `work` takes longer than `ms`; what it comes to afterwards is ignored. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not answer')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
