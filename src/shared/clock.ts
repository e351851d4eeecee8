/** Source of wall time, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Never goes back, and knows nothing of the date: for ages alone. Milliseconds since the process began. */
export const monotonicClock: Clock = { now: () => performance.now() };
