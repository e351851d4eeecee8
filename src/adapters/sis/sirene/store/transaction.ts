import type postgres from 'postgres';
import type { Ending } from '../../../../shared/ending.js';
import { Refusal } from '../../../../shared/refusal.js';

/** A transaction. */
export type Tx = postgres.TransactionSql;

/**
 * Does work in one transaction, unless nobody waits for it any more. A failure of the database becomes a Refusal. What is
 * under way when the caller gives up is finished: it is written or not, never half.
 */
export async function inTransaction<Result>(
  sql: postgres.Sql,
  signal: Ending,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  try {
    // The driver unwraps promises within the result, which ours has none of.
    return (await sql.begin(work)) as Result;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('SYSTEM_UNAVAILABLE', 'SIS cannot be asked now', { metadata: { system: 'SIS' }, cause: error });
  }
}
