import anyAscii from 'any-ascii';
import { CYRILLIC_COLUMNS, type CyrillicColumn } from './cyrillic-table.js';
import { hasGreek, transliterateGreek } from './greek.js';
import { LATIN_ALTERNATIVES, LATIN_FIXED } from './latin-table.js';
import { MAX_SPELLINGS, type ScriptKind } from './name-token.js';
import { cyrillicLanguage, nationalSpelling } from './national-cyrillic.js';

/** A word in Latin letters. */
export interface Spellings {
  /** A–Z and 0–9, the recommended transliteration first; none if nothing is left of the word. */
  readonly spellings: readonly string[];
  readonly script: ScriptKind;
}

type Letters = ReadonlyMap<string, string>;

const PLAIN = /^[A-Z0-9]*$/;
const LATIN = /^[\0-\u024f\u1e00-\u1eff]*$/;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const CONSONANTS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;
const CHARACTERS = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const NOT_PLAIN = /[^A-Z0-9]+/g;

/** What letters with alternatives become: recommended, and as a keyboard without them writes. */
const RECOMMENDED: Letters = withMarkedLetters(0);
const BARE: Letters = withMarkedLetters(-1);

/** Columns of ICAO Doc 9303-3 that may apply to a word, for each language that its letters point to. */
const COLUMNS: Readonly<Record<ReturnType<typeof cyrillicLanguage>, readonly CyrillicColumn[]>> = {
  russian: ['russian', 'ukrainianNational', 'serbian', 'belarusian'],
  ukrainian: ['russian', 'ukrainian', 'ukrainianNational', 'belarusian'],
  bulgarian: ['russian', 'bulgarian', 'macedonian'],
  other: ['russian', 'serbian', 'macedonian', 'belarusian'],
};

/**
 * Transliterations of one upper-case word without separators: by ICAO Doc 9303-3 with its alternatives, for Cyrillic by
 * a national scheme as well, and for scripts without a table whatever any-ascii makes of them.
 */
export function spellingsOf(word: string): Spellings {
  if (PLAIN.test(word)) return { spellings: word === '' ? [] : [word], script: 'alphabet' };
  if (LATIN.test(word)) return { spellings: distinct([fold(word, RECOMMENDED), fold(word, BARE)]), script: 'alphabet' };
  if (CYRILLIC.test(word)) return { spellings: cyrillicSpellings(word), script: 'alphabet' };
  const text = fold(hasGreek(word) ? transliterateGreek(word) : word, RECOMMENDED);
  return {
    spellings: distinct([text]),
    script: CONSONANTS.test(word) ? 'consonants' : CHARACTERS.test(word) ? 'characters' : 'alphabet',
  };
}

function cyrillicSpellings(word: string): readonly string[] {
  const [first, ...others] = COLUMNS[cyrillicLanguage(word)].map((column) =>
    fold(word, CYRILLIC_COLUMNS.get(column) ?? RECOMMENDED),
  );
  // Second, since most databases have it.
  return distinct([first ?? '', fold(nationalSpelling(word), RECOMMENDED), ...others]);
}

const distinct = (spellings: readonly string[]): readonly string[] =>
  [...new Set(spellings)].filter((spelling) => spelling !== '').slice(0, MAX_SPELLINGS);

/** Replaces each letter by the table; what it lacks loses its marks or is guessed. */
function fold(word: string, letters: Letters): string {
  let folded = '';
  for (const letter of word) folded += isPlain(letter) ? letter : (letters.get(letter) ?? guess(letter, letters));
  return folded;
}

function isPlain(letter: string): boolean {
  return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

function guess(letter: string, letters: Letters): string {
  const base = letter.normalize('NFD').replace(/\p{M}+/gu, '');
  if (base === '') return '';
  if (base !== letter) return fold(base, letters);
  return (RECOMMENDED.get(letter) ?? anyAscii(letter)).toUpperCase().replace(NOT_PLAIN, '');
}

/** Latin letters with marks, up to Latin Extended Additional, so that few words need Unicode's own tables. */
function withMarkedLetters(alternative: number): Letters {
  const letters = new Map<string, string>();
  for (const [from, to] of [
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ] as const) {
    for (let code = from; code <= to; code++) {
      const letter = String.fromCharCode(code);
      const base = letter.normalize('NFD').charAt(0);
      if (isPlain(base)) letters.set(letter, base);
    }
  }
  for (const [letter, text] of LATIN_FIXED) letters.set(letter, text);
  for (const [letter, texts] of LATIN_ALTERNATIVES) letters.set(letter, texts.at(alternative) ?? '');
  return letters;
}
