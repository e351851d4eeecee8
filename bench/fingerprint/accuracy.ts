import { readSamples, type Sample } from './databases.js';
import { type ErrorRates, errorRates } from './error-rates.js';
import { enrol } from '../../src/matching/minutiae/enrol.js';
import type { Probe } from '../../src/matching/minutiae/search/messages.js';
import { createRandom } from '../../src/world/random.js';
import { KernelBench } from './kernel-bench.js';
import { pieceOf } from './piece.js';

/** What other matchers make of the same templates of FVC2002 set B, all four databases together, in per cent. */
export const PEERS: readonly (readonly [string, ErrorRates & { readonly rank1: number }])[] = [
  ['OpenAFIS 3ae1c75', { eer: 9.08, fmr100: 14.73, fmr1000: 17.59, zeroFmr: 25.89, rank1: 98.1 }],
  ['NIST bozorth3', { eer: 7.09, fmr100: 12.86, fmr1000: 20.27, zeroFmr: 31.25, rank1: 99.4 }],
  ['SourceAFIS 3.18.1', { eer: 3.93, fmr100: 5.89, fmr1000: 9.29, zeroFmr: 15.62, rank1: 100 }],
];

/** Minutiae of a piece. */
const PIECE = 12;

/** Shares of the gallery within which the first stage should have the mate. */
const SHARES = [0.01, 0.03, 0.05, 0.1, 0.2];

/**
 * Error rates over all pairs, each scored once with the lower number asked for, and searches of each template among all
 * others. Prints them per database, pooled, and for odd and even fingers; returns those of all.
 */
export function benchAccuracy(folder: string, rescale: boolean): ErrorRates {
  const samples = readSamples(folder, rescale);
  if (samples.length < 3) throw new Error(`${folder} holds no templates named <finger>_<impression>.iso`);
  const bench = new KernelBench(samples.map(({ template }) => template));
  const full = samples.map((_, n) => bench.full(bench.probe(n)));
  const databases = [...new Set(samples.map(({ database }) => database))];
  const minutiae = samples.reduce((sum, one) => sum + one.print.minutiae.length, 0) / samples.length;
  console.log(`${samples.length} templates of ${databases.length} databases, ${minutiae.toFixed(1)} minutiae each`);
  console.log(`${'per cent'.padEnd(24)}     EER  FMR100 FMR1000 ZeroFMR  rank-1      mates  strangers`);
  const report = (name: string, chosen: (sample: Sample) => boolean): ErrorRates => {
    const { mates, strangers } = pairsOf(samples, full, chosen);
    const rates = errorRates(mates, strangers);
    const counts = `${String(mates.length).padStart(11)}${String(strangers.length).padStart(11)}`;
    console.log(`${lineOf(name, { ...rates, rank1: 100 * rankOne(samples, full, chosen) })}${counts}`);
    return rates;
  };
  for (const database of databases) report(database, (sample) => sample.database === database);
  report('odd fingers', ({ finger }) => finger % 2 === 1);
  report('even fingers', ({ finger }) => finger % 2 === 0);
  const pooled = report('pooled', () => true);
  for (const [name, rates] of PEERS) console.log(lineOf(`${name}, FVC2002`, rates));
  printRecall(
    samples,
    bench,
    samples.map((_, n) => bench.probe(n)),
  );
  printScale(pairsOf(samples, full, () => true).strangers);
  benchPieces(samples, bench);
  return pooled;
}

const lineOf = (name: string, { eer, fmr100, fmr1000, zeroFmr, rank1 }: ErrorRates & { readonly rank1: number }) =>
  name.padEnd(24) + [eer, fmr100, fmr1000, zeroFmr, rank1].map((rate) => rate.toFixed(2).padStart(8)).join('');

const areMates = (a: Sample, b: Sample): boolean => a.database === b.database && a.finger === b.finger;

