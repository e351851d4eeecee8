import type { Clock } from '../../../shared/clock.js';

/** A timer takes at most 2^31 - 1 ms; times further away are approached in steps of this length. */
const LONGEST_STEP_MS = 24 * 60 * 60 * 1000;

/** Calls back when the earliest of the expected times has come. */
export interface ExpiryTimer {
  expectBy(timeMs: number): void;
  stop(): void;
}

/** Makes a timer that expects nothing. After a call back it expects nothing again. */
export function createExpiryTimer(clock: Clock, onDue: () => void): ExpiryTimer {
  let dueMs = Infinity;
  let timer: NodeJS.Timeout | undefined;

  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(fire, Math.min(Math.max(dueMs - clock.now(), 0), LONGEST_STEP_MS)).unref();
  };
  const fire = (): void => {
    if (clock.now() < dueMs) {
      schedule();
      return;
    }
    dueMs = Infinity;
    onDue();
  };

  return {
    expectBy(timeMs) {
      if (timeMs >= dueMs) return;
      dueMs = timeMs;
      schedule();
    },
    stop: () => clearTimeout(timer),
  };
}
