import type postgres from 'postgres';

/** What the driver and the operating system call a connection that is gone; not one that we gave up ourselves. */
const LOST = new Set(['CONNECTION_CLOSED', 'ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

type Work = (tx: postgres.TransactionSql) => unknown;

/**
 * Keeps the process alive when a connection is lost within a transaction. postgres.js 3.4.9 answers that with a ROLLBACK
 * on the connection that is gone, in a callback of its own whose TypeError nobody can catch. It also rejects the
 * transaction as soon as its connection closes: so work that failed for that reason is simply not let end.
 */
export function survivingLoss(sql: postgres.Sql): postgres.Sql {
  const begin = sql.begin.bind(sql) as (options: string, work: Work) => Promise<unknown>;
  const guarded = (first: string | Work, second?: Work): Promise<unknown> => {
    const options = typeof first === 'string' ? first : '';
    const work = typeof first === 'string' ? second : first;
    if (work === undefined) throw new TypeError('a transaction needs something to do');
    return begin(options, async (tx) => {
      try {
        const result = work(tx);
        // As the driver itself does with what work returns.
        return await (Array.isArray(result) ? Promise.all(result) : result);
      } catch (error) {
        if (isLoss(error)) await new Promise<never>(() => undefined);
        throw error;
      }
    });
  };
  return Object.assign(sql, { begin: guarded });
}

function isLoss(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && LOST.has(error.code);
}
