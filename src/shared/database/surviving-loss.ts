import type postgres from 'postgres';

/** What the driver and the operating system call a connection that is gone; not one that we gave up ourselves. */
const LOST = new Set(['CONNECTION_CLOSED', 'ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

type Work = (tx: postgres.TransactionSql) => unknown;

/** text[]: known to the driver as soon as it has asked a server for its array types, which are the same on each. */
const TEXT_ARRAY = 1009;

/**
 * Keeps the process alive when connections are lost.
 *
 * After connecting, postgres.js 3.4.9 asks for the server's array types, and drops the promise of the answer: a server
 * that dies in between would end our process with an unhandled rejection. So it asks once in the life of a pool.
 *
 * Within a transaction, postgres.js 3.4.9 answers that with a ROLLBACK
 * on the connection that is gone, in a callback of its own whose TypeError nobody can catch. It also rejects the
 * transaction as soon as its connection closes: so work that failed for that reason is simply not let end.
 */
export function survivingLoss(sql: postgres.Sql): postgres.Sql {
  const { options } = sql;
  // Read by the driver with each new connection.
  Object.defineProperty(options, 'fetch_types', {
    enumerable: true,
    get: () => (options.serializers as Readonly<Record<number, unknown>>)[TEXT_ARRAY] === undefined,
  });
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
