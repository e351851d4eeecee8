/** Asks a system whose answer comes in parts, one at a time, for no longer than somebody waits. */
import type { AskContext, PartialAnswer, StreamedInquiry } from '../../adapters/adapter.js';
import { monotonicClock } from '../../shared/clock.js';
import type { BulkheadPlace } from './bulkhead.js';

/** Takes one part; the next is asked for when it has resolved. What it throws ends the answer. */
export type TakePart = (part: PartialAnswer<unknown>) => Promise<void>;

/** What came of it, as far as the system is to blame or to praise. */
export interface Relayed {
  /** Why the answer ended before its end, when that was not the system's doing. */
  readonly stopped?: { readonly error: unknown };
}

/** A question's context, with the time at which it was put, milliseconds since the epoch. */
export interface TimedContext extends AskContext {
  /** Moves on by the time that was taken by others than the system. */
  askedMs: number;
}

/**
 * Takes part after part until the system has no more. Rejects with what the system threw, or with the signal's reason
 * when that came first: nobody waits longer, even for an adapter that ignores it. The question leaves its place in the
 * bulkhead while a part is taken: a reader who takes their time keeps nobody else from the system. `answered` hears that the
 * system works before its first part is taken, and before each other.
 */
export async function relayParts(
  inquiry: StreamedInquiry<unknown>,
  context: TimedContext,
  take: TakePart,
  place: BulkheadPlace,
  answered: () => Promise<void>,
): Promise<Relayed> {
  const { signal } = context;
  signal.throwIfAborted();
  const parts = inquiry.askParts(context)[Symbol.asyncIterator]();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // It may come between two waits.
  aborted.catch(() => undefined);
  let isOver = false;
  try {
    for (;;) {
      const next = await Promise.race([parts.next(), aborted]);
      if (next.done === true) {
        isOver = true;
        return {};
      }
      const takenFrom = monotonicClock.now();
      place.leave();
      await answered();
      try {
        await take(next.value);
      } catch (error) {
        return { stopped: { error } };
      }
      try {
        await place.comeBack(signal);
      } finally {
        context.askedMs += monotonicClock.now() - takenFrom;
      }
    }
  } catch (error) {
    // A generator that has thrown has ended; for one that was left alone, an end is asked for below.
    isOver = !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!isOver) letGo(parts);
  }
}

/** Nobody waits for its end, and nobody is there any more whom its failure would concern. */
function letGo(parts: AsyncIterator<unknown>): void {
  parts.return?.().catch(() => undefined);
}
