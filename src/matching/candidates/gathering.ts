import { withRoomFor } from './growable.js';

/** What a part of the question adds to those who bear a token of it. */
export interface Gain {
  /** The part, as a bit. */
  readonly bit: number;
  /** Parts, as bits, beside which this one counts for nothing. */
  readonly instead: number;
  readonly weight: number;
  /** Whether it brings in entries that have no other part yet. */
  readonly finds: boolean;
}

/**
 * The entries that a question has met so far, with what speaks for each. A sparse set (Briggs and Torczon 1993): empty at
 * once, without touching what it held.
 */
export class Gathering {
  /** Place of each entry among those met, if the entry there is the very one. */
  #places = new Uint32Array(256);
  #entries = new Uint32Array(1024);
  #parts = new Uint32Array(1024);
  #weights = new Float32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.byteLength + this.#entries.byteLength + this.#parts.byteLength + this.#weights.byteLength;
  }

  entryAt(place: number): number {
    return this.#entries[place] ?? 0;
  }

  weightAt(place: number): number {
    return this.#weights[place] ?? 0;
  }

  /** Begins anew, for entries with numbers below the limit. */
  begin(limit: number): void {
    this.#places = withRoomFor(this.#places, limit);
    this.#size = 0;
  }

  /** Adds the gain to the entries from start to end of a list. */
  add(list: Uint32Array, start: number, end: number, { bit, instead, weight, finds }: Gain): void {
    if (finds) this.#makeRoom(this.#size + end - start);
    const [places, entries, parts, weights] = [this.#places, this.#entries, this.#parts, this.#weights];
    const not = bit | instead;
    let size = this.#size;
    for (let at = start; at < end; at++) {
      const entry = list[at] ?? 0;
      const place = places[entry] ?? 0;
      if (place < size && entries[place] === entry) {
        const has = parts[place] ?? 0;
        if ((has & not) !== 0) continue;
        parts[place] = has | bit;
        weights[place] = (weights[place] ?? 0) + weight;
      } else if (finds) {
        places[entry] = size;
        entries[size] = entry;
        parts[size] = bit;
        weights[size] = weight;
        size++;
      }
    }
    this.#size = size;
  }

  /** The weight that so many entries reach or exceed, rounded down to a step of 1/256; 0 if there are fewer. */
  weightOfBest(count: number): number {
    const steps = new Uint32Array(257);
    for (let place = 0; place < this.#size; place++) {
      const step = Math.min(256, Math.floor((this.#weights[place] ?? 0) * 256));
      steps[step] = (steps[step] ?? 0) + 1;
    }
    let reached = 0;
    for (let step = 256; step > 0; step--) {
      reached += steps[step] ?? 0;
      if (reached >= count) return step / 256;
    }
    return 0;
  }

  #makeRoom(size: number): void {
    this.#entries = withRoomFor(this.#entries, size);
    this.#parts = withRoomFor(this.#parts, size);
    this.#weights = withRoomFor(this.#weights, size);
  }
}
