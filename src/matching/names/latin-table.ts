/**
 * Latin letters that ICAO Doc 9303-3 does not reduce to their base letter. Keys are upper case, NFC. Every other
 * accented letter loses its accent.
 */

/** Letters with exactly one transliteration. */
export const LATIN_FIXED: ReadonlyMap<string, string> = new Map([
  ['Æ', 'AE'],
  ['Œ', 'OE'],
  ['ẞ', 'SS'],
  ['Þ', 'TH'],
  ['Ĳ', 'IJ'],
  ['Ð', 'D'],
  ['Đ', 'D'],
  ['Ħ', 'H'],
  ['Ł', 'L'],
  ['Ŋ', 'N'],
  ['Ŧ', 'T'],
]);

/**
 * Letters with alternatives, the recommended one first. The last alternative of Å and Ø is not in Doc 9303: it is
 * what a keyboard without the letter produces, as the standard grants it for Ä, Ö and Ü.
 */
export const LATIN_ALTERNATIVES: ReadonlyMap<string, readonly [string, ...string[]]> = new Map<
  string,
  readonly [string, ...string[]]
>([
  ['Ä', ['AE', 'A']],
  ['Ö', ['OE', 'O']],
  ['Ü', ['UE', 'UXX', 'U']],
  ['Ñ', ['N', 'NXX']],
  ['Å', ['AA', 'A']],
  ['Ø', ['OE', 'O']],
]);
