import { withRoomFor } from './growable.js';

/** Room that a list may have: each step a third to a half more than the last, so that little of it stays empty. */
const ROOM: Uint32Array = (() => {
  const steps = [1, 2, 3];
  while ((steps.at(-1) ?? 0) < 2 ** 29) steps.push((steps.at(-2) ?? 0) * 2);
  return Uint32Array.from(steps);
})();

const NONE = 0xffffffff;

/**
 * Lists of numbers, each in one piece of a common array. Lists are numbered from 0 and exist as soon as they are named.
 * A list that outgrows its piece moves to a larger one, and what it leaves goes to the next list of that size. The order
 * within a list means nothing.
 *
 * To read a list quickly: items from start(list) to start(list) + size(list). Any change may replace items.
 */
export class PostingLists {
  items: Uint32Array = new Uint32Array(1024);
  #used = 0;
  #starts: Uint32Array = new Uint32Array(256);
  #sizes: Uint32Array = new Uint32Array(256);
  /** Place in ROOM, from 1; 0 for a list that has none. */
  #steps: Uint8Array = new Uint8Array(256);
  /** First free piece of each step; each holds the start of the next. */
  readonly #free = new Uint32Array(ROOM.length).fill(NONE);

  size(list: number): number {
    return this.#sizes[list] ?? 0;
  }

  start(list: number): number {
    return this.#starts[list] ?? 0;
  }

  add(list: number, item: number): void {
    this.#sizes = withRoomFor(this.#sizes, list + 1);
    this.#starts = withRoomFor(this.#starts, list + 1);
    this.#steps = withRoomFor(this.#steps, list + 1);
    const size = this.#sizes[list] ?? 0;
    const step = this.#steps[list] ?? 0;
    if (step === 0 || size === ROOM[step - 1]) this.#move(list, step + 1);
    this.items[(this.#starts[list] ?? 0) + size] = item;
    this.#sizes[list] = size + 1;
  }

  /** Takes one occurrence of the item out; false if there is none. Linear in the size of the list. */
  remove(list: number, item: number): boolean {
    const start = this.start(list);
    const last = start + this.size(list) - 1;
    const at = this.items.subarray(start, last + 1).indexOf(item);
    if (at < 0) return false;
    this.items[start + at] = this.items[last] ?? 0;
    this.#sizes[list] = last - start;
    if (last === start) this.#release(list);
    return true;
  }

  /** Bytes that all lists take. */
  get bytes(): number {
    return this.items.byteLength + this.#starts.byteLength + this.#sizes.byteLength + this.#steps.byteLength;
  }

  #move(list: number, step: number): void {
    const start = this.#starts[list] ?? 0;
    const target = this.#take(step);
    this.items.copyWithin(target, start, start + this.size(list));
    this.#release(list);
    this.#starts[list] = target;
    this.#steps[list] = step;
  }

  #take(step: number): number {
    const free = this.#free[step - 1] ?? NONE;
    if (free !== NONE) {
      this.#free[step - 1] = this.items[free] ?? NONE;
      return free;
    }
    const start = this.#used;
    this.#used += ROOM[step - 1] ?? 0;
    this.items = withRoomFor(this.items, this.#used);
    return start;
  }

  #release(list: number): void {
    const step = this.#steps[list] ?? 0;
    if (step === 0) return;
    const start = this.#starts[list] ?? 0;
    this.items[start] = this.#free[step - 1] ?? NONE;
    this.#free[step - 1] = start;
    this.#steps[list] = 0;
  }
}
