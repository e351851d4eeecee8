import type { DnaLocus } from '../../../../gen/ostiary/prum/v1/dna.js';
import { printAllele } from '../../../../matching/dna/allele.js';
import { AMELOGENIN, STR_LOCI } from '../../../../matching/dna/loci.js';
import type { DnaProfile } from '../../../../matching/dna/profile.js';

/** Loci of a profile in the order of the exchange set, amelogenin last. */
export function printProfile({ pairs, sex }: DnaProfile): DnaLocus[] {
  const loci = STR_LOCI.flatMap((name): DnaLocus[] => {
    const pair = pairs.get(name);
    return pair === undefined ? [] : [{ name, alleles: pair.map(printAllele) }];
  });
  return sex === undefined ? loci : [...loci, { name: AMELOGENIN, alleles: sex.split(',') }];
}
