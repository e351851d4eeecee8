import { nameForm } from './name-form.js';
import { MAX_SPELLINGS } from './name-token.js';
import { nationalSpelling } from './national-cyrillic.js';

/** A word in Latin letters. */
export interface Spellings {
  /** A–Z and 0–9, the recommended transliteration first; none if nothing is left of the word. */
  readonly spellings: readonly string[];
  /** True if the script writes no vowels. */
  readonly consonantal: boolean;
}

const PLAIN = /^[A-Z0-9]*$/;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const CONSONANTAL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;
const LATIN = /^[\0-\u024f]*$/;

/**
 * Transliterations of one upper-case word without separators: by ICAO Doc 9303-3 with its alternatives, for Cyrillic a
 * national scheme as well, and for scripts without a table whatever any-ascii makes of them.
 */
export function spellingsOf(word: string): Spellings {
  if (PLAIN.test(word)) return { spellings: word === '' ? [] : [word], consonantal: false };
  const latin = LATIN.test(word);
  const variants = nameForm(word).variants.map((variant) => variant.replaceAll(' ', ''));
  if (!latin && CYRILLIC.test(word)) {
    // Second, since most databases have it; the columns of other languages follow while there is room.
    variants.splice(1, 0, ...nameForm(nationalSpelling(word)).variants.slice(0, 1));
  }
  // Alternatives with XX stand for a letter in machine-readable zones only, and nobody reads them out.
  const spoken = variants.filter((variant) => variant !== '' && !variant.includes('XX'));
  return {
    spellings: [...new Set(spoken)].slice(0, MAX_SPELLINGS),
    consonantal: !latin && CONSONANTAL.test(word),
  };
}
