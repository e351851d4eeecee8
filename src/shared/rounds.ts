/** Work that is done again and again: one round at a time, however long it takes. */
export class Rounds {
  readonly #round: () => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(round: () => Promise<void>, onFault: (error: unknown) => void) {
    this.#round = round;
    this.#onFault = onFault;
  }

  /** True once it is to end: a round with much to do looks at it between its pieces. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Begins: every so many milliseconds a round, unless the one before is still under way. */
  start(everyMs: number): void {
    this.#timer = setInterval(() => this.begin(), everyMs).unref();
  }

  /** Begins a round now, unless one is under way. */
  begin(): void {
    this.#running ??= this.#round()
      .catch(this.#onFault)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** No round begins any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }
}
