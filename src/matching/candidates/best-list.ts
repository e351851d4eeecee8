/** The best so many of a stream of ranked numbers, in a heap whose root is the worst of them. */
export class BestList {
  readonly #ranks: Float64Array;
  /** Of equal ranks the lower order is the better. */
  readonly #orders: Float64Array;
  readonly #values: Uint32Array;
  #size = 0;
  /** Best rank that was turned away. */
  #bestDropped = -Infinity;

  constructor(limit: number) {
    this.#ranks = new Float64Array(limit);
    this.#orders = new Float64Array(limit);
    this.#values = new Uint32Array(limit);
  }

  get bestDropped(): number {
    return this.#bestDropped;
  }

  /** What a rank must at least be to get in: the worst of a full list. */
  get floor(): number {
    return this.#size === this.#values.length ? (this.#ranks[0] ?? 0) : -Infinity;
  }

  offer(rank: number, order: number, value: number): void {
    const full = this.#size === this.#values.length;
    if (full && !this.#isWorse(0, rank, order)) {
      this.drop(rank);
      return;
    }
    if (full) {
      this.drop(this.#ranks[0] ?? 0);
      this.#sink(rank, order, value);
    } else {
      this.#rise(rank, order, value);
    }
  }

  /** Takes note of a rank that was turned away before. */
  drop(rank: number): void {
    if (rank > this.#bestDropped) this.#bestDropped = rank;
  }

  /** Best first. */
  take(): { readonly value: number; readonly rank: number }[] {
    return Array.from({ length: this.#size }, (_, at) => at)
      .sort((a, b) => (this.#ranks[b] ?? 0) - (this.#ranks[a] ?? 0) || (this.#orders[a] ?? 0) - (this.#orders[b] ?? 0))
      .map((at) => ({ value: this.#values[at] ?? 0, rank: this.#ranks[at] ?? 0 }));
  }

  #isWorse(at: number, rank: number, order: number): boolean {
    const own = this.#ranks[at] ?? 0;
    return own < rank || (own === rank && (this.#orders[at] ?? 0) > order);
  }

  #put(at: number, rank: number, order: number, value: number): void {
    this.#ranks[at] = rank;
    this.#orders[at] = order;
    this.#values[at] = value;
  }

  #copy(from: number, to: number): void {
    this.#put(to, this.#ranks[from] ?? 0, this.#orders[from] ?? 0, this.#values[from] ?? 0);
  }

  #rise(rank: number, order: number, value: number): void {
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#isWorse(parent, rank, order)) break;
      this.#copy(parent, at);
      at = parent;
    }
    this.#put(at, rank, order, value);
  }

  #sink(rank: number, order: number, value: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (right < this.#size && this.#isWorse(right, this.#ranks[child] ?? 0, this.#orders[child] ?? 0)) child = right;
      if (!this.#isWorse(child, rank, order)) break;
      this.#copy(child, at);
      at = child;
    }
    this.#put(at, rank, order, value);
  }
}
