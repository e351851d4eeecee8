/**
 * Memories that threads share: one thread writes, each of the others has a lane to itself where it puts its question and finds
 * what a kernel answers.
 */

/** Bytes of a page of a WebAssembly memory. */
export const PAGE = 65_536;
/** Most pages of one: 4 GiB. */
export const MOST_PAGES = 65_536;
/** Threads that can work on one at a time. */
export const LANES = 8;

/** Makes a memory that can grow to 4 GiB. */
export const createSharedMemory = (pages: number): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });

/**
 * The bytes of a memory, which another thread may have grown to so many. V8 lets a thread see late what another one grew
 * (toyobayashi/emnapi, issue 217); to grow by nothing makes it look.
 */
export function bytesUntil(memory: Pick<WebAssembly.Memory, 'buffer' | 'grow'>, end: number): SharedArrayBuffer {
  if (end > memory.buffer.byteLength) memory.grow(0);
  return memory.buffer;
}

/** Where a thread puts its question, and finds its answer. */
export interface ScanLane {
  readonly question: number;
  readonly out: number;
}

/** Lanes at the beginning of a memory, and the pages that they take. */
export interface ScanLanes {
  readonly pages: number;
  laneOf(n: number): ScanLane;
}

/** Lays out lanes for questions and answers of so many bytes. The first page stays empty, so that no address is 0. */
export const layOutLanes = (questionBytes: number, answerBytes: number): ScanLanes => ({
  pages: 1 + Math.ceil((LANES * (questionBytes + answerBytes)) / PAGE),
  laneOf(n) {
    const question = PAGE + n * (questionBytes + answerBytes);
    return { question, out: question + questionBytes };
  },
});
