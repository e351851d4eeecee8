import { isFullyDesignated } from '../allele.js';
import { type AlleleFrequencies, chanceAtLocus, frequencyOf } from '../chance.js';
import type { ComparisonRules } from '../compare.js';
import type { StrLocus } from '../loci.js';
import type { DnaProfile } from '../profile.js';
import { askedCodeOf } from './codes.js';

/** A profile asked for, ready to be scanned for. Travels between threads. */
export interface ScanQuestion {
  /** Loci in the order in which they are looked at, and the code at each. */
  readonly loci: readonly { readonly locus: StrLocus; readonly code: number }[];
  readonly minEqual: number;
  readonly maxUnequal: number;
}

/**
 * Makes a question. What is rarest comes first, so that nearly all profiles are out after a few loci; without
 * frequencies the loci keep their order, which changes the time it takes and nothing else.
 *
 * A deviation in the sex marker is in no column: the scan allows for it, and the rules look.
 */
export function scanQuestion(
  { pairs }: Pick<DnaProfile, 'pairs'>,
  { minLoci, maxDeviations }: ComparisonRules,
  frequencies?: AlleleFrequencies,
): ScanQuestion {
  const loci = [...pairs].map(([locus, pair]) => {
    const table = frequencies?.loci.get(locus);
    const isKnown = table !== undefined && isFullyDesignated(pair);
    const chance = isKnown ? chanceAtLocus(pair, (allele) => frequencyOf(allele, table)).equal : 1;
    return { locus, code: askedCodeOf(pair, locus), chance };
  });
  loci.sort((a, b) => a.chance - b.chance);
  return {
    loci: loci.map(({ locus, code }) => ({ locus, code })),
    minEqual: minLoci,
    maxUnequal: maxDeviations,
  };
}
