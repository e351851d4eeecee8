/** How likely it is that profiles of unrelated persons correspond: allele frequencies, loci independent, Hardy-Weinberg. */
import { isFullyDesignated, type Pair } from './allele.js';
import type { StrLocus } from './loci.js';
import { type DnaProfile, MIN_LOCI } from './profile.js';

/** Frequencies of one sample of a population. */
export interface AlleleFrequencies {
  /** The sample as its source names it, e.g. "NIST 1036, Cauc". */
  readonly sample: string;
  /** Of each locus: frequency by allele in tenths, and alleles counted (two for each person). */
  readonly loci: ReadonlyMap<StrLocus, LocusFrequencies>;
}

export interface LocusFrequencies {
  readonly frequencies: ReadonlyMap<number, number>;
  readonly counted: number;
}

/** What the human who confirms a hit is told. */
export interface ChanceOfMatch {
  readonly sample: string;
  /** Loci that the figures rest on: fully designated in the profile asked for, typed in the one held, known to the sample. */
  readonly loci: number;
  /** Probability that one unrelated profile is equal at all of them. */
  readonly full: number;
  /** Probability that one is equal at all but one of them, and there in one of two values. 0 where that is no hit. */
  readonly near: number;
  /** Hits by chance to be expected in a collection of the size given, full and near together. */
  readonly expectedHits: number;
}

/** A rare allele counts as if it had been seen this often: a small sample cannot show that it does not exist. */
const FEWEST_SEEN = 5;

/** Chance for a profile against profiles typed at these loci, in a collection of so many. */
export function chanceOfMatch(
  { pairs }: Pick<DnaProfile, 'pairs'>,
  typed: Iterable<StrLocus>,
  { sample, loci: known }: AlleleFrequencies,
  profiles: number,
): ChanceOfMatch {
  const others = new Set(typed);
  let full = 1;
  let nearOverFull = 0;
  let loci = 0;
  for (const [locus, pair] of pairs) {
    const table = known.get(locus);
    if (table === undefined || !others.has(locus) || !isFullyDesignated(pair)) continue;
    const { equal, oneOff } = chanceAtLocus(pair, (allele) => frequencyOf(allele, table));
    full *= equal;
    nearOverFull += oneOff / equal;
    loci += 1;
  }
  const near = loci > MIN_LOCI ? full * nearOverFull : 0;
  return { sample, loci, full, near, expectedHits: (full + near) * profiles };
}

/** Frequency of an allele, never less than of one that was seen a few times. */
export const frequencyOf = (allele: number, { frequencies, counted }: LocusFrequencies): number =>
  Math.max(frequencies.get(allele) ?? 0, FEWEST_SEEN / counted);

/** Probabilities that a random pair of values equals this one, and that it has exactly one of its values. */
export function chanceAtLocus(
  [first, second]: Pair,
  frequency: (allele: number) => number,
): { readonly equal: number; readonly oneOff: number } {
  const p = frequency(Number(first));
  if (first === second) return { equal: p * p, oneOff: 2 * p * (1 - p) };
  const q = frequency(Number(second));
  const equal = 2 * p * q;
  return { equal, oneOff: 1 - (1 - p - q) ** 2 - equal };
}
