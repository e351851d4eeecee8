import type { Clock } from './clock.js';
import type { Ending } from './ending.js';
import { Refusal } from './refusal.js';

/**
 * The time, in milliseconds since the epoch, at which a system begins to answer. Throws the signal's reason when nobody
 * waits any more, or the Refusal SYSTEM_TIMED_OUT when no time is left.
 */
export function nowInTime(
  system: string,
  clock: Clock,
  { signal, deadlineMs }: { readonly signal: Ending; readonly deadlineMs: number },
): number {
  signal.throwIfAborted();
  const now = clock.now();
  if (now < deadlineMs) return now;
  throw new Refusal('SYSTEM_TIMED_OUT', `No time is left to ask ${system}`, { metadata: { system } });
}
