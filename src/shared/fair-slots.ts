/**
 * Lets so many pieces of work run at a time, of several parties that know nothing of each other. None has all slots, however
 * much it brings, and a slot that becomes free goes to whoever waits with the fewest.
 */

/** How many pieces of work run at a time. */
export interface FairSlotsSettings {
  /** Of all parties together. */
  readonly slots: number;
  /** Of one party: what is left to the others, whether or not they are there. */
  readonly mostOfOne: number;
}

interface Party {
  running: number;
  /** Work that waits, first come, first served. */
  readonly waiting: (() => void)[];
}

/** The slots. */
export class FairSlots {
  readonly #mostOfOne: number;
  #free: number;
  /** Those that have work, by name: who came, or was given a slot, longest ago is first. */
  readonly #parties = new Map<string, Party>();

  constructor({ slots, mostOfOne }: FairSlotsSettings) {
    this.#free = slots;
    this.#mostOfOne = mostOfOne;
  }

  /** Work of a party that runs or waits. */
  workOf(name: string): number {
    const party = this.#parties.get(name);
    return party === undefined ? 0 : party.running + party.waiting.length;
  }

  /** Does the work of a party when there is a slot for it; says how it ended. */
  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const party = this.#parties.get(name) ?? { running: 0, waiting: [] };
    this.#parties.set(name, party);
    await new Promise<void>((begin) => {
      party.waiting.push(begin);
      this.#fill();
    });
    try {
      return await work();
    } finally {
      this.#free += 1;
      party.running -= 1;
      if (party.running === 0 && party.waiting.length === 0) this.#parties.delete(name);
      this.#fill();
    }
  }

  /** Gives out what is free. */
  #fill(): void {
    while (this.#free > 0) {
      const next = this.#next();
      if (next === undefined) return;
      const [name, party] = next;
      this.#parties.delete(name);
      this.#parties.set(name, party);
      this.#free -= 1;
      party.running += 1;
      party.waiting.shift()?.();
    }
  }

  /** Of those that wait and may have more, the one with the fewest; of several such, the first. */
  #next(): [string, Party] | undefined {
    let next: [string, Party] | undefined;
    for (const one of this.#parties) {
      const [, { running, waiting }] = one;
      if (waiting.length === 0 || running >= this.#mostOfOne) continue;
      if (next === undefined || running < next[1].running) next = one;
    }
    return next;
  }
}
