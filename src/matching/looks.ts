/**
 * Which additions a search may not have seen. One thread writes what others scan meanwhile: what is put in behind a scan's
 * back, or while it looks, is noted here for every search under way, which looks at it itself when its scan has ended.
 */

/** A search under way: when it began, and the first of the additions that it may not have seen. */
export interface Look {
  /** Counted in searches. */
  readonly began: number;
  readonly firstAddition: number;
}

/** Searches under way, and what was added since the oldest of them began. */
export class Looks {
  /** The oldest comes first. */
  readonly #underWay = new Set<Look>();
  #began = 0;
  #additions: number[] = [];
  /** How many were noted, and forgotten, before them. */
  #forgotten = 0;

  /** Searches that ever began. */
  get began(): number {
    return this.#began;
  }

  /** When the oldest search under way began; infinity when there is none. */
  get oldest(): number {
    const [oldest] = this.#underWay;
    return oldest?.began ?? Infinity;
  }

  /** Begins a search. */
  begin(): Look {
    const look = { began: ++this.#began, firstAddition: this.#forgotten + this.#additions.length };
    this.#underWay.add(look);
    return look;
  }

  /** Ends a search. */
  end(look: Look): void {
    this.#underWay.delete(look);
    const [oldest] = this.#underWay;
    const forgettable = (oldest?.firstAddition ?? Infinity) - this.#forgotten;
    this.#forgotten += this.#additions.splice(0, Math.min(forgettable, this.#additions.length)).length;
  }

  /** Notes what was written, by its number. */
  note(number: number): void {
    if (this.#underWay.size > 0) this.#additions.push(number);
  }

  /** What was noted since a search began, in that order. */
  since(look: Look): readonly number[] {
    return this.#additions.slice(look.firstAddition - this.#forgotten);
  }
}
