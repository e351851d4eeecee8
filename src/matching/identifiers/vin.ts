import { canonicalIdentifier } from './canonical-identifier.js';
import { confusionKey, withLatinLookAlikes } from './confusable.js';

/** Characters of a vehicle identification number (ISO 3779). */
export const VIN_LENGTH = 17;

/** Chassis numbers before ISO 3779 are shorter; below this nothing is identified. */
export const MIN_CHASSIS_LENGTH = 5;

/**
 * What position 9 says. Only North America and China demand a check digit there; elsewhere it is a filler, so a wrong
 * one is a warning and no more. none: the position holds no digit and no X, or the number is not complete.
 */
export type VinCheck = 'valid' | 'invalid' | 'none';

/** A vehicle identification number or an older chassis number, ready to be compared. */
export interface VinForm {
  /** Upper case, letters and digits only; I as 1, O and Q as 0 where the number is a VIN, which has none of them. */
  readonly canonical: string;
  /** True if an I, O or Q was read as a digit: tell the caller. */
  readonly corrected: boolean;
  /** Seventeen characters of A-Z and 0-9. Others are searched exactly only. */
  readonly complete: boolean;
  readonly check: VinCheck;
}

/** How a VIN asked for corresponds to one on record. Only equal is exact. */
export interface VinCorrespondence {
  /**
   * confusable: one character differs, and the two are easily confused. transposed: two adjacent characters are
   * exchanged. ends_with: the record ends with what was asked, which is 6 to 8 characters long.
   */
  readonly how: 'equal' | 'confusable' | 'transposed' | 'ends_with';
  /** The check digit of the record is right and that of the question is not: rank it before others. */
  readonly checkFavoursRecord: boolean;
}

/** Prepares a VIN. Never throws and never rejects: a caller decides by `complete` and `check`. */
export function vinForm(text: string): VinForm {
  const written = withLatinLookAlikes(canonicalIdentifier(text.slice(0, MAX_INPUT_LENGTH)));
  const complete = /^[A-Z0-9]{17}$/.test(written);
  const canonical = complete ? written.replaceAll('I', '1').replace(/[OQ]/g, '0') : written;
  return { canonical, corrected: canonical !== written, complete, check: complete ? checkOf(canonical) : 'none' };
}

/** Compares what was asked for with a record; undefined for different. */
export function compareVins(asked: VinForm, stored: VinForm): VinCorrespondence | undefined {
  const how = correspondence(asked, stored);
  return how && { how, checkFavoursRecord: stored.check === 'valid' && asked.check !== 'valid' };
}

function correspondence(asked: VinForm, stored: VinForm): VinCorrespondence['how'] | undefined {
  const [a, b] = [asked.canonical, stored.canonical];
  if (a === '') return undefined;
  if (a === b) return 'equal';
  if (!stored.complete) return undefined;
  if (!asked.complete)
    return a.length >= 6 && a.length <= 8 && b.endsWith(withoutVinLetters(a)) ? 'ends_with' : undefined;
  const first = firstDifference(a, b, 0);
  const second = firstDifference(a, b, first + 1);
  if (second === VIN_LENGTH) return confusionKey(a) === confusionKey(b) ? 'confusable' : undefined;
  const exchanged = second === first + 1 && a[first] === b[second] && a[second] === b[first];
  return exchanged && firstDifference(a, b, second + 1) === VIN_LENGTH ? 'transposed' : undefined;
}

/**
 * Check character of a VIN, which stands in position 9 where it is used (49 CFR 565.15): 0 to 9 or X. Whatever stands
 * in position 9 does not count.
 *
 * @throws RangeError unless it has seventeen characters of A-Z and 0-9 without I, O and Q
 */
export function vinCheckDigit(vin: string): string {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin))
    throw new RangeError('A VIN has 17 letters and digits, none of them I, O or Q');
  let sum = 0;
  for (let at = 0; at < VIN_LENGTH; at++) sum += (VALUES.get(vin.charAt(at)) ?? 0) * (WEIGHTS[at] ?? 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** Separators and marks fall away; nothing longer is a chassis number. */
const MAX_INPUT_LENGTH = 64;

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;

const VALUES: ReadonlyMap<string, number> = new Map([
  ...Array.from('0123456789', (digit, value) => [digit, value] as const),
  ...Array.from('ABCDEFGH', (letter, at) => [letter, at + 1] as const),
  ...Array.from('JKLMN', (letter, at) => [letter, at + 1] as const),
  ['P', 7],
  ['R', 9],
  ...Array.from('STUVWXYZ', (letter, at) => [letter, at + 2] as const),
]);

const checkOf = (vin: string): VinCheck =>
  !/^[0-9X]$/.test(vin.charAt(8)) ? 'none' : vinCheckDigit(vin) === vin.charAt(8) ? 'valid' : 'invalid';

const withoutVinLetters = (part: string): string => part.replaceAll('I', '1').replace(/[OQ]/g, '0');

function firstDifference(a: string, b: string, from: number): number {
  let at = from;
  while (at < VIN_LENGTH && a[at] === b[at]) at++;
  return Math.min(at, VIN_LENGTH);
}
