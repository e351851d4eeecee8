import type { SealedEntry } from './draft.js';
import type { LoggedEntry } from './entry.js';
import type { LogLimits } from './limits.js';

/** A sealed entry and who waits for it. */
export interface Waiting {
  readonly entry: SealedEntry;
  readonly resolve: (logged: LoggedEntry) => void;
  readonly reject: (error: Error) => void;
}

/** Entries that wait for a transaction, in the order in which they came. */
export class WaitingEntries {
  readonly #limits: LogLimits;
  #queue: Waiting[] = [];
  #bytes = 0;

  constructor(limits: LogLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Whether no more may wait; `coming` more are on their way already. */
  isFull(coming: number): boolean {
    const { queueEntries, queueBytes } = this.#limits;
    return this.#queue.length + coming >= queueEntries || this.#bytes >= queueBytes;
  }

  add(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#bytes += waiting.entry.bytes;
  }

  /** Takes what one transaction may hold: at least one, if there is any. */
  takeBatch(): Waiting[] {
    const { batchEntries, batchBytes } = this.#limits;
    let bytes = 0;
    let count = 0;
    for (const { entry } of this.#queue) {
      if (count === batchEntries || (count > 0 && bytes + entry.bytes > batchBytes)) break;
      bytes += entry.bytes;
      count += 1;
    }
    this.#bytes -= bytes;
    const taken = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return taken;
  }

  /** Takes all. */
  takeAll(): Waiting[] {
    this.#bytes = 0;
    return this.#queue.splice(0);
  }
}
