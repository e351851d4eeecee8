/** The caller's deadline bounds the whole; the adapter gets what is left less a reserve for the outcome entry. */
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';

/** Kept back for logging the outcome and sending the answer, in milliseconds. */
export const OUTCOME_RESERVE_MS = 50;

/** Less than this for the adapter is not worth asking, in milliseconds. */
const LEAST_ADAPTER_TIME_MS = 5;

/** The time a call has. */
export interface Deadline {
  /** When the caller stops waiting, milliseconds since the epoch. */
  readonly callerMs: number;
  /** When the adapter must have answered. */
  readonly adapterMs: number;
}

/**
 * Divides the caller's time. `defaultMs` is the operation's longest time: the deadline of a caller who set none, and
 * the bound of one who set more.
 */
export function divideTime(requestedMs: number | undefined, defaultMs: number, clock: Clock): Deadline {
  const now = clock.now();
  const callerMs = Math.min(requestedMs ?? Number.POSITIVE_INFINITY, now + defaultMs);
  const adapterMs = callerMs - OUTCOME_RESERVE_MS;
  if (adapterMs - now < LEAST_ADAPTER_TIME_MS) {
    throw tooLateToAsk();
  }
  return { callerMs, adapterMs };
}

/** The refusal when nobody can be asked in the time that is left. */
export const tooLateToAsk = (): Refusal =>
  new Refusal('DEADLINE_TOO_SHORT', 'too little time is left to ask and to log the outcome', {
    metadata: { least_ms: String(OUTCOME_RESERVE_MS + LEAST_ADAPTER_TIME_MS) },
  });

/** Waits for work until a time, in milliseconds since the epoch; then rejects with the refusal of `late`. */
export async function inTime<Result>(
  work: Promise<Result>,
  deadlineMs: number,
  clock: Clock,
  late: () => Refusal,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, deadlineMs - clock.now()));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why an append was not waited for. */
export const NOT_CONFIRMED = 'the audit log did not confirm the entry in time; what it was to let go was not disclosed';

/** The refusal when the log takes longer than the caller waits. */
export const logTooLate = (message: string): Refusal =>
  new Refusal('AUDIT_UNAVAILABLE', message, { retryAfterMs: 1_000 });
