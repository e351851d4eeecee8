/** Spellings under which names, identifiers and units are the same. */
import anyAscii from 'any-ascii';

/** A name, folded. */
export interface FoldedName {
  /** Spellings of the whole name, without spaces and signs. */
  readonly whole: ReadonlySet<string>;
  /** Spellings of its parts ("Müller-Beispiel": müller, beispiel), particles left out. */
  readonly parts: ReadonlySet<string>;
}

/** Letters that are written with one letter or with two (ICAO Doc 9303-3 section 6). */
const TWO_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['å', 'aa'],
  ['ø', 'oe'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ñ', 'nxx'],
]);

/** Parts of surnames that no family shares. */
const PARTICLES: ReadonlySet<string> = new Set(
  'af al bin da de del den der di do dos du el ibn la le ten ter van von zu zum zur'.split(' '),
);

/** Shorter parts say nothing. */
const MIN_PART_LETTERS = 3;

/** Folds a name: case, marks, signs and script do not count, and each umlaut goes by both of its spellings. */
export function foldName(name: string): FoldedName {
  const written = name.normalize('NFC').toLowerCase();
  const spellings = ASCII.test(written)
    ? [toAscii(written)]
    : [written, Array.from(written, (letter) => TWO_LETTERS.get(letter) ?? letter).join('')].map(toAscii);
  const whole = new Set<string>();
  const parts = new Set<string>();
  for (const spelling of spellings) {
    const words = spelling.split(' ').filter((word) => word !== '');
    const all = words.join('');
    if (all !== '') whole.add(all);
    for (const word of words) if (word.length >= MIN_PART_LETTERS && !PARTICLES.has(word)) parts.add(word);
  }
  return { whole, parts };
}

/** Folds the number of a document, plate or vehicle: letters and digits alone count. */
export function foldIdentifier(identifier: string): string {
  return anyAscii(identifier.normalize('NFKC'))
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '');
}

/** Folds the name of a unit: case, marks and signs do not count. */
export function foldUnit(unit: string): string {
  return toAscii(unit.normalize('NFC').toLowerCase()).replace(/ /g, '');
}

const ASCII = /^[\0-\x7f]*$/;

/** Letters a–z, digits and single spaces. Apostrophes join what they stand between. */
export function toAscii(lowerCase: string): string {
  const ascii = ASCII.test(lowerCase) ? lowerCase : anyAscii(lowerCase).toLowerCase();
  return ascii
    .replace(/['`´’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
