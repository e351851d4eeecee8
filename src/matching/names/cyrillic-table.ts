/** Cyrillic in ICAO Doc 9303-3: the Russian column, and what other languages write differently. Keys upper case, NFC. */

const RUSSIAN: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ё: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'I',
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
  Ъ: 'IE',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'IU',
  Я: 'IA',
};

/** Letters that Russian lacks; they read the same whatever the language of the rest is. */
const OTHER_LETTERS: Readonly<Record<string, string>> = {
  І: 'I',
  Ї: 'I',
  Ґ: 'G',
  Є: 'IE',
  Ў: 'U',
  Ј: 'J',
  Ђ: 'D',
  Љ: 'LJ',
  Њ: 'NJ',
  Ћ: 'C',
  Џ: 'DZ',
  Ѓ: 'GJ',
  Ѕ: 'DZ',
  Ќ: 'KJ',
};

/**
 * Languages with a column of their own. Sources differ on Ukrainian Г (G or H) and Є (E or IE), so both readings
 * exist.
 */
const DIFFERENCES = {
  russian: {},
  bulgarian: { Щ: 'SHT' },
  belarusian: { Г: 'H', Ё: 'IO' },
  serbian: { Г: 'H', Ж: 'Z', Х: 'H', Ц: 'C', Ч: 'C', Ш: 'S' },
  macedonian: { Г: 'H', Х: 'H', Ц: 'C', Џ: 'DJ' },
  ukrainian: { И: 'Y', Є: 'E' },
  ukrainianNational: { И: 'Y', Г: 'H' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A column of the Cyrillic table. */
export type CyrillicColumn = keyof typeof DIFFERENCES;

/** Letters of each column. */
export const CYRILLIC_COLUMNS: ReadonlyMap<CyrillicColumn, ReadonlyMap<string, string>> = new Map(
  (Object.keys(DIFFERENCES) as CyrillicColumn[]).map((column) => [
    column,
    new Map(Object.entries({ ...RUSSIAN, ...OTHER_LETTERS, ...DIFFERENCES[column] })),
  ]),
);
