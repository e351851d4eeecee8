import type { BirthDay } from './birth-day.js';
import { withRoomFor } from './growable.js';

/** What the index keeps of each name besides its tokens. */
export interface EntryData {
  readonly owner: number;
  readonly birthDay: BirthDay;
  /** Bit n is set if a word begins with the nth letter. */
  readonly initials: number;
  readonly words: number;
  readonly group: number;
}

/** Numbers of one entry, side by side: whoever reads one reads them all, and memory comes in lines. */
const STRIDE = 4;
const MAX_WORDS = 255;

/** Entries by number. Numbers that become free are given out again. */
export class Entries {
  #data = new Uint32Array(1024);
  readonly #free: number[] = [];
  #end = 0;

  /** Entries in use. */
  get size(): number {
    return this.#end - this.#free.length;
  }

  /** Above every number in use. */
  get limit(): number {
    return this.#end;
  }

  get bytes(): number {
    return this.#data.byteLength;
  }

  add({ owner, birthDay, initials, words, group }: EntryData): number {
    const entry = this.#free.pop() ?? this.#end++;
    this.#data = withRoomFor(this.#data, this.#end * STRIDE);
    this.#data.set([owner, birthDay, initials, Math.min(words, MAX_WORDS) * 2 ** 16 + group], entry * STRIDE);
    return entry;
  }

  remove(entry: number): void {
    this.#free.push(entry);
  }

  ownerOf(entry: number): number {
    return this.#data[entry * STRIDE] ?? 0;
  }

  birthDayOf(entry: number): BirthDay {
    return this.#data[entry * STRIDE + 1] ?? 0;
  }

  initialsOf(entry: number): number {
    return this.#data[entry * STRIDE + 2] ?? 0;
  }

  wordsOf(entry: number): number {
    return (this.#data[entry * STRIDE + 3] ?? 0) >>> 16;
  }

  groupOf(entry: number): number {
    return (this.#data[entry * STRIDE + 3] ?? 0) & 0xffff;
  }
}
