/** Work behind the commit, of which one run must end before the next begins. */
export class OneAtATime {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Runs it once more, after the run at hand. Rejects when this run fails. */
  async run(): Promise<void> {
    while (this.#running !== undefined) await this.#running.catch(() => undefined);
    this.#running = this.#work();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Resolves when the run at hand has ended, however. */
  async ended(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }
}
