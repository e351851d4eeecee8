import { compileKernel, instantiateKernel } from '../../kernel.js';
import { COS, SIN } from '../fixed-tables.js';
import { reciprocalOf, ROOTS } from '../rules/likeness.js';
import { BY_BEND, BY_STRETCH, BY_TWIST } from '../rules/relaxation.js';

/** The compiled kernels; threads are given them, and need not compile them again. */
export interface KernelModules {
  readonly local: WebAssembly.Module;
  readonly score: WebAssembly.Module;
}

export const compileKernels = (): KernelModules => ({
  local: compileKernel('minutiae-local'),
  score: compileKernel('minutiae-score'),
});

/** First stage (kernels/minutiae-local.ts). Addresses are of bytes in the memory. */
type Scan = (
  probe: number,
  position: number,
  anyTurn: number,
  entries: number,
  count: number,
  tables: number,
  work: number,
  out: number,
) => void;

/** Second and third stage (kernels/minutiae-score.ts). */
type ScoreAll = (
  probe: number,
  anyTurn: number,
  addresses: number,
  count: number,
  tables: number,
  work: number,
  out: number,
) => void;

export interface Kernels {
  readonly scan: Scan;
  readonly scoreAll: ScoreAll;
}

export const instantiateKernels = ({ local, score }: KernelModules, memory: WebAssembly.Memory): Kernels => ({
  scan: instantiateKernel(local, memory).scan as Scan,
  scoreAll: instantiateKernel(score, memory).scoreAll as ScoreAll,
});

/** Bytes that the tables take, and that one thread needs to work; as the kernels lay them out. */
export const TABLES_BYTES = 40_960;
export const WORK_BYTES = 147_456;

/** Writes the tables of the kernels (kernels/minutiae/memory.ts) where both stages look for them. */
export function writeTables(memory: WebAssembly.Memory, tables: number): void {
  const doubles = new Float64Array(memory.buffer, tables);
  doubles.set(SIN);
  doubles.set(COS, 256);
  const words = new Int32Array(memory.buffer, tables);
  words.set(BY_STRETCH, 4_096 / 4);
  words.set(BY_TWIST, 4_752 / 4);
  words.set(BY_BEND, 4_864 / 4);
  const halves = new Uint16Array(memory.buffer, tables);
  halves.set(ROOTS, 6_304 / 2);
  for (let a = 1; a <= 128; a++) {
    for (let b = 1; b <= 128; b++) halves[6_944 / 2 + a * 129 + b] = reciprocalOf(a, b);
  }
}
