/** Transactions that end when nobody waits for them any more, and what of their failures the caller is told. */
import type postgres from 'postgres';
import { Refusal } from '../../../shared/refusal.js';

/** Statement or lock given up for its time, or cancelled. */
const TIMED_OUT: ReadonlySet<unknown> = new Set(['57014', '55P03']);

/**
 * Gives each statement of a transaction the time that is left of the call, in milliseconds: whoever waits for a lock that
 * others hold must not hold its own, and its connection, beyond the caller's patience.
 */
export async function limitStatements(tx: postgres.TransactionSql, leftMs: number): Promise<void> {
  // In whole milliseconds; 0 would be no limit.
  await tx`select set_config('statement_timeout', ${`${Math.max(1, Math.ceil(leftMs))}ms`}, true)`;
}

/** What the database refuses to do says nothing of its records; what we did wrong is told as such. */
export function asRefusal(error: unknown): unknown {
  return error instanceof Refusal || !(error instanceof Error) || !('code' in error) ? error : databaseRefusal(error);
}

/** A failure of the database: out of time, or not to be asked. */
export const databaseRefusal = (cause: unknown): Refusal =>
  cause instanceof Error && 'code' in cause && TIMED_OUT.has(cause.code)
    ? new Refusal('SYSTEM_TIMED_OUT', 'SIS did not answer in time', { metadata: { system: 'SIS' }, cause })
    : new Refusal('SYSTEM_UNAVAILABLE', 'SIS cannot be asked now', { metadata: { system: 'SIS' }, cause });
