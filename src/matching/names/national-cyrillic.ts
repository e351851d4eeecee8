/**
 * Cyrillic as newspapers, older passports and most databases write it: the Latin letters of national schemes, beside the
 * column of ICAO Doc 9303-3 (cyrillic-table.ts). Russian and what has no scheme of its own by the usual English spelling
 * (BGN/PCGN 1947 without its signs), Ukrainian by Resolution 55 of 2010 of its Cabinet of Ministers, Bulgarian by the
 * Transliteration Act of 2009.
 */

/** Languages told apart by letters that only they have. */
export type CyrillicLanguage = 'russian' | 'ukrainian' | 'bulgarian' | 'other';

const ENGLISH: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ё: 'YO',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'Y',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHCH',
  Ъ: '',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'YU',
  Я: 'YA',
};

const LETTERS: Readonly<Record<CyrillicLanguage, ReadonlyMap<string, string>>> = {
  russian: new Map(Object.entries(ENGLISH)),
  ukrainian: new Map(
    Object.entries({ ...ENGLISH, Г: 'H', Ґ: 'G', И: 'Y', І: 'I', Ї: 'I', Є: 'IE', Й: 'I', Ю: 'IU', Я: 'IA' }),
  ),
  bulgarian: new Map(Object.entries({ ...ENGLISH, Х: 'H', Щ: 'SHT', Ъ: 'A', Ь: 'Y' })),
  other: new Map(
    Object.entries({
      ...ENGLISH,
      Х: 'H',
      Ц: 'C',
      Ј: 'J',
      Љ: 'LJ',
      Њ: 'NJ',
      Ћ: 'C',
      Ђ: 'DJ',
      Џ: 'DZ',
      Ѓ: 'GJ',
      Ќ: 'KJ',
      Ѕ: 'DZ',
      Ў: 'U',
      І: 'I',
    }),
  ),
};

/** Vowels after which, as at the beginning of a word, Russian and Ukrainian write YE, YI, YU, YA. */
const VOWELS = 'АЕЁИОУЫЭЮЯІЇЄЪЬ';

const IOTATED: Readonly<Record<'russian' | 'ukrainian', ReadonlyMap<string, string>>> = {
  russian: new Map([['Е', 'YE']]),
  ukrainian: new Map([
    ['Є', 'YE'],
    ['Ї', 'YI'],
    ['Й', 'Y'],
    ['Ю', 'YU'],
    ['Я', 'YA'],
  ]),
};

/** National spelling of an upper-case Cyrillic word; letters of other scripts stay. */
export function nationalSpelling(word: string): string {
  const language = cyrillicLanguage(word);
  const iotated = language === 'russian' || language === 'ukrainian' ? IOTATED[language] : undefined;
  const afterVowel = language === 'russian';
  let before = '';
  let spelling = '';
  for (const letter of word) {
    const initial = before === '' || (afterVowel && VOWELS.includes(before));
    spelling += (initial ? iotated?.get(letter) : undefined) ?? LETTERS[language].get(letter) ?? letter;
    before = letter;
  }
  return spelling;
}

/** The language that the letters of an upper-case word point to; Russian if they point nowhere. */
export function cyrillicLanguage(word: string): CyrillicLanguage {
  if (/[ІЇЄҐ]/u.test(word)) return 'ukrainian';
  if (/[ЈЉЊЋЂЏЃЌЅЎ]/u.test(word)) return 'other';
  if (/[ЫЭЁ]/u.test(word)) return 'russian';
  return /Ъ(?![ЕЁЮЯ])/u.test(word) ? 'bulgarian' : 'russian';
}
