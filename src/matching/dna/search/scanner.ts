import { compileKernel, instantiateKernel } from '../../kernel.js';
import { CHUNK, columnAddress, columnLane } from './columns.js';
import type { ScanQuestion } from './question.js';

type Scan = (
  count: number,
  question: number,
  loci: number,
  minEqual: number,
  maxUnequal: number,
  out: number,
) => number;

/** The compiled kernel; threads are given it, and need not compile it again. */
export const compileScan = (): WebAssembly.Module => compileKernel('dna-scan');

/** Scans chunks for one thread, which has a lane of the memory to itself. */
export class ChunkScanner {
  readonly #memory: WebAssembly.Memory;
  readonly #scan: Scan;
  readonly #question: number;
  readonly #out: number;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, lane: number) {
    const { question, out } = columnLane(lane);
    this.#memory = memory;
    this.#scan = instantiateKernel(module, memory).scan as Scan;
    this.#question = question;
    this.#out = out;
  }

  /** Numbers of the profiles of a chunk that the rules are to look at, ascending. */
  scan({ loci, minEqual, maxUnequal }: ScanQuestion, chunk: number): readonly number[] {
    const words = new Uint32Array(this.#memory.buffer);
    for (const [n, { locus, code }] of loci.entries()) {
      words[this.#question / 4 + 2 * n] = columnAddress(chunk, locus);
      words[this.#question / 4 + 2 * n + 1] = code;
    }
    const found = this.#scan(CHUNK, this.#question, loci.length, minEqual, maxUnequal, this.#out);
    const first = chunk * CHUNK;
    return Array.from(words.subarray(this.#out / 4, this.#out / 4 + found), (number) => first + number);
  }
}
