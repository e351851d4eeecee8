/**
 * The memory of a gallery, which all threads share: tables of the kernels, room for each thread, and then blocks
 * (packed.ts) and entries that say where blocks are. One thread writes; any number of them read meanwhile.
 */
import { createSharedMemory, LANES, MOST_PAGES, PAGE } from '../../lane-memory.js';
import { MOST_BYTES } from '../packed.js';
import { TABLES_BYTES, WORK_BYTES, writeTables } from './kernels.js';

/** Entries of a chunk: what a thread scans at a time, some ten milliseconds. */
export const CHUNK = 4_096;
export const ENTRY_BYTES = 8;

/** Blocks that a thread compares in full at a time: some ten milliseconds. */
export const BATCH = 256;

/** The first page stays empty, so that no address is 0. */
export const TABLES = PAGE;

const PROBE_BYTES = 8 * Math.ceil(MOST_BYTES / 8);
const LANE_BYTES = PROBE_BYTES + WORK_BYTES + CHUNK * 2 + BATCH * 4 + BATCH * 8;
const FIRST_LANE = TABLES + TABLES_BYTES;
const FIRST_FREE = PAGE * Math.ceil((FIRST_LANE + LANES * LANE_BYTES) / PAGE);

/** Pages by which the memory grows. */
const GROWTH = 64;
/** Kernels load sixteen bytes where they may need fewer: behind the last block there must be some. */
const SLACK = 64;

/** Where the n-th thread has its room. */
export interface Lane {
  readonly probe: number;
  readonly work: number;
  /** Local scores of a chunk. */
  readonly localScores: number;
  /** Addresses of a batch, and their full scores. */
  readonly addresses: number;
  readonly fullScores: number;
}

export function laneOf(n: number): Lane {
  const probe = FIRST_LANE + n * LANE_BYTES;
  const work = probe + PROBE_BYTES;
  const localScores = work + WORK_BYTES;
  const fullScores = localScores + CHUNK * 2;
  return { probe, work, localScores, fullScores, addresses: fullScores + BATCH * 8 };
}

/** Thrown when a gallery has no room for another print. */
export class GalleryFull extends RangeError {
  override readonly name = 'GalleryFull';
}

/** Gives out the memory behind the lanes, some 1.7 million prints, and takes it back. Free pieces are kept by their size, of which there are few. */
export class BlockStore {
  readonly memory: WebAssembly.Memory;
  readonly #free = new Map<number, number[]>();
  #pages: number;
  #next = FIRST_FREE;

  constructor() {
    this.#pages = FIRST_FREE / PAGE + 1;
    this.memory = createSharedMemory(this.#pages);
    writeTables(this.memory, TABLES);
  }

  /** Address of so many bytes, a multiple of eight; they hold what they held. Throws GalleryFull. */
  take(bytes: number): number {
    const free = this.#free.get(bytes)?.pop();
    if (free !== undefined) return free;
    const address = this.#next;
    while (address + bytes + SLACK > this.#pages * PAGE) this.#grow();
    this.#next += bytes;
    return address;
  }

  /** Takes bytes back. Nobody may be reading them. */
  giveBack(address: number, bytes: number): void {
    const free = this.#free.get(bytes);
    if (free === undefined) this.#free.set(bytes, [address]);
    else free.push(address);
  }

  #grow(): void {
    const by = Math.min(GROWTH, MOST_PAGES - this.#pages);
    try {
      if (by === 0) throw new RangeError('4 GiB are in use');
      this.memory.grow(by);
    } catch (error) {
      throw new GalleryFull('The gallery has no memory for another print', { cause: error });
    }
    this.#pages += by;
  }
}