function pairsOf(
  samples: readonly Sample[],
  full: readonly Float64Array[],
  chosen: (sample: Sample) => boolean,
): { readonly mates: readonly number[]; readonly strangers: readonly number[] } {
  const [mates, strangers]: [number[], number[]] = [[], []];
  for (const [i, a] of samples.entries()) {
    for (let j = i + 1; j < samples.length; j++) {
      const b = samples[j];
      if (b === undefined || !chosen(a) || !chosen(b)) continue;
      (areMates(a, b) ? mates : strangers).push(full[i]?.[j] ?? 0);
    }
  }
  return { mates, strangers };
}

/** Share of templates whose best among the others is a mate; of equals the stranger counts. */
function rankOne(
  samples: readonly Sample[],
  full: readonly Float64Array[],
  chosen: (sample: Sample) => boolean,
): number {
  const asked = samples.filter(chosen);
  const found = asked.filter((a) => {
    const row = full[samples.indexOf(a)];
    let [mate, stranger] = [-1, -1];
    for (const [j, b] of samples.entries()) {
      if (b === a || !chosen(b)) continue;
      if (areMates(a, b)) mate = Math.max(mate, row?.[j] ?? 0);
      else stranger = Math.max(stranger, row?.[j] ?? 0);
    }
    return mate > stranger;
  });
  return found.length / asked.length;
}

/** How often the first stage has a given mate, among strangers alone, within a share of the gallery. */
function printRecall(samples: readonly Sample[], bench: KernelBench, probes: readonly Probe[]): void {
  let searches = 0;
  const within = SHARES.map(() => 0);
  for (const [i, a] of samples.entries()) {
    const local = bench.local(probes[i] ?? bench.probe(i));
    const strangers = samples.flatMap((b, j) => (areMates(a, b) ? [] : [local[j] ?? 0]));
    for (const [j, b] of samples.entries()) {
      if (j === i || !areMates(a, b)) continue;
      const better = strangers.filter((score) => score >= (local[j] ?? 0)).length;
      searches += 1;
      for (const [at, share] of SHARES.entries()) if (better < share * strangers.length) within[at]! += 1;
    }
  }
  const shares = SHARES.map((share, at) => `${100 * share} %: ${((within[at] ?? 0) / searches).toFixed(3)}`);
  console.log(`  first stage alone has a mate within the best ${shares.join(', ')}`);
}

/**
 * The same for pieces of twelve minutiae, turned anyhow, each with all others: what a trace may be like at best. Its minutiae
 * are those that a scanner gave.
 */
function benchPieces(samples: readonly Sample[], bench: KernelBench): void {
  const random = createRandom(1, 'bench-pieces');
  const [mates, strangers]: [number[], number[]] = [[], []];
  let found = 0;
  const pieces = samples.map(({ print }) => ({ template: enrol(pieceOf(print, PIECE, random)), anyTurn: true }));
  for (const [i, a] of samples.entries()) {
    const row = bench.full(pieces[i] ?? bench.probe(i));
    let [mate, stranger] = [-1, -1];
    for (const [j, b] of samples.entries()) {
      if (j === i) continue;
      const score = row[j] ?? 0;
      (areMates(a, b) ? mates : strangers).push(score);
      if (areMates(a, b)) mate = Math.max(mate, score);
      else stranger = Math.max(stranger, score);
    }
    if (mate > stranger) found += 1;
  }
  const rank1 = (100 * found) / samples.length;
  const counts = `${String(mates.length).padStart(11)}${String(strangers.length).padStart(11)}`;
  console.log(`${lineOf(`pieces of ${PIECE} minutiae`, { ...errorRates(mates, strangers), rank1 })}${counts}`);
  printRecall(samples, bench, pieces);
  printScale(strangers);
}

/** Raw scores at the shares of strangers of which src/matching/minutiae/scale.ts is made. */
function printScale(strangers: readonly number[]): void {
  const sorted = [...strangers].sort((a, b) => b - a);
  const at = [0.5, 0.1, 0.01, 0.001, 0.0001].map((share) =>
    (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(5),
  );
  console.log(`  raw scores of the best 50, 10, 1, 0.1 and 0.01 % of strangers: ${at.join(', ')}`);
}
