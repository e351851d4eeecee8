import type { Change } from '../store/changes-since.js';

/** Takes changes in, one after the other and each once, however many ask for it. */
export class Intake<One extends Change> {
  readonly #changesSince: (revision: bigint) => AsyncIterable<readonly One[]>;
  readonly #take: (change: One) => void | Promise<void>;
  #revision = 0n;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** `changesSince` gives changes after a revision, in their order. */
  constructor(
    changesSince: (revision: bigint) => AsyncIterable<readonly One[]>,
    take: (change: One) => void | Promise<void>,
  ) {
    this.#changesSince = changesSince;
    this.#take = take;
  }

  /**
   * Takes in everything that had changed when it was called. When it rejects, the next call goes on where it stopped.
   */
  refresh(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    // What is under way may have read past what has changed by now. Whether it failed is for those who wait for it.
    const over = this.#running.catch(() => undefined);
    this.#next ??= over.then(() => {
      this.#next = undefined;
      return this.#running ?? this.#start();
    });
    return this.#next;
  }

  #start(): Promise<void> {
    this.#running = this.#takeIn().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #takeIn(): Promise<void> {
    for await (const changes of this.#changesSince(this.#revision)) {
      for (const change of changes) {
        await this.#take(change);
        this.#revision = change.revision;
      }
    }
  }
}
