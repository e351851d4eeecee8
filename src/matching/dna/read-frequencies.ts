import { readAllele, WILDCARD } from './allele.js';
import type { AlleleFrequencies, LocusFrequencies } from './chance.js';
import { AMELOGENIN, locusOf, type StrLocus } from './loci.js';

/** A row of data/dna/str-allele-frequencies.csv. */
export interface FrequencyRow {
  readonly source: string;
  readonly population: string;
  readonly locus: string;
  readonly allele: string;
  readonly count: string;
  readonly n_alleles: string;
}

/** Frequencies of one sample. Loci outside the exchange set are passed over. Throws a RangeError if there is no such sample. */
export function readFrequencies(rows: readonly FrequencyRow[], source: string, population: string): AlleleFrequencies {
  const loci = new Map<StrLocus, LocusFrequencies & { readonly frequencies: Map<number, number> }>();
  for (const row of rows) {
    const locus = locusOf(row.locus);
    if (row.source !== source || row.population !== population || locus === undefined || locus === AMELOGENIN) continue;
    const allele = readAllele(row.allele, locus);
    const [count, counted] = [Number(row.count), Number(row.n_alleles)];
    if (allele === undefined || allele === WILDCARD || !(count > 0 && counted >= count)) {
      throw new RangeError(`${source}, ${population}, ${row.locus}: not a row of counts`);
    }
    const table = loci.get(locus) ?? { frequencies: new Map<number, number>(), counted };
    table.frequencies.set(allele, count / counted);
    loci.set(locus, table);
  }
  if (loci.size === 0) throw new RangeError(`There is no sample ${source}, ${population}`);
  return { sample: `${source}, ${population}`, loci };
}
