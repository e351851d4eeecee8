/** What a thread starts with: the compiled kernel, and the lane that it has to itself in every gallery. */
export interface ScanWorkerData {
  readonly module: WebAssembly.Module;
  readonly lane: number;
}

/** A face asked for. Travels between threads. */
export interface ScanQuestion {
  readonly codes: Int8Array;
  /** Faces wanted. */
  readonly most: number;
  /** Groups to look at: bit n for group n. */
  readonly mask: number;
}

/** Chunks to scan. A thread has one job at a time. */
export interface ScanJob {
  readonly question: ScanQuestion;
  /** The gallery by its number, and where it lies. */
  readonly gallery: number;
  readonly memory: WebAssembly.Memory;
  readonly stride: number;
  readonly from: number;
  readonly to: number;
  /** Rank below which nothing is wanted. */
  readonly floor: number;
}

/** A row and its rank: product of the codes, times the row's inverse norm. */
export interface Ranked {
  readonly number: number;
  readonly rank: number;
}

/** The best of the chunks, best first; of equal ranks the lower number first. */
export type ScanResult = readonly Ranked[];
