import type { PrintEvidence } from '../evidence.js';
import type { KernelModules } from './kernels.js';

/** What a thread starts with: the compiled kernels, the memory, and the lane that it has to itself. */
export interface LaneData {
  readonly modules: KernelModules;
  readonly memory: WebAssembly.Memory;
  readonly lane: number;
}

/** A print that is asked for. */
export interface Probe {
  readonly template: Uint8Array;
  /** Whether it may be turned by more than a quarter of a turn. */
  readonly anyTurn: boolean;
}

/** First stage: compares a print with the entries of a chunk, and writes local scores plus one into shared memory. */
export interface ScanJob {
  readonly kind: 'scan';
  readonly probe: Probe;
  readonly position: number;
  readonly entries: number;
  readonly count: number;
  readonly into: Uint16Array;
}

/** Which entries go on. */
export interface ChooseJob {
  readonly kind: 'choose';
  readonly scores: Uint16Array;
  readonly anyTurn: boolean;
}

/** Second and third stage: raw scores of blocks. */
export interface ScoreJob {
  readonly kind: 'score';
  readonly probe: Probe;
  readonly addresses: Uint32Array;
}

/** The same once more for one block, by the rules, with the reasons. */
export interface ExplainJob {
  readonly kind: 'explain';
  readonly probe: Probe;
  readonly address: number;
  readonly bytes: number;
  readonly raw: number;
}

/** A thread has one job at a time. */
export type Job = ScanJob | ChooseJob | ScoreJob | ExplainJob;

export interface JobResults {
  readonly scan: undefined;
  readonly choose: Uint32Array;
  readonly score: Float64Array;
  readonly explain: PrintEvidence;
}

export type JobResult = JobResults[Job['kind']];
