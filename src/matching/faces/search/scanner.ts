import { BestList } from '../../candidates/best-list.js';
import { compileKernel, instantiateKernel } from '../../kernel.js';
import { bytesUntil } from '../../lane-memory.js';
import { ANSWER_BYTES, BLOCK, CHUNK, chunkAddresses, galleryLane } from './layout.js';
import type { ScanJob, ScanQuestion, ScanResult } from './scan-messages.js';

type Scan = (
  rows: number,
  vectors: number,
  inverses: number,
  groups: number,
  stride: number,
  question: number,
  mask: number,
  floor: number,
  out: number,
) => number;

/** The compiled kernel; threads are given it, and need not compile it again. */
export const compileFaceScan = (): WebAssembly.Module => compileKernel('face-scan');

/** Scans chunks of one gallery for one thread, which has a lane of the memory to itself. */
export class FaceScanner {
  readonly #memory: WebAssembly.Memory;
  readonly #scan: Scan;
  readonly #question: number;
  readonly #out: number;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, lane: number) {
    const { question, out } = galleryLane(lane);
    this.#memory = memory;
    this.#scan = instantiateKernel(module, memory).scan as Scan;
    this.#question = question;
    this.#out = out;
  }

  /** The best rows of some chunks. */
  scan({ question, stride, from, to, floor }: Omit<ScanJob, 'gallery' | 'memory'>): ScanResult {
    const best = new BestList(question.most);
    this.#put(question, stride);
    for (let chunk = from; chunk < to; chunk++) {
      for (let row = 0; row < CHUNK; row += BLOCK) this.#scanBlock(question.mask, stride, chunk, row, floor, best);
    }
    return best.take().map(({ value, rank }) => ({ number: value, rank }));
  }

  #put({ codes }: ScanQuestion, stride: number): void {
    const components = new Int16Array(this.#memory.buffer, this.#question, stride);
    components.fill(0, codes.length);
    components.set(codes);
  }

  #scanBlock(mask: number, stride: number, chunk: number, row: number, floor: number, best: BestList): void {
    const { vectors, inverses, groups } = chunkAddresses(chunk, stride);
    const found = this.#scan(
      BLOCK,
      vectors + row * stride,
      inverses + row * 8,
      groups + row,
      stride,
      this.#question,
      mask,
      Math.max(floor, best.floor),
      this.#out,
    );
    const answers = new Int32Array(this.#memory.buffer, this.#out, (found * ANSWER_BYTES) / 4);
    const norm = inverses + row * 8;
    const norms = new Float64Array(bytesUntil(this.#memory, norm + BLOCK * 8), norm, BLOCK);
    for (let n = 0; n < answers.length; n += 2) {
      const at = answers[n] ?? 0;
      const rank = (answers[n + 1] ?? 0) * (norms[at] ?? NaN);
      const number = chunk * CHUNK + row + at;
      // A row may have been taken out since the kernel looked at it.
      if (!Number.isNaN(rank)) best.offer(rank, number, number);
    }
  }
}
