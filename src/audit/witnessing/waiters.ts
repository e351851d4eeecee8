import type { CosignedCheckpoint } from './witnessed-checkpoint.js';

interface Waiter {
  readonly size: number;
  readonly resolve: (found: CosignedCheckpoint) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Those who wait for a checkpoint with a quorum. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  /** Resolves to the first checkpoint of at least `size` leaves that is told; rejects with `late()` after `ms`. */
  wait(size: number, ms: number, late: () => Error): Promise<CosignedCheckpoint> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(late());
      }, ms);
      const waiter: Waiter = { size, resolve, reject, timer };
      this.#waiting.add(waiter);
    });
  }

  /** A checkpoint has its quorum. */
  tell(found: CosignedCheckpoint): void {
    for (const waiter of this.#take(({ size }) => size <= found.size)) waiter.resolve(found);
  }

  /** Nobody will be told any more. */
  giveUp(error: Error): void {
    for (const waiter of this.#take(() => true)) waiter.reject(error);
  }

  #take(which: (waiter: Waiter) => boolean): Waiter[] {
    const taken = [...this.#waiting].filter(which);
    for (const waiter of taken) {
      clearTimeout(waiter.timer);
      this.#waiting.delete(waiter);
    }
    return taken;
  }
}
