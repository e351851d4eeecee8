import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import { databaseRefusal } from './within-deadline.js';

/** SQLSTATE of a statement that was cancelled, by request or by statement_timeout. */
const QUERY_CANCELED = '57014';

/**
 * Runs a query that ends when the signal does: the statement is cancelled in the server, and the caller gets the
 * signal's reason at once. A failure of the database becomes a Refusal.
 *
 * PostgreSQL cancels whatever a connection runs at that moment, so a cancellation that comes late may strike the
 * next statement on the connection. A statement that was struck unasked is run once more.
 */
export async function runCancellable<Row extends postgres.MaybeRow>(
  query: () => postgres.PendingQuery<Row[]>,
  signal: Ending,
): Promise<readonly Row[]> {
  signal.throwIfAborted();
  try {
    return await runOnce(query(), signal).catch((error: unknown) => {
      if (signal.aborted || !isCancellation(error)) throw error;
      return runOnce(query(), signal);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw databaseRefusal(error);
  }
}

function runOnce<Row extends postgres.MaybeRow>(
  query: postgres.PendingQuery<Row[]>,
  signal: Ending,
): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      reject(signal.reason as Error);
      cancel(query);
    };
    signal.addEventListener('abort', abandon, { once: true });
    void query.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abandon);
    });
  });
}

/** What postgres.js 3.4.9 keeps in a query and declares nowhere. */
interface QueryInternals {
  canceller: ((query: unknown) => Promise<void>) | null;
  /** Identity of the connection it was sent on; null before. */
  readonly state: object | null;
  /** The server is at it: nothing that was sent before it on its connection is still to be answered. */
  readonly active: boolean;
  cancelled: object | boolean | null;
}

/**
 * Cancels through postgres.js where that is safe. A statement that is not cancelled ends by itself, and nobody waits
 * for it.
 *
 * - Sent behind another that still runs, a cancelled query is forgotten, but its answer comes all the same and would be
 *   given to the query after it: another caller's.
 * - Not sent, it may be the one that a connection is being made for. Found cancelled, it would not be sent, and the
 *   connection would wait for its answer for ever.
 * - The promise of the cancellation is dropped: a server that can't be reached for it would end our process with an
 *   unhandled rejection.
 */
function cancel<Row extends postgres.MaybeRow>(query: postgres.PendingQuery<Row[]>): void {
  const inner = query as unknown as QueryInternals;
  const { canceller, state } = inner;
  if (canceller === null || (state !== null && !inner.active)) return;
  const cancelQuietly = (cancelled: unknown): Promise<void> => canceller(cancelled).catch(() => undefined);
  inner.canceller = cancelQuietly;
  query.cancel();
  if (state === null) inner.cancelled = null;
}

const isCancellation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === QUERY_CANCELED;
