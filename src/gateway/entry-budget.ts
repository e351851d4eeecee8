/** A bound on entries that a flood could cause: beyond it they are counted, and the counts are logged. */
import type { Clock } from '../shared/clock.js';
import type { JsonObject } from '../shared/json.js';

/** Entries of their own that one budget allows within one window; the rest share one entry. */
const ENTRIES_PER_WINDOW = 50;

/** Length of the window, in milliseconds. */
const WINDOW_MS = 10_000;

/** Room for entries about what anybody can cause often. */
export interface EntryBudget {
  /** Whether there is room for an entry; when there is none, the refusals are counted under their status. */
  take(status: string, count: number): boolean;
  /** Hands over the counts that are still open. */
  flush(): void;
}

/**
 * Makes a budget of entries for each window. The statuses are of closed lists, which bounds the counts; `onOverflow` gets
 * those of a window in which there was no room.
 */
export function createEntryBudget(clock: Clock, onOverflow: (counts: JsonObject) => void): EntryBudget {
  let windowEndsMs = 0;
  let written = 0;
  let suppressed = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (suppressed.size === 0) return;
    const counts = Object.fromEntries(suppressed);
    suppressed = new Map();
    onOverflow(counts);
  };

  return {
    take(status, count) {
      const now = clock.now();
      if (now >= windowEndsMs) {
        flush();
        windowEndsMs = now + WINDOW_MS;
        written = 0;
      }
      if (written < ENTRIES_PER_WINDOW) {
        written += 1;
        return true;
      }
      suppressed.set(status, (suppressed.get(status) ?? 0) + count);
      timer ??= setTimeout(flush, WINDOW_MS).unref();
      return false;
    },
    flush,
  };
}
