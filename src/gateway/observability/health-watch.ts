/** Runs the health checks now and then, for those who are told of health and do not ask for it (grpc.health.v1). */
import { failingChecks, type HealthCheck } from './endpoint.js';

/** Between the end of one round of checks and the next, in milliseconds. */
const INTERVAL_MS = 1_000;

/** A watch that is kept. */
export interface HealthWatch {
  /** Ends the watch: `onChange` is not called any more. */
  stop(): void;
}

/**
 * Tells which checks fail: after the first round, for which it waits, and then whenever the list is another one. With
 * no checks failing the list is empty.
 */
export async function watchHealth(
  checks: readonly HealthCheck[],
  onChange: (failing: readonly string[]) => void,
  intervalMs: number = INTERVAL_MS,
): Promise<HealthWatch> {
  let told: string | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const failing = await failingChecks(checks);
    // What began before the watch ended must not be told after it.
    if (stopped) return;
    timer = setTimeout(() => void look(), intervalMs).unref();
    if (failing.join() === told) return;
    told = failing.join();
    onChange(failing);
  };
  await look();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
