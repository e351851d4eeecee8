/**
 * Profiles in columns of a shared memory, 56 bytes each. One thread writes; any number of threads scan meanwhile. What is
 * half written can at worst be proposed or passed over at that moment: the rules look at every proposal.
 */
import { STR_LOCI, type StrLocus } from '../loci.js';
import type { DnaProfile } from '../profile.js';
import { codeOf, NOT_TYPED } from './codes.js';

/** Profiles of a chunk: what a thread scans at a time. */
export const CHUNK = 65_536;

const PAGE = 65_536;
const COLUMN_BYTES = CHUNK * 2;
const CHUNK_BYTES = STR_LOCI.length * COLUMN_BYTES;

/** Room in front of the chunks for threads that scan: a question, and the numbers that a chunk may answer. */
const QUESTION_BYTES = 1_024;
const LANE_BYTES = QUESTION_BYTES + CHUNK * 4;
/** Threads that can scan at a time. */
export const LANES = 8;
/** The first page stays empty, so that no address is 0. */
const FIRST_CHUNK = PAGE * Math.ceil((PAGE + LANES * LANE_BYTES) / PAGE);

/** Most pages of a WebAssembly memory: 4 GiB, some 75 million profiles. */
const MOST_PAGES = 65_536;

/** Where a locus' column of a chunk begins. */
export const columnAddress = (chunk: number, locus: StrLocus): number =>
  FIRST_CHUNK + chunk * CHUNK_BYTES + STR_LOCI.indexOf(locus) * COLUMN_BYTES;

/** Where the n-th thread puts its question, and finds its answer. */
export const laneAddresses = (lane: number): { readonly question: number; readonly out: number } => ({
  question: PAGE + lane * LANE_BYTES,
  out: PAGE + lane * LANE_BYTES + QUESTION_BYTES,
});

/** Makes the memory of an empty collection. */
export const createColumnMemory = (): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: FIRST_CHUNK / PAGE, maximum: MOST_PAGES, shared: true });

/** Writes profiles into columns. */
export class ProfileColumns {
  readonly memory = createColumnMemory();
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
    return number;
  }

  /** Takes a profile out: from now on no scan proposes it. Throws a RangeError for a number that holds none. */
  remove(number: number): void {
    if (!Number.isInteger(number) || number < 0 || number >= this.#next || this.#free.has(number)) {
      throw new RangeError(`There is no profile number ${number}`);
    }
    for (const locus of STR_LOCI) this.#put(number, locus, NOT_TYPED);
    this.#free.add(number);
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
