/** Compares dates, codes and numbers of documents as two sources write them. */
import { compareBirthDates, isBirthDate } from '../../matching/dates/birth-date.js';
import { canonicalIdentifier } from '../../matching/identifiers/canonical-identifier.js';
import { mrzCheckDigit } from '../../matching/identifiers/check-digits.js';
import { confusionKey } from '../../matching/identifiers/confusable.js';
import { isOneEditApart, isOneSwapApart } from '../../matching/names/edits.js';
import { compareStates } from '../mrz/compare-states.js';
import { type CheckDigitFits, DIFFERS, type Judged, MISSING, SAME } from './outcome.js';
import type { Statement } from './statement.js';

/** Characters of a number field in a zone; a shorter number is filled up. */
const NUMBER_FIELD = 9;
/** Characters that a number must have before it is believed to be cut off. */
const MIN_CUT_NUMBER = 6;
/** Characters of a number that are looked at. */
const MAX_NUMBER = 40;

/** Days of birth or expiry. */
export function judgeDays(a: string | undefined, b: string | undefined): Judged {
  if (a === undefined || b === undefined) return MISSING;
  if (a === b) return SAME;
  if (!isBirthDate(a) || !isBirthDate(b)) return DIFFERS;
  const how = compareBirthDates(a, b);
  if (how === undefined || how === 'equal') return DIFFERS;
  return { outcome: how === 'partial' ? 'truncated' : 'similar', rules: [how] };
}

export function judgeSexes(a: string, b: string): Judged {
  if (a === '' || b === '') return MISSING;
  return a === b ? SAME : DIFFERS;
}

/** Nationalities or issuers. */
export function judgeStates(a: string, b: string): Judged {
  if (a === '' || b === '') return MISSING;
  const how = compareStates(a, b);
  if (how === undefined) return DIFFERS;
  if (how === 'equal') return SAME;
  return { outcome: how === 'renamed' || how === 'british_class' ? 'similar' : 'same', rules: [how] };
}

/** P and PP are both a passport; a second letter that both have must be the same. */
export function judgeTypes(a: string, b: string): Judged {
  if (a === '' || b === '') return MISSING;
  if (a === b) return SAME;
  const [short = '', long = ''] = [a, b].sort((one, other) => one.length - other.length);
  const isKind = short.length === 1 && long.length === 2 && long.startsWith(short);
  return isKind ? { outcome: 'same', rules: ['kind_of_document'] } : DIFFERS;
}

type Numbered = Pick<Statement, 'documentNumber' | 'check'>;

/** Numbers of documents, and which of them the check digit fits if they are not the same. */
export function judgeNumbers(first: Numbered, second: Numbered): Judged & { readonly checkDigitFits?: CheckDigitFits } {
  const [a, b] = [canonical(first.documentNumber), canonical(second.documentNumber)];
  if (a === '' || b === '') return MISSING;
  if (a === b) return SAME;
  const digit = first.check?.digit ?? second.check?.digit;
  const fits = digit === undefined ? undefined : fitsOf(hasDigit(a, digit), hasDigit(b, digit));
  return { ...judgeUnequal(a, b), ...(fits === undefined ? {} : { checkDigitFits: fits }) };
}

const canonical = (number: string): string => canonicalIdentifier(number.slice(0, 4 * MAX_NUMBER)).slice(0, MAX_NUMBER);

function judgeUnequal(a: string, b: string): Judged {
  if (hasAppended(a, b) || hasAppended(b, a)) return { outcome: 'same', rules: ['check_digit_appended'] };
  if (confusionKey(a) === confusionKey(b)) return { outcome: 'similar', rules: ['confusable'] };
  if (isBeginning(a, b) || isBeginning(b, a)) return { outcome: 'truncated', rules: ['cut_off'] };
  if (isOneSwapApart(a, b)) return { outcome: 'similar', rules: ['letters_swapped'] };
  return isOneEditApart(a, b) ? { outcome: 'similar', rules: ['one_edit'] } : DIFFERS;
}

const isBeginning = (short: string, long: string): boolean => short.length >= MIN_CUT_NUMBER && long.startsWith(short);

/** True if the longer number is the shorter one and its check digit behind it: whoever typed the zone went one too far. */
export const hasAppended = (long: string, short: string): boolean =>
  long.length === short.length + 1 && long.startsWith(short) && hasDigit(short, long.slice(-1));

/** Fillers count nothing, so they need not be there. */
const hasDigit = (number: string, digit: string): boolean =>
  /^[A-Z0-9]+$/.test(number) && mrzCheckDigit(number.padEnd(NUMBER_FIELD, '<')) === digit;

function fitsOf(first: boolean, second: boolean): CheckDigitFits {
  if (first) return second ? 'both' : 'first';
  return second ? 'second' : 'neither';
}
