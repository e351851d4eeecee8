import type { ScanQuestion } from './question.js';

/** What a thread starts with: the compiled kernel, the memory, and the lane that it has to itself. */
export interface ScanWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly lane: number;
}

/** Chunks to scan. A thread has one job at a time. */
export interface ScanJob {
  readonly question: ScanQuestion;
  readonly from: number;
  readonly to: number;
}

/** Numbers of the profiles found, ascending. */
export type ScanResult = readonly number[];
