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
    throw new Refusal('DEADLINE_TOO_SHORT', 'too little time is left to ask and to log the outcome', {
      metadata: { least_ms: String(OUTCOME_RESERVE_MS + LEAST_ADAPTER_TIME_MS) },
    });
  }
  return { callerMs, adapterMs };
}

/** A signal that ends the adapter's work: the caller has gone, or its time is up. Always `release` it. */
export function adapterSignal(
  deadline: Deadline,
  caller: AbortSignal,
  system: string,
  clock: Clock,
): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const cancel = (): void => controller.abort(new Refusal('CANCELLED', 'the caller gave up'));
  const timer = setTimeout(() => {
    controller.abort(new Refusal('SYSTEM_TIMED_OUT', `${system} did not answer in time`, { metadata: { system } }));
  }, deadline.adapterMs - clock.now());
  if (caller.aborted) cancel();
  else caller.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      caller.removeEventListener('abort', cancel);
    },
  };
}

/**
 * Waits for a log append no longer than the caller does. If the entry stands later all the same, an intent is closed by
 * the orphan scan; an outcome says more than was disclosed, never less.
 */
export function appendInTime<Result>(append: Promise<Result>, deadlineMs: number, clock: Clock): Promise<Result> {
  const late = 'the audit log did not confirm the entry in time; nothing was disclosed';
  return inTime(append, deadlineMs, clock, late);
}

/** Waits for a proof no longer than the caller does. */
export function proveInTime<Result>(proof: Promise<Result>, deadlineMs: number, clock: Clock): Promise<Result> {
  return inTime(proof, deadlineMs, clock, 'the audit log could not be read in time');
}

async function inTime<Result>(
  work: Promise<Result>,
  deadlineMs: number,
  clock: Clock,
  message: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooLate = (): void => reject(new Refusal('AUDIT_UNAVAILABLE', message, { retryAfterMs: 1_000 }));
    timer = setTimeout(tooLate, Math.max(0, deadlineMs - clock.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
