import { enrol } from '../../src/matching/minutiae/enrol.js';
import { readBlock } from '../../src/matching/minutiae/packed.js';
import { fullScore } from '../../src/matching/minutiae/rules/full-score.js';
import { localScore } from '../../src/matching/minutiae/rules/local-score.js';
import { createRandoms } from '../../src/world/random.js';
import { createSkins, impress, printMinutiae, TOUCHED } from '../../src/world/skins.js';
import { KernelBench } from './kernel-bench.js';

const skins = createSkins(1);
const impressions = createRandoms(1, 'bench-impressions');

/** An impression of a finger of a person of the synthetic world. */
export const syntheticTemplate = (finger: number, n: number): Uint8Array =>
  enrol(printMinutiae(impress(skins(finger, 1), impressions(finger * 8 + n), TOUCHED)));

const GALLERY = 32_000;
const PROBES = 64;
/** The full score is compared with fewer. */
const FULL = 2_000;
const BY_RULES = 20;

/** Comparisons a second of one thread. */
export interface Speed {
  readonly full: number;
  /** The same by the rules, in TypeScript. */
  readonly fullByRules: number;
}

/** Comparisons a second on synthetic templates: 64 of them, spread over a gallery of 32,000, with all, or with 2,000. */
export function benchSpeed(): Speed {
  const began = performance.now();
  const templates = Array.from({ length: GALLERY }, (_, n) => syntheticTemplate(n, 0));
  const enrolled = (1_000 * GALLERY) / (performance.now() - began);
  const mean = templates.reduce((sum, template) => sum + readBlock(template).n, 0) / GALLERY;
  const bytes = templates.reduce((sum, template) => sum + template.length, 0) / GALLERY;
  console.log(`synthetic templates: ${mean.toFixed(1)} cylinders, ${bytes.toFixed(0)} bytes each, on the average`);
  console.log(`drawing and enrolling: ${enrolled.toFixed(0)} a second`);
  const bench = new KernelBench(templates);
  const probes = Array.from({ length: PROBES }, (_, n) => Math.floor((n * GALLERY) / PROBES));
  const blocks = templates.slice(0, 400).map(readBlock);
  const some = blocks.slice(0, BY_RULES);
  const local = rate(() => void probes.map((probe) => bench.local(bench.probe(probe))), PROBES * GALLERY);
  const full = rate(() => void probes.map((probe) => bench.full(bench.probe(probe), 0, FULL)), PROBES * FULL);
  const localByRules = rate(() => void some.map((a) => blocks.map((b) => localScore(a, b))), BY_RULES * blocks.length);
  const fullByRules = rate(() => void some.map((a) => blocks.slice(0, 40).map((b) => fullScore(a, b))), BY_RULES * 40);
  console.log('comparisons/s, one thread     kernel    target    rules in TypeScript');
  for (const [name, kernel, target, rules] of [
    ['first stage', local, 200_000, localByRules],
    ['full score', full, 20_000, fullByRules],
  ] as const) {
    const numbers = [kernel.toFixed(0).padStart(13), String(target).padStart(10), rules.toFixed(0).padStart(23)];
    console.log(`${name.padEnd(23)}${numbers.join('')}`);
  }
  return { full, fullByRules };
}

/** A second of the second run: the first warms up. */
function rate(work: () => void, comparisons: number): number {
  work();
  const from = performance.now();
  work();
  return (1_000 * comparisons) / (performance.now() - from);
}
