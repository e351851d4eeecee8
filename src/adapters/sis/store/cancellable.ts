import type postgres from 'postgres';
import { Refusal } from '../../../shared/refusal.js';

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
  signal: AbortSignal,
): Promise<readonly Row[]> {
  signal.throwIfAborted();
  try {
    return await runOnce(query(), signal).catch((error: unknown) => {
      if (signal.aborted || !isCancellation(error)) throw error;
      return runOnce(query(), signal);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw unavailable(error);
  }
}

function runOnce<Row extends postgres.MaybeRow>(
  query: postgres.PendingQuery<Row[]>,
  signal: AbortSignal,
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

/**
 * Cancels through postgres.js, which drops the promise of the cancellation: a server that can't be reached for it
 * would end our process with an unhandled rejection. The statement then ends by itself, and nobody waits for it.
 */
function cancel<Row extends postgres.MaybeRow>(query: postgres.PendingQuery<Row[]>): void {
  const inner = query as unknown as { canceller: ((query: unknown) => Promise<void>) | null };
  const { canceller } = inner;
  if (canceller === null) return;
  inner.canceller = (cancelled) => canceller(cancelled).catch(() => undefined);
  query.cancel();
}

const isCancellation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === QUERY_CANCELED;

function unavailable(cause: unknown): Refusal {
  return isCancellation(cause)
    ? new Refusal('SYSTEM_TIMED_OUT', 'SIS did not answer in time', { metadata: { system: 'SIS' }, cause })
    : new Refusal('SYSTEM_UNAVAILABLE', 'SIS cannot be asked now', { metadata: { system: 'SIS' }, cause });
}
