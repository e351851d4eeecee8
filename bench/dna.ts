/**
 * Exact search over DNA profiles: npm run bench:dna [-- --profiles 10000000]. Milliseconds on one and two threads, held
 * against a plain JavaScript scan of the same columns and against reading all of them once (memory bandwidth), in one run;
 * then the same for a half and a quarter of the profiles, to show that cost grows with their number and no faster.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { pairOf } from '../src/matching/dna/allele.js';
import type { AlleleFrequencies } from '../src/matching/dna/chance.js';
import { DECISION_RULES } from '../src/matching/dna/compare.js';
import type { StrLocus } from '../src/matching/dna/loci.js';
import { type FrequencyRow, readFrequencies } from '../src/matching/dna/read-frequencies.js';
import { CHUNK, columnAddress, ProfileColumns } from '../src/matching/dna/search/columns.js';
import { type ScanQuestion, scanQuestion } from '../src/matching/dna/search/question.js';
import { compileScan } from '../src/matching/dna/search/scanner.js';
import { ScanThreads } from '../src/matching/dna/search/scan-threads.js';
import { instantiateKernel } from '../src/matching/kernel.js';
import { projectRoot } from '../src/shared/project-root.js';
import { createRandom, type Random } from '../src/world/random.js';
import { printResult } from './support/result.js';
import { timeOf } from './support/time-of.js';

/** Loci typed of each profile, of those that the sample knows. */
const LOCI = 24;
/** Share of loci that a profile lacks. */
const MISSING = 0.04;
const SEARCHES = 40;
/** Profiles drawn before they are loaded, so that only loading is timed. */
const DRAWN = 10_000;

const { values } = parseArgs({ options: { profiles: { type: 'string', default: '10000000' } } });
const most = Number(values.profiles);
const rows: FrequencyRow[] = parse(readFileSync(join(projectRoot, 'data/dna/str-allele-frequencies.csv')), {
  columns: true,
});
const frequencies = readFrequencies(rows, 'NIST1036', 'Cauc');
const loci = [...frequencies.loci.keys()].slice(0, LOCI);

type Draw = (random: Random) => ReturnType<typeof pairOf>;

/** Two independent draws from the frequencies of a locus. */
function drawsOf({ loci: tables }: AlleleFrequencies, locus: StrLocus): Draw {
  const alleles = [...(tables.get(locus)?.frequencies ?? [])];
  const one = (random: Random): number => {
    let left = random.fraction();
    for (const [allele, frequency] of alleles) {
      left -= frequency;
      if (left < 0) return allele;
    }
    return alleles.at(-1)?.[0] ?? 0;
  };
  return (random) => pairOf(one(random), one(random));
}

const draws = loci.map((locus): [StrLocus, Draw] => [locus, drawsOf(frequencies, locus)]);
const drawProfile = (random: Random) => ({
  pairs: new Map(draws.filter(() => !random.chance(MISSING)).map(([locus, draw]) => [locus, draw(random)])),
});

/** The same filter in JavaScript, profile by profile, with the same early exit. */
function scanPlainly(codes: Uint16Array, chunks: number, { loci: asked, minEqual, maxUnequal }: ScanQuestion): number {
  let found = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const columns = asked.map(({ locus, code }) => ({ at: columnAddress(chunk, locus) / 2, code }));
    for (let n = 0; n < CHUNK; n++) {
      let equal = 0;
      let unequal = 0;
      for (const { at, code } of columns) {
        const held = codes[at + n] ?? 0;
        if (held === code) equal += 1;
        else if (held !== 0 && ++unequal > maxUnequal) break;
      }
      if (unequal <= maxUnequal && equal >= minEqual) found += 1;
    }
  }
  return found;
}

type Sweep = (from: number, bytes: number) => bigint;

/** Reads every typed column once. */
function readAll(sweep: Sweep, chunks: number): void {
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (const locus of loci) sweep(columnAddress(chunk, locus), CHUNK * 2);
  }
}

const columns = new ProfileColumns();
const random = createRandom(1, 'bench-dna');
const asked = Array.from({ length: SEARCHES }, () => drawProfile(random));
const questions = asked.map((profile) => scanQuestion(profile, DECISION_RULES, frequencies));
const threads = { one: new ScanThreads(columns, 1), two: new ScanThreads(columns, 2) };

const sweep = instantiateKernel(compileScan(), columns.memory).sweep as Sweep;

console.log('profiles    one thread ms  two threads ms  JavaScript ms  reading all ms  found/search');
let loadingMs = 0;
let last = { one: NaN, reading: NaN };
for (const size of [most / 4, most / 2, most]) {
  while (columns.size < size) {
    const drawn = Array.from({ length: Math.min(DRAWN, size - columns.size) }, () => drawProfile(random));
    const from = performance.now();
    for (const profile of drawn) columns.add(profile);
    loadingMs += performance.now() - from;
    if (process.stderr.isTTY) process.stderr.write(`\r${columns.size} profiles`);
  }
  let turn = 0;
  let found = 0;
  const next = (): ScanQuestion => questions[turn++ % questions.length] ?? questions[0]!;
  const one = await timeOf(async () => (found += (await threads.one.search(next())).length), SEARCHES);
  const two = await timeOf(() => threads.two.search(next()), SEARCHES);
  const codes = new Uint16Array(columns.memory.buffer);
  const plain = await timeOf(() => scanPlainly(codes, columns.chunks, next()), 5);
  const reading = await timeOf(() => readAll(sweep, columns.chunks), 5);
  last = { one, reading };
  const cells = [one, two, plain, reading].map((time, n) => time.toFixed(1).padStart([14, 16, 15, 16][n] ?? 0));
  console.log(`${String(size).padEnd(11)}${cells.join('')}  ${(found / SEARCHES).toFixed(3)}`);
}
console.log(`${(columns.memory.buffer.byteLength / most).toFixed(1)} bytes a profile`);
console.log(`loading: ${(loadingMs / 1_000).toFixed(1)} s, ${(most / loadingMs).toFixed(0)} thousand profiles/s`);
console.log('targets at 10,000,000: 25 ms on one thread, 13 ms on two');
await threads.one.close();
await threads.two.close();
printResult({
  bench: 'dna',
  metric: `exact search over ${most} profiles of ${LOCI} loci on one thread, held against reading every column once`,
  value: last.one,
  unit: 'ms',
  reference: last.reading,
  ratio: last.one / last.reading,
});
