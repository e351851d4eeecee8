/** One name against another: F1 on data/names/pairs.csv, and pairs a second on one thread. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { scoreNames } from '../../src/matching/names/score-names.js';
import { canonicalName } from '../../src/matching/names/name-form.js';
import type { NameKind, PreparedName } from '../../src/matching/names/name-token.js';
import { prepareName } from '../../src/matching/names/prepare-name.js';

interface Pair {
  readonly asked: string;
  readonly stored: string;
  readonly kind: NameKind;
  readonly isMatch: boolean;
}

interface Scored extends Pair {
  readonly score: number;
}

interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The threshold for review (docs/matching-names.md). */
const REVIEW = 0.7;
const TARGET_F1 = 0.8;
const TARGET_PAIRS = 100_000;

const KINDS: Readonly<Record<string, NameKind>> = {
  Person: 'person',
  Vessel: 'vessel',
  Company: 'organisation',
  Organization: 'organisation',
  LegalEntity: 'unknown',
};

/** Measures, prints, and returns F1 on the halves on which the threshold was not chosen. */
export function benchPairs(directory: string, measureMs: number): { readonly f1: number } {
  const pairs = readPairs(join(directory, 'pairs.csv'));
  const scored = pairs.map((pair) => ({ ...pair, score: scoreNames(...prepared(pair)) }));
  const baseline = pairs.map((pair) => ({ ...pair, score: sortedSimilarity(pair.asked, pair.stored) }));
  console.log(`${pairs.length} pairs, ${pairs.filter(({ isMatch }) => isMatch).length} of them matches\n`);
  console.log(`${''.padEnd(58)} threshold  precision  recall     F1`);
  row('all, threshold for review', REVIEW, scored);
  row('persons, threshold for review', REVIEW, scored.filter(isPerson));
  row(
    'others, threshold for review',
    REVIEW,
    scored.filter((pair) => !isPerson(pair)),
  );
  row('all, Levenshtein on sorted folded words', REVIEW, baseline);
  const f1 = crossValidated('all', scored);
  crossValidated('persons', scored.filter(isPerson));
  console.log(`F1 with the threshold of the other half: ${f1.toFixed(3)} (target ≥ ${TARGET_F1})\n`);
  measureSpeed(pairs, measureMs);
  return { f1 };
}

const isPerson = ({ kind }: Pair): boolean => kind === 'person';

function readPairs(file: string): readonly Pair[] {
  const rows = parse<Readonly<Record<string, string>>>(readFileSync(file), { columns: true });
  return rows.map(({ name1 = '', name2 = '', schema = '', is_match }) => ({
    asked: name1,
    stored: name2,
    kind: KINDS[schema] ?? 'unknown',
    isMatch: is_match === 'true',
  }));
}

const prepared = ({ asked, stored, kind }: Pair): [PreparedName, PreparedName] => [
  prepareName(asked, kind),
  prepareName(stored, kind),
];

function qualityOf(scored: readonly Scored[], threshold: number): Quality {
  let [hits, falseHits, misses] = [0, 0, 0];
  for (const { score, isMatch } of scored) {
    if (score >= threshold && isMatch) hits++;
    else if (score >= threshold) falseHits++;
    else if (isMatch) misses++;
  }
  return {
    precision: hits / Math.max(hits + falseHits, 1),
    recall: hits / Math.max(hits + misses, 1),
    f1: (2 * hits) / Math.max(2 * hits + falseHits + misses, 1),
  };
}

/** The threshold in hundredths with the best F1; the lowest on a tie. */
function bestThreshold(scored: readonly Scored[]): number {
  let best = { threshold: 0, f1: -1 };
  for (let hundredths = 1; hundredths <= 100; hundredths++) {
    const { f1 } = qualityOf(scored, hundredths / 100);
    if (f1 > best.f1) best = { threshold: hundredths / 100, f1 };
  }
  return best.threshold;
}

/** Chooses the threshold on the rows of one parity and reports the other; mean F1 of both ways. */
function crossValidated(label: string, scored: readonly Scored[]): number {
  const halves = [0, 1].map((parity) => scored.filter((_, at) => at % 2 === parity));
  const [even = [], odd = []] = halves;
  const ways = [
    { name: 'chosen on even rows, reported on odd', chosenOn: even, reportedOn: odd },
    { name: 'chosen on odd rows, reported on even', chosenOn: odd, reportedOn: even },
  ];
  const results = ways.map(({ name, chosenOn, reportedOn }) => {
    const threshold = bestThreshold(chosenOn);
    row(`${label}, ${name}`, threshold, reportedOn);
    return qualityOf(reportedOn, threshold).f1;
  });
  return results.reduce((sum, f1) => sum + f1, 0) / results.length;
}

function row(label: string, threshold: number, scored: readonly Scored[]): void {
  const { precision, recall, f1 } = qualityOf(scored, threshold);
  const figures = [precision, recall, f1].map((figure) => figure.toFixed(3).padStart(8));
  console.log(`${label.padEnd(58)} ${threshold.toFixed(2).padStart(9)} ${figures.join(' ')}`);
}

/** Floor: the share of letters that need not change between the sorted words of both names. */
function sortedSimilarity(a: string, b: string): number {
  const [one, other] = [a, b].map((name) => canonicalName(name).split(' ').sort().join(' '));
  if (one === undefined || other === undefined) return 0;
  return 1 - levenshtein(one, other) / Math.max(one.length, other.length, 1);
}

function levenshtein(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substituted, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

function measureSpeed(pairs: readonly Pair[], measureMs: number): void {
  const forms = pairs.map((pair) => ({ pair, forms: prepared(pair) }));
  const asked = forms.map(({ forms: [one] }) => one);
  const stored = forms.map(({ forms: [, other] }) => other);
  console.log(`${'one thread'.padEnd(58)} ${'pairs/s'.padStart(12)} ${'per CPU second'.padStart(16)}`);
  rate('both prepared, the pairs of the file', pairs.length, measureMs, () => {
    for (const { forms: both } of forms) scoreNames(...both);
  });
  rate('both prepared, every name against every other', asked.length * stored.length, measureMs, () => {
    for (const one of asked) for (const other of stored) scoreNames(one, other);
  });
  rate('record prepared, question prepared for each pair', pairs.length, measureMs, () => {
    for (const { pair, forms: both } of forms) scoreNames(prepareName(pair.asked, pair.kind), both[1]);
  });
  rate('nothing prepared', pairs.length, measureMs, () => {
    for (const pair of pairs) scoreNames(...prepared(pair));
  });
  console.log(`target with the record prepared: ${TARGET_PAIRS.toLocaleString('en')} pairs/s\n`);
}

/** By the wall clock, and by the time the thread had: they differ where other programs want the cores as well. */
function rate(label: string, pairs: number, measureMs: number, run: () => void): void {
  run();
  const cpu = process.cpuUsage();
  const began = performance.now();
  let done = 0;
  do {
    run();
    done += pairs;
  } while (performance.now() - began < measureMs);
  const wallSeconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const perCpuSecond = done / ((user + system) / 1e6);
  console.log(
    `${label.padEnd(58)} ${Math.round(done / wallSeconds)
      .toLocaleString('en')
      .padStart(12)} ${Math.round(perCpuSecond).toLocaleString('en').padStart(16)}`,
  );
}
