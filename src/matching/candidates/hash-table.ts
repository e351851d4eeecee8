/** Taken out: the chain of places goes on behind it. */
const GONE = 0xffffffff;
const MAX_LOAD = 0.6;

/**
 * A table from hashes to numbers that stores the numbers alone: four bytes an entry. What is found under a hash includes
 * whatever else lies on the way there, so the finder must check each; a name index has to do that anyhow.
 *
 * A table that is full is not enlarged in place, since it does not know its hashes: whoever owns it makes a new one and
 * enters everything again.
 */
export class HashTable {
  /** Numbers plus one; 0 is empty. */
  readonly #places: Uint32Array;
  readonly #mask: number;
  /** Places that are not empty. */
  #taken = 0;

  /** The capacity is what it holds before it is full. */
  constructor(capacity: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(16, capacity / MAX_LOAD)));
    this.#places = new Uint32Array(places);
    this.#mask = places - 1;
  }

  get isFull(): boolean {
    return this.#taken >= this.#places.length * MAX_LOAD;
  }

  get bytes(): number {
    return this.#places.byteLength;
  }

  add(hash: number, value: number): void {
    let at = hash & this.#mask;
    while (this.#places[at] !== 0) at = (at + 1) & this.#mask;
    this.#places[at] = value + 1;
    this.#taken++;
  }

  /** Takes out one entry of this value on the way from the hash. */
  remove(hash: number, value: number): void {
    for (let at = hash & this.#mask; this.#places[at] !== 0; at = (at + 1) & this.#mask) {
      if (this.#places[at] === value + 1) {
        this.#places[at] = GONE;
        return;
      }
    }
  }

  /** Appends everything found under the hash, and what lies beside it, from the given place on; returns the new end. */
  collect(hash: number, into: number[], end: number): number {
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const value = this.#places[at] ?? 0;
      if (value === 0) return end;
      if (value !== GONE) into[end++] = value - 1;
    }
  }
}
