/** When two profiles correspond: Decision 2008/616/JHA, Annex, chapter 1, section 1.2. */
import { type Allele, isMicroVariant, type Pair, printAllele, WILDCARD } from './allele.js';
import { AMELOGENIN, type Locus, STR_LOCI, type StrLocus } from './loci.js';
import { type DnaProfile, MIN_LOCI } from './profile.js';

/** How two values differ, from the least to the most. */
export type Deviation = 'wildcard' | 'micro-variant' | 'mismatch';

/** Quality of a hit: full match, with a wildcard, with a micro-variant, with a mismatch. */
export type Quality = 1 | 2 | 3 | 4;

const QUALITY: Readonly<Record<Deviation, Quality>> = { wildcard: 2, 'micro-variant': 3, mismatch: 4 };

/** What is found at a locus for which both profiles have a pair of values. */
export interface LocusComparison {
  readonly locus: Locus;
  /** Values as people write them: "14, 15.2". */
  readonly asked: string;
  readonly held: string;
  /** Pairs of values that are not equal, in the pairing that is kindest: none, one or two. */
  readonly deviations: readonly Deviation[];
}

/** Why two profiles do not correspond. */
export type NoHitReason = 'TOO_FEW_LOCI' | 'TOO_MANY_DEVIATIONS';

/** Outcome of a comparison. Amelogenin is in no count. */
export interface DnaComparison {
  readonly verdict: 'HIT' | 'NO_HIT';
  /** Of a hit. */
  readonly quality: Quality | undefined;
  /** Why there is none. */
  readonly reason: NoHitReason | undefined;
  /** Loci for which both have a pair of values. */
  readonly comparedLoci: number;
  /** Loci at which both pairs are fully designated and equal. */
  readonly matchedLoci: number;
  /** Values that are equal. */
  readonly matchedAlleles: number;
  /** Six or seven loci are few: unrelated persons correspond by chance in a large collection. */
  readonly advisory: 'LOW_LOCI' | undefined;
  /** Each locus in the order of the exchange set. */
  readonly loci: readonly LocusComparison[];
}

/** What a comparison goes by. */
export interface ComparisonRules {
  /** Loci that must be equal: six, until an implementing act says otherwise (Regulation (EU) 2024/982 Art. 9(3)). */
  readonly minLoci: number;
  /** Deviations over all loci: "the value of only one of all compared alleles". */
  readonly maxDeviations: number;
}

/** The rules of the Decision. */
export const DECISION_RULES: ComparisonRules = { minLoci: MIN_LOCI, maxDeviations: 1 };

/** Loci up to which a hit is marked as resting on few. */
const FEW_LOCI = 7;

/** Compares two profiles. Symmetric but for which side is named first. */
export function compareProfiles(asked: DnaProfile, held: DnaProfile, rules = DECISION_RULES): DnaComparison {
  const loci = [...compareStr(asked, held), ...compareSex(asked, held)];
  const counted = loci.filter(({ locus }) => locus !== AMELOGENIN);
  const matchedLoci = counted.filter(({ deviations }) => deviations.length === 0).length;
  const deviations = loci.flatMap((comparison) => comparison.deviations);
  // A locus with a deviation is none of the six: it has at least one value that is not equal.
  const reason = reasonOf(matchedLoci, deviations.length, rules);
  return {
    verdict: reason === undefined ? 'HIT' : 'NO_HIT',
    quality: reason === undefined ? qualityOf(deviations) : undefined,
    reason,
    comparedLoci: counted.length,
    matchedLoci,
    matchedAlleles: counted.reduce((sum, comparison) => sum + 2 - comparison.deviations.length, 0),
    advisory: reason === undefined && matchedLoci <= FEW_LOCI ? 'LOW_LOCI' : undefined,
    loci,
  };
}

function reasonOf(matched: number, deviations: number, rules: ComparisonRules): NoHitReason | undefined {
  if (deviations > rules.maxDeviations) return 'TOO_MANY_DEVIATIONS';
  return matched < rules.minLoci ? 'TOO_FEW_LOCI' : undefined;
}

const qualityOf = (deviations: readonly Deviation[]): Quality =>
  deviations.reduce<Quality>((worst, deviation) => (QUALITY[deviation] > worst ? QUALITY[deviation] : worst), 1);

function compareStr(asked: DnaProfile, held: DnaProfile): readonly LocusComparison[] {
  return STR_LOCI.flatMap((locus) => {
    const [a, b] = [asked.pairs.get(locus), held.pairs.get(locus)];
    if (a === undefined || b === undefined) return [];
    return [{ locus, asked: print(a), held: print(b), deviations: comparePairs(a, b, locus) }];
  });
}

/** A difference in the sex marker is one mismatch. */
function compareSex(asked: DnaProfile, held: DnaProfile): readonly LocusComparison[] {
  if (asked.sex === undefined || held.sex === undefined) return [];
  const deviations: readonly Deviation[] = asked.sex === held.sex ? [] : ['mismatch'];
  return [{ locus: AMELOGENIN, asked: asked.sex, held: held.sex, deviations }];
}

const print = (pair: Pair): string => pair.map(printAllele).join(', ');

/**
 * Deviations of the better of the two pairings: the one with fewer, then with fewer mismatches, then fewer micro-variants.
 */
export function comparePairs([a1, a2]: Pair, [b1, b2]: Pair, locus: StrLocus): readonly Deviation[] {
  const straight = [compareAlleles(a1, b1, locus), compareAlleles(a2, b2, locus)].filter(
    (found) => found !== undefined,
  );
  const crossed = [compareAlleles(a1, b2, locus), compareAlleles(a2, b1, locus)].filter((found) => found !== undefined);
  return costOf(crossed) < costOf(straight) ? crossed : straight;
}

/** Orders pairings: the number of deviations first, then each kind, the gravest first. */
const costOf = (deviations: readonly Deviation[]): number =>
  deviations.reduce((cost, deviation) => cost + COST[deviation], 0);

const COST: Readonly<Record<Deviation, number>> = { wildcard: 101, 'micro-variant': 104, mismatch: 116 };

function compareAlleles(one: Allele, other: Allele, locus: StrLocus): Deviation | undefined {
  if (one === WILDCARD || other === WILDCARD) return 'wildcard';
  if (one === other) return undefined;
  return isMicroVariant(one, other, locus) ? 'micro-variant' : 'mismatch';
}

/** Orders hits as they are reported: quality, then loci and values that match, then the identifier. */
export function byQuality(
  a: { readonly id: string; readonly comparison: DnaComparison },
  b: { readonly id: string; readonly comparison: DnaComparison },
): number {
  return (
    (a.comparison.quality ?? 5) - (b.comparison.quality ?? 5) ||
    b.comparison.matchedLoci - a.comparison.matchedLoci ||
    b.comparison.matchedAlleles - a.comparison.matchedAlleles ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
