/** Lets so many pieces of work run at a time; what comes then waits, first come, first served. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Does the work when there is a slot for it; says how it ended. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Handed over, so that nobody who comes now is faster.
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
