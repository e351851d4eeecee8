/**
 * Latin spellings of Cyrillic names other than that of ICAO Doc 9303-3: French style, as passports of the Soviet
 * Union and its successors had until the late nineties, and the Latin alphabet of Serbian. Invented persons meet the
 * same differences in their papers as real ones.
 */

const FRENCH: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Ґ: 'G',
  Д: 'D',
  Е: 'E',
  Ё: 'IO',
  Є: 'IE',
  Ж: 'J',
  З: 'Z',
  И: 'I',
  І: 'I',
  Ї: 'I',
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
  У: 'OU',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'TCH',
  Ш: 'CH',
  Щ: 'CHTCH',
  Ъ: '',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'IOU',
  Я: 'IA',
  "'": '',
  '’': '',
  '-': ' ',
};

const SERBIAN: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Ђ: 'DJ',
  Е: 'E',
  Ж: 'Z',
  З: 'Z',
  И: 'I',
  Ј: 'J',
  К: 'K',
  Л: 'L',
  Љ: 'LJ',
  М: 'M',
  Н: 'N',
  Њ: 'NJ',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  Ћ: 'C',
  У: 'U',
  Ф: 'F',
  Х: 'H',
  Ц: 'C',
  Ч: 'C',
  Џ: 'DZ',
  Ш: 'S',
  '-': ' ',
};

const by = (table: Readonly<Record<string, string>>) => (name: string) =>
  Array.from(name.toUpperCase(), (letter) => table[letter] ?? letter).join('');

/** KHROUCHTCHIOV for Хрущёв: French style. */
export const olderRomanisation = by(FRENCH);

/** DJORDJEVIC for Ђорђевић: the Serbian Latin alphabet without marks, Đ written DJ. */
export const serbianLatin = by(SERBIAN);
