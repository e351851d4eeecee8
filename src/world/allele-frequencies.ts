/** Allele frequencies for genotypes, and for the chance that unrelated profiles match (data/dna/README.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { AlleleFrequencies } from '../matching/dna/chance.js';
import { type FrequencyRow, readFrequencies } from '../matching/dna/read-frequencies.js';
import { projectRoot } from '../shared/project-root.js';

let rows: readonly FrequencyRow[] | undefined;

const allRows = (): readonly FrequencyRow[] =>
  (rows ??= parse<FrequencyRow>(readFileSync(join(projectRoot, 'data/dna/str-allele-frequencies.csv')), {
    columns: true,
  }));

/** Frequencies of one sample. */
export const frequenciesOf = (source: string, population: string): AlleleFrequencies =>
  readFrequencies(allRows(), source, population);

/** Frequencies of every sample that there is. */
export function allFrequencies(): readonly AlleleFrequencies[] {
  const samples = new Map(
    allRows().map(({ source, population }) => [`${source} ${population}`, { source, population }]),
  );
  return [...samples.values()].map(({ source, population }) => frequenciesOf(source, population));
}
