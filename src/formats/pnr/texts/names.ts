import { canonicalName } from '../../../matching/names/name-form.js';

/**
 * Titles that reservation systems write behind the given names, the longer ones first, and what must be left before them. Names
 * that end like a title are none with one: AMR, WILLIAMS, SHAMS, ALEXANDR, GOVINDR, BADR, HAYDR.
 */
const TITLES: readonly (readonly [title: string, names: RegExp])[] = [
  ['MSTR', /[A-Z]/i],
  ['MISS', /[A-Z]/i],
  ['PROF', /[A-Z]/i],
  ['MRS', /[A-Z]/i],
  ['MR', /[A-Z]{2}/i],
  ['MS', /[A-Z] $|(?<!\b(?:WILLIA|ABRAHA|THO|SHA))(?<=[A-Z]{3})$/i],
  ['DR', /[A-Z] $|(?<!AN|IN|\bHA[IY])(?<=[A-Z]{3})$/i],
];

/** Given names and the title behind them, which may follow without a blank. */
export function splitTitle(text: string): { readonly givenNames: string; readonly title: string } {
  const trimmed = text.trim();
  for (const [title, names] of TITLES) {
    const before = trimmed.slice(0, -title.length);
    if (trimmed.endsWith(title) && names.test(before)) return { givenNames: before.trim(), title };
  }
  return { givenNames: trimmed, title: '' };
}

/** Given names with the title behind them. */
export const withTitle = (givenNames: string, title: string): string => `${givenNames} ${title}`.trim();

/** Characters of a traveller reference at most. It goes with everything that is of a traveller. */
const MOST_OF_REFERENCE = 35;

/** A traveller reference as it is compared: "001" is "1", "01.1" is "1.1". Empty for what is too long for one. */
export function normalReference(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length > MOST_OF_REFERENCE) return '';
  return trimmed.includes('0') ? trimmed.split('.').map(withoutZeros).join('.') : trimmed;
}

/** Without leading zeros; one stays if there is nothing else. */
export const withoutZeros = (text: string): string => (text.startsWith('0') ? text.replace(/^0+(?=.)/, '') : text);

/**
 * A name as it is compared: letters A to Z and digits, transliterated as ICAO Doc 9303-3 recommends, without blanks, hyphens,
 * apostrophes and other signs. "Müller-Beispiel" and "MUELLER BEISPIEL" are MUELLERBEISPIEL.
 */
export const nameKey = (name: string): string => canonicalName(name).replaceAll(' ', '');

/** The first of several given names, as nameKey. */
export const firstNameKey = (givenNames: string): string => canonicalName(givenNames).replace(/ .*/, '');
