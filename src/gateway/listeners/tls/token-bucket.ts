import { performance } from 'node:perf_hooks';

/** Lets events through at a steady rate, with a burst after quiet times. */
export interface TokenBucket {
  /** Takes one token; false when there is none. */
  take(): boolean;
}

/** Makes a full bucket. The monotonic clock fills it: a wall clock set back would starve it. */
export function createTokenBucket(ratePerSecond: number, burst: number): TokenBucket {
  let tokens = burst;
  let filledAtMs = performance.now();
  return {
    take() {
      const now = performance.now();
      tokens = Math.min(burst, tokens + ((now - filledAtMs) / 1000) * ratePerSecond);
      filledAtMs = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
