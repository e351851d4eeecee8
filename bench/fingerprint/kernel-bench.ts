import { PrintGallery } from '../../src/matching/minutiae/search/gallery.js';
import { compileKernels } from '../../src/matching/minutiae/search/kernels.js';
import { LaneWorker } from '../../src/matching/minutiae/search/lane.js';
import { BATCH } from '../../src/matching/minutiae/search/memory.js';
import type { Probe } from '../../src/matching/minutiae/search/messages.js';

/** Templates in a memory, and one thread's kernels on them. */
export class KernelBench {
  readonly #templates: readonly Uint8Array[];
  readonly #worker: LaneWorker;
  readonly #chunks: readonly { readonly address: number; readonly count: number }[];
  readonly #addresses: Uint32Array;

  constructor(templates: readonly Uint8Array[]) {
    this.#templates = templates;
    const gallery = new PrintGallery();
    for (const [n, template] of templates.entries()) gallery.put(String(n), [{ position: 0, template }]);
    const view = gallery.open();
    this.#chunks = view.chunks;
    this.#addresses = Uint32Array.from(templates, (_, n) => view.printAt(n)?.address ?? 0);
    this.#worker = new LaneWorker(compileKernels(), gallery.memory, 0);
  }

  get size(): number {
    return this.#templates.length;
  }

  /** Local scores of one with all, plus one each. */
  local(probe: Probe): Uint16Array {
    const scores = new Uint16Array(this.size);
    let from = 0;
    for (const { address, count } of this.#chunks) {
      this.#worker.scan(probe, 0, address, count, scores.subarray(from, (from += count)));
    }
    return scores;
  }

  /** Full scores of a print with so many, from some place on. */
  full(probe: Probe, from = 0, to = this.size): Float64Array {
    const scores = new Float64Array(to - from);
    for (let at = from; at < to; at += BATCH) {
      const batch = this.#addresses.subarray(at, Math.min(at + BATCH, to));
      scores.set(this.#worker.score(probe, batch), at - from);
    }
    return scores;
  }

  probe(at: number): Probe {
    return { template: this.#templates[at] ?? new Uint8Array(), anyTurn: false };
  }
}
