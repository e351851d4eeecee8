/**
 * What a pair of values becomes in a column: sixteen bits. Equal pairs always have the same code, so a scan that counts
 * equal and unequal codes never misses what the rules would find; the rules then look at what it found.
 */
import { type Pair, WILDCARD } from '../allele.js';
import { repeatUnit, type StrLocus } from '../loci.js';

/** The locus is not typed. */
export const NOT_TYPED = 0;

/** A pair with a wildcard in a column, and in a question: equal to nothing, not to itself either. */
export const WILD_HELD = 0x8000;
export const WILD_ASKED = 0xffff;

/** Highest code of a pair of two values. */
const MOST = 0x7fff;

/** Values up to this number of bases get codes of their own: more than sixty repeats of four. */
const MOST_BASES = 254;

/** Code of a pair held. */
export function codeOf([low, high]: Pair, locus: StrLocus): number {
  if (low === WILDCARD || high === WILDCARD) return WILD_HELD;
  const [few, many] = [basesOf(low, locus), basesOf(high, locus)];
  const place = (many * (many + 1)) / 2 + few;
  // Longer ones share codes with others, which costs a look and no hit.
  return 1 + (many <= MOST_BASES ? place : place % MOST);
}

/** Code of a pair asked for. */
export function askedCodeOf(pair: Pair, locus: StrLocus): number {
  const code = codeOf(pair, locus);
  return code === WILD_HELD ? WILD_ASKED : code;
}

/** Whole repeats and bases of an incomplete one as one number, different for every value of the locus. */
const basesOf = (tenths: number, locus: StrLocus): number =>
  Math.floor(tenths / 10) * repeatUnit(locus) + (tenths % 10);
