import { canonicalName } from '../names/name-form.js';

/** Letters that lose no accent but stand for others. Upper case, NFC. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ẞ', 'SS'],
  ['Ø', 'O'],
  ['Æ', 'AE'],
  ['Œ', 'OE'],
  ['Ł', 'L'],
  ['Đ', 'D'],
  ['Þ', 'TH'],
]);

/** What the rules for Latin letters are made for; other scripts are transliterated first. */
const LATIN = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

/**
 * A name as it is pseudonymised: accents dropped, upper case, A to Z and nothing else, so that neither spaces nor hyphens
 * matter ("García Lopez" and "Garcia-López" are GARCIALOPEZ). A word in another script is transliterated first (ICAO Doc
 * 9303-3). Empty when no letter is left.
 */
export function pseudonymSpelling(name: string): string {
  return name
    .normalize('NFC')
    .split(/\s+/u)
    .map((word) => (LATIN.test(word) ? word : canonicalName(word)))
    .map(latinSpelling)
    .join('');
}

function latinSpelling(word: string): string {
  // "ß" becomes "SS" by toUpperCase.
  const upper = word.toUpperCase().normalize('NFC');
  const replaced = Array.from(upper, (letter) => LETTERS.get(letter) ?? letter).join('');
  return replaced.normalize('NFD').replace(/[^A-Z]/g, '');
}
