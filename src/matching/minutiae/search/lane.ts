import { bytesUntil } from '../../lane-memory.js';
import { readBlock } from '../packed.js';
import { explainPair, type PrintEvidence } from '../evidence.js';
import { chooseBest } from './choose.js';
import { instantiateKernels, type KernelModules, type Kernels } from './kernels.js';
import { type Lane, laneOf, TABLES } from './memory.js';
import type { Job, JobResult, Probe } from './messages.js';

/** Thrown when a kernel and the rules say different things of a pair. Nothing it has found can be trusted then. */
export class KernelDisagrees extends Error {
  override readonly name = 'KernelDisagrees';
}

/** Does the work of one thread, which has a lane of the memory to itself. */
export class LaneWorker {
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #lane: Lane;

  constructor(modules: KernelModules, memory: WebAssembly.Memory, lane: number) {
    this.#memory = memory;
    this.#kernels = instantiateKernels(modules, memory);
    this.#lane = laneOf(lane);
  }

  do(job: Job): JobResult {
    switch (job.kind) {
      case 'scan':
        this.scan(job.probe, job.position, job.entries, job.count, job.into);
        return undefined;
      case 'choose':
        return chooseBest(job.scores, job.anyTurn);
      case 'score':
        return this.score(job.probe, job.addresses);
      case 'explain':
        return this.explain(job.probe, job.address, job.bytes, job.raw);
    }
  }

  /** First stage: a chunk of entries. */
  scan(probe: Probe, position: number, entries: number, count: number, into: Uint16Array): void {
    this.#load(probe);
    const { probe: at, work, localScores } = this.#lane;
    this.#kernels.scan(at, position, Number(probe.anyTurn), entries, count, TABLES, work, localScores);
    into.set(new Uint16Array(this.#memory.buffer, localScores, count));
  }

  /** Second and third stage: a batch of blocks, wherever they are. */
  score(probe: Probe, addresses: Uint32Array): Float64Array {
    this.#load(probe);
    const { probe: at, work, addresses: list, fullScores } = this.#lane;
    new Uint32Array(this.#memory.buffer, list, addresses.length).set(addresses);
    this.#kernels.scoreAll(at, Number(probe.anyTurn), list, addresses.length, TABLES, work, fullScores);
    return new Float64Array(this.#memory.buffer, fullScores, addresses.length).slice();
  }

  /** By the rules, which must come to the score that the kernel came to. */
  explain({ template, anyTurn }: Probe, address: number, bytes: number, raw: number): PrintEvidence {
    const held = readBlock(new Uint8Array(bytesUntil(this.#memory, address + bytes), address, bytes).slice());
    const { raw: ruled, pairs } = explainPair(readBlock(template), held, anyTurn);
    if (ruled !== raw) throw new KernelDisagrees('The kernel and the rules score a pair of prints differently');
    return pairs;
  }

  #load({ template }: Probe): void {
    new Uint8Array(this.#memory.buffer, this.#lane.probe, template.length).set(template);
  }
}
