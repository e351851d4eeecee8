import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { nowInTime } from '../../../../shared/now-in-time.js';
import type { AskContext } from '../../../adapter.js';
import { asRefusal, limitStatements } from '../../store/within-deadline.js';

/** A transaction. */
export type Tx = postgres.TransactionSql;

/**
 * Does work in one transaction, within the time of the call. It commits while somebody waits for it, or not at all; an end
 * that comes while it commits is too late, and the work is done. A failure of the database becomes a Refusal.
 */
export async function inTransaction<Result>(
  { sql, clock }: { readonly sql: postgres.Sql; readonly clock: Clock },
  context: Pick<AskContext, 'signal' | 'deadlineMs'>,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { signal, deadlineMs } = context;
  const nowMs = nowInTime('SIS', clock, context);
  try {
    const { result } = await sql.begin(async (tx) => {
      await limitStatements(tx, deadlineMs - nowMs);
      const done = await work(tx);
      signal.throwIfAborted();
      // In an object: postgres.js takes an array for queries to wait for.
      return { result: done };
    });
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw asRefusal(error);
  }
}
