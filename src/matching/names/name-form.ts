import anyAscii from 'any-ascii';
import { CYRILLIC_COLUMNS, type CyrillicColumn } from './cyrillic-table.js';
import { hasGreek, transliterateGreek } from './greek.js';
import { LATIN_ALTERNATIVES, LATIN_FIXED } from './latin-table.js';

/** A surname or the forenames, ready to be compared. */
export interface NameForm {
  /** Upper case, NFC, single spaces: as written, but for case. */
  readonly written: string;
  /** Recommended transliteration: words of A–Z and 0–9, one space between them; may be empty. */
  readonly canonical: string;
  /** Every transliteration, the canonical one first, without repetitions. */
  readonly variants: readonly string[];
  /** False if a letter has no normative transliteration in ICAO Doc 9303-3 (Greek, Arabic, …). */
  readonly normative: boolean;
}

/**
 * Letters with alternatives that a name may combine freely; a name with more of them, which no language produces,
 * is written with all recommended or all alternative forms. Bounds the variants to 12 for each Cyrillic column.
 */
const MAX_FREE_LETTERS = 3;

const PLAIN = /^[A-Z]+$/;
/** Basic Latin to Latin Extended-B: quicker to tell than the scripts. */
const LATIN = /^[\0-\u024f]*$/;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const HAS_ALTERNATIVES = /[ÄÖÜÑÅØ]/gu;

/** Canonical form of a name, and whether the table of ICAO Doc 9303-3 covers all of its letters. */
interface Transliteration {
  readonly text: string;
  readonly normative: boolean;
}

/**
 * Canonical form of a name: upper case, transliterated by ICAO Doc 9303-3, apostrophes, commas and full stops
 * removed, hyphens and other signs as one space. Linear in the length of the text; idempotent; never throws.
 */
export function canonicalName(name: string, column: CyrillicColumn = 'russian'): string {
  return transliterate(writtenForm(name), RECOMMENDED, column).text;
}

/** Prepares a name for comparison. */
export function nameForm(name: string): NameForm {
  const written = writtenForm(name);
  if (PLAIN.test(written)) return { written, canonical: written, variants: [written], normative: true };
  const columns: readonly CyrillicColumn[] =
    !LATIN.test(written) && CYRILLIC.test(written) ? [...CYRILLIC_COLUMNS.keys()] : ['russian'];
  const canonical = transliterate(written, RECOMMENDED, 'russian');
  const variants = new Set([canonical.text]);
  for (const spelling of spellings(written)) {
    for (const column of columns) variants.add(transliterate(written, spelling, column).text);
  }
  return { written, canonical: canonical.text, variants: [...variants], normative: canonical.normative };
}

type Spelling = ReadonlyMap<string, string>;

const RECOMMENDED: Spelling = new Map([...LATIN_ALTERNATIVES].map(([letter, [first]]) => [letter, first]));

function writtenForm(name: string): string {
  const upper = name.normalize('NFC').toUpperCase();
  return PLAIN.test(upper) ? upper : upper.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

/** Ways to spell the letters with alternatives; one letter is spelt alike throughout a name. */
function spellings(written: string): readonly Spelling[] {
  const letters = [...new Set(written.match(HAS_ALTERNATIVES))];
  if (letters.length === 0) return [RECOMMENDED];
  if (letters.length > MAX_FREE_LETTERS) {
    return [new Map([...LATIN_ALTERNATIVES].map(([letter, choices]) => [letter, choices.at(-1) ?? '']))];
  }
  return letters.reduce<readonly Spelling[]>(
    (soFar, letter) =>
      soFar.flatMap((spelling) =>
        (LATIN_ALTERNATIVES.get(letter) ?? []).map((choice) => new Map(spelling).set(letter, choice)),
      ),
    [RECOMMENDED],
  );
}

function transliterate(written: string, spelling: Spelling, column: CyrillicColumn): Transliteration {
  if (PLAIN.test(written)) return { text: written, normative: true };
  const cyrillic = CYRILLIC_COLUMNS.get(column) ?? new Map<string, string>();
  const greek = !LATIN.test(written) && hasGreek(written);
  let normative = !greek;
  let text = '';
  for (const letter of greek ? transliterateGreek(written) : written) {
    const known = letterOf(letter, spelling, cyrillic) ?? letterOf(baseOf(letter), spelling, cyrillic);
    if (known === undefined) {
      const guess = anyAscii(letter).toUpperCase();
      if (/[A-Z]/.test(guess)) normative = false;
      text += guess.replace(/[^A-Z0-9]+/g, ' ');
    } else {
      text += known;
    }
  }
  return { text: text.trim().replace(/ +/g, ' '), normative };
}

/** What one character becomes; undefined if no rule of ours covers it. */
function letterOf(letter: string, spelling: Spelling, cyrillic: ReadonlyMap<string, string>): string | undefined {
  if ((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')) return letter;
  if (letter === ' ' || letter === '-') return ' ';
  return (
    spelling.get(letter) ??
    LATIN_FIXED.get(letter) ??
    cyrillic.get(letter) ??
    (SEPARATORS.test(letter) ? ' ' : SILENT.test(letter) ? '' : undefined)
  );
}

const SEPARATORS = /^[\s\p{Pd}<]$/u;
/** Apostrophes in all their typographic forms, full stops and commas join; marks and formatting vanish. */
const SILENT = /^['’‘‛ʼʻʹ′`´.,·\p{M}\p{Cf}]$/u;

/** The letter without its marks. */
const baseOf = (letter: string): string => letter.normalize('NFD').replace(/\p{M}+/gu, '');
