/** Values at a locus: repeats with the bases of an incomplete repeat behind the point, in whole tenths: 9.3 is 93. */
import { repeatUnit, type StrLocus } from './loci.js';

/** Any value: what is rare, not known or not to be told (Decision 2008/616/JHA, Annex, chapter 1). */
export const WILDCARD = '*';

/** Tenths of repeats, or any value. Never a fraction: 9.3 - 9 is not 0.3 in binary. */
export type Allele = number | typeof WILDCARD;

/** Two values of a locus, the smaller first, a wildcard last. Twice the same for a homozygote. */
export type Pair = readonly [Allele, Allele];

/** Numbers that stand for no value. */
const NO_VALUES: ReadonlySet<number> = new Set([0, 10, 990]);

/** Longest repeat that is taken for one, in tenths. */
const MOST_TENTHS = 999;

/**
 * Reads a value. Everything that is no number stands for any value, and so do 0, 1 and 99. Undefined for a number that
 * the locus cannot have: more bases in an incomplete repeat than the repeat has, or more than one decimal.
 */
export function readAllele(text: string, locus: StrLocus): Allele | undefined {
  const [, whole = '', , decimals = ''] = /^(\d+)(\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === '') return WILDCARD;
  const rest = decimals.replace(/0+$/, '');
  if (rest.length > 1) return undefined;
  const tenths = Number(whole) * 10 + Number(rest);
  if (NO_VALUES.has(tenths)) return WILDCARD;
  return tenths <= MOST_TENTHS && tenths % 10 < repeatUnit(locus) ? tenths : undefined;
}

/** As people write it: 9.3, 12, or *. */
export const printAllele = (allele: Allele): string =>
  allele === WILDCARD
    ? WILDCARD
    : allele % 10 === 0
      ? String(allele / 10)
      : `${Math.floor(allele / 10)}.${allele % 10}`;

/** Puts two values in their order. */
export function pairOf(first: Allele, second: Allele): Pair {
  if (first === WILDCARD) return [second, first];
  return second !== WILDCARD && second < first ? [second, first] : [first, second];
}

/** True if neither value is a wildcard. */
export const isFullyDesignated = ([first, second]: Pair): boolean => first !== WILDCARD && second !== WILDCARD;

/** Length in bases, as far as the repeats go. */
const basesOf = (tenths: number, unit: number): number => unit * Math.floor(tenths / 10) + (tenths % 10);

/** True if the values differ by one base: a micro-variant. */
export const isMicroVariant = (one: number, other: number, locus: StrLocus): boolean =>
  Math.abs(basesOf(one, repeatUnit(locus)) - basesOf(other, repeatUnit(locus))) === 1;
