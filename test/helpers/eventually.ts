import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks, in milliseconds. */
const LOOK_EVERY_MS = 20;

/**
 * Looks again and again until `look` no longer throws, for what happens in another process or behind an answer and
 * tells nobody. Rejects with the last look's error once the patience is over.
 */
export async function eventually<T>(look: () => Promise<T> | T, patienceMs = 10_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() >= until) throw error;
    }
    await pause(LOOK_EVERY_MS);
  }
}
