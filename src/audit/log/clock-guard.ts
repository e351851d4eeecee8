/** Time for the log: never decreasing, with every step back of the clock noticed once. */
import type { Clock } from '../../shared/clock.js';

/**
 * Clocks of several machines differ. That far behind the newest entry, a clock that has not been seen to jump is taken
 * for another machine's, not for one that was set back (docs/audit-log.md, threats).
 */
export const SKEW_TOLERATED_MS = 2_000;

/** What the clock said. */
export interface ClockReading {
  /** Milliseconds since the epoch, not before the newest entry. */
  readonly time: number;
  /** Milliseconds by which the clock was found set back just now; 0 otherwise. */
  readonly steppedBackMs: number;
}

/** Watches a clock. */
export class ClockGuard {
  readonly #clock: Clock;
  #last: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the clock says, unguarded. */
  now(): number {
    return Math.trunc(this.#clock.now());
  }

  /** Reads the clock, for an entry that follows one of time `newest`. */
  read(newest: number): ClockReading {
    const now = this.now();
    const last = this.#last;
    this.#last = now;
    const behind = newest - now;
    let steppedBackMs = 0;
    if (last === undefined) steppedBackMs = behind > SKEW_TOLERATED_MS ? behind : 0;
    else if (now < last) steppedBackMs = last - now;
    return { time: Math.max(now, newest), steppedBackMs };
  }
}
