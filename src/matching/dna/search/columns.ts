/**
 * Profiles in columns of a shared memory, 56 bytes each. One thread writes; any number of threads scan meanwhile. What is
 * half written may be proposed for nothing, as the rules look at every proposal; or passed over, so that every search under
 * way is told of what was written since it began, and looks at that as well.
 */
import { createSharedMemory, layOutLanes, PAGE, type ScanLane } from '../../lane-memory.js';
import { type Look, Looks } from '../../looks.js';
import { STR_LOCI, type StrLocus } from '../loci.js';
import type { DnaProfile } from '../profile.js';
import { codeOf, NOT_TYPED } from './codes.js';

/** Profiles of a chunk: what a thread scans at a time. */
export const CHUNK = 65_536;

const COLUMN_BYTES = CHUNK * 2;
const CHUNK_BYTES = STR_LOCI.length * COLUMN_BYTES;

/** In front of the chunks: questions of at most 1 KiB, and the numbers that a chunk may answer. */
const LANES_IN_FRONT = layOutLanes(1_024, CHUNK * 4);
const FIRST_CHUNK = PAGE * LANES_IN_FRONT.pages;

/** Where a locus' column of a chunk begins. */
export const columnAddress = (chunk: number, locus: StrLocus): number =>
  FIRST_CHUNK + chunk * CHUNK_BYTES + STR_LOCI.indexOf(locus) * COLUMN_BYTES;

/** Where the n-th thread puts its question, and finds its answer. */
export const columnLane = (lane: number): ScanLane => LANES_IN_FRONT.laneOf(lane);

/** Makes the memory of an empty collection, which has room for some 75 million profiles. */
export const createColumnMemory = (): WebAssembly.Memory => createSharedMemory(LANES_IN_FRONT.pages);

/** Writes profiles into columns. */
export class ProfileColumns {
  readonly memory = createColumnMemory();
  readonly #looks = new Looks();
  readonly #free = new Set<number>();
  #codes = new Uint16Array(this.memory.buffer);
  #chunks = 0;
  #next = 0;

  /** Numbers that were ever given; those that are free among them hold nothing. */
  get length(): number {
    return this.#next;
  }

  /** Profiles held. */
  get size(): number {
    return this.#next - this.#free.size;
  }

  /** Chunks to scan. */
  get chunks(): number {
    return Math.ceil(this.#next / CHUNK);
  }

  /** Puts a profile in, and returns its number. Numbers of removed profiles are given again. Throws a RangeError when full. */
  add({ pairs }: Pick<DnaProfile, 'pairs'>): number {
    const [free] = this.#free;
    const number = free ?? this.#append();
    this.#free.delete(number);
    for (const [locus, pair] of pairs) this.#put(number, locus, codeOf(pair, locus));
    this.#looks.note(number);
    return number;
  }

  /**
   * Puts a profile in another's place, under the same number: whoever was proposed the one finds the other there. Throws a
   * RangeError for a number that holds none.
   */
  replace(number: number, { pairs }: Pick<DnaProfile, 'pairs'>): void {
    this.#assertHolds(number);
    for (const locus of STR_LOCI) {
      const pair = pairs.get(locus);
      this.#put(number, locus, pair === undefined ? NOT_TYPED : codeOf(pair, locus));
    }
    this.#looks.note(number);
  }

  /** Takes a profile out: from now on no scan proposes it. Throws a RangeError for a number that holds none. */
  remove(number: number): void {
    this.#assertHolds(number);
    for (const locus of STR_LOCI) this.#put(number, locus, NOT_TYPED);
    this.#free.add(number);
  }

  /** Begins a search. It must be ended. */
  begin(): Look {
    return this.#looks.begin();
  }

  /** Ends a search. */
  end(look: Look): void {
    this.#looks.end(look);
  }

  /** Numbers that were written since a search began, of those that hold a profile: its scan may have passed them over. */
  writtenSince(look: Look): readonly number[] {
    return this.#looks.since(look).filter((number) => !this.#free.has(number));
  }

  #assertHolds(number: number): void {
    if (!Number.isInteger(number) || number < 0 || number >= this.#next || this.#free.has(number)) {
      throw new RangeError(`There is no profile number ${number}`);
    }
  }

  #append(): number {
    if (this.#next === this.#chunks * CHUNK) {
      // Throws a RangeError when the memory cannot grow.
      this.memory.grow(CHUNK_BYTES / PAGE);
      this.#codes = new Uint16Array(this.memory.buffer);
      this.#chunks += 1;
    }
    return this.#next++;
  }

  #put(number: number, locus: StrLocus, code: number): void {
    this.#codes[columnAddress(Math.floor(number / CHUNK), locus) / 2 + (number % CHUNK)] = code;
  }
}
