/** Bounds the questions that one system has at a time. */
import type { Ending } from '../../shared/ending.js';

/** All places are taken: the question is refused, and the system has not seen it. */
export class BulkheadFull extends Error {
  override readonly name = 'BulkheadFull';
}

/** A place of one question. It is held from the start. */
export interface BulkheadPlace {
  /** Gives it back; nothing happens if it is not held. */
  leave(): void;
  /**
   * Takes one again after `leave`, before any question that begins, and after those that wait for the same. Rejects with the
   * signal's reason when it comes first.
   */
  comeBack(signal: Ending): Promise<void>;
}

/** The bulkhead of one system. */
export class Bulkhead {
  #free: number;
  /** Who comes back, in the order in which they came. */
  readonly #waiting = new Set<() => void>();

  constructor(capacity: number) {
    this.#free = capacity;
  }

  /** Takes a place for a question that begins. Throws BulkheadFull: it does not wait, since others could have answered. */
  enter(): BulkheadPlace {
    if (this.#free === 0) throw new BulkheadFull('all places are taken');
    this.#free -= 1;
    let isHeld = true;
    return {
      leave: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#giveBack();
      },
      comeBack: async (signal) => {
        signal.throwIfAborted();
        await this.#takeAgain(signal);
        isHeld = true;
      },
    };
  }

  /** A place that is given back goes to who waits for one: none is free while somebody waits. */
  #giveBack(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  #takeAgain(signal: Ending): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(take);
        reject(signal.reason as Error);
      };
      const take = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      this.#waiting.add(take);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
