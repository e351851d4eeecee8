import { NUMBER_WORDS, ROMAN } from './tables/numerals.js';

/** Value of a word of digits, with or without an ordinal ending (1ST, 44TH); undefined for other words. */
export function digitsValue(word: string): number | undefined {
  const first = word.charCodeAt(0);
  if (first < 48 || first > 57) return undefined;
  const digits = /^(\d{1,9})(?:ST|ND|RD|TH)?$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Value of a Roman numeral of two letters or more, up to sixteen. */
export const romanValue = (word: string): number | undefined => ROMAN.get(word);

/** A number in words, with how many words it takes: FORTY FOUR is 44 in two. */
export function numberInWords(
  words: readonly string[],
  at: number,
): { readonly value: number; readonly length: number } | undefined {
  const first = valueOf(words[at]);
  if (first === undefined) return undefined;
  if (!NUMBER_WORDS.has(words[at] ?? '')) return { value: first, length: 1 };
  const second = valueOf(words[at + 1]);
  if (second === undefined || second === 0) return { value: first, length: 1 };
  if (first >= 20 && first % 10 === 0 && first < 100 && second < 10) return { value: first + second, length: 2 };
  if (first < 10 && second === 100) return { value: first * 100, length: 2 };
  return { value: first, length: 1 };
}

const valueOf = (word: string | undefined): number | undefined =>
  word === undefined ? undefined : (NUMBER_WORDS.get(word) ?? digitsValue(word));
