import { isOneEditApart, isOneSwapApart } from './edits.js';
import { nameForm, type NameForm } from './name-form.js';

/**
 * Rules by which names are similar: the exhaustive list of Delegated Regulation (EU) 2023/333, Annex II, letters a
 * to h.
 */
export type NameRule =
  | 'transliteration'
  | 'inversion'
  | 'regrouped'
  | 'word_order'
  | 'letters_swapped'
  | 'one_edit'
  | 'punctuation'
  | 'truncation';

/** A person's names in the two fields of a travel document. */
export interface Names {
  readonly surname: NameForm;
  /** Undefined if not asked for, or not known. */
  readonly forename: NameForm | undefined;
}

/** How two names correspond. */
export interface NameCorrespondence {
  /**
   * exact: the canonical forms are equal. transliterated: another transliteration is equal, or a letter has no
   * normative one. inexact: similar by the rules.
   */
  readonly level: 'exact' | 'transliterated' | 'inexact';
  /** Rules that had to be applied; for inexact, one or two. */
  readonly rules: readonly NameRule[];
}

/** Rules that may be combined before names count as different; each counts once, whatever it applies to. */
const MAX_RULES = 2;

/** A name field is taken as cut off only if this many letters are left, and at least half of them. */
const MIN_TRUNCATED_LETTERS = 6;

/** Prepares the names of one identity; an empty forename is an unknown one. */
export const names = (surname: string, forename: string): Names => ({
  surname: nameForm(surname),
  forename: forename.trim() === '' ? undefined : nameForm(forename),
});

/**
 * Compares the names asked for with those on record. A forename that was not asked for is not compared; one that the
 * record lacks can at best be similar. Undefined means different.
 */
export function compareNames(asked: Names, stored: Names): NameCorrespondence | undefined {
  const equal = compareEqual(asked, stored);
  if (equal !== undefined) return equal;
  const rules = [direct(asked, stored), inverted(asked, stored), regrouped(asked, stored)]
    .filter((found) => found !== undefined && found.filter(isEdit).length <= 1)
    .map((found) => [...new Set(found)])
    .filter((found) => found.length <= MAX_RULES)
    .sort((a, b) => a.length - b.length)[0];
  return rules === undefined ? undefined : { level: 'inexact', rules };
}

/** A single edit is counted over all names together: two of them make the names different. */
const isEdit = (rule: NameRule): boolean => rule === 'letters_swapped' || rule === 'one_edit';

function compareEqual(asked: Names, stored: Names): NameCorrespondence | undefined {
  const surname = compareEqualField(asked.surname, stored.surname);
  if (surname === undefined || asked.forename === undefined) return surname;
  const forename = stored.forename === undefined ? undefined : compareEqualField(asked.forename, stored.forename);
  if (forename === undefined) return undefined;
  return {
    level: surname.level === 'exact' && forename.level === 'exact' ? 'exact' : 'transliterated',
    rules: [...new Set([...surname.rules, ...forename.rules])],
  };
}

function compareEqualField(a: NameForm, b: NameForm): NameCorrespondence | undefined {
  if (a.written === b.written) return { level: 'exact', rules: [] };
  if (a.canonical === b.canonical) {
    if (withoutPunctuation(a.written) === withoutPunctuation(b.written))
      return { level: 'exact', rules: ['punctuation'] };
    return { level: a.normative && b.normative ? 'exact' : 'transliterated', rules: ['transliteration'] };
  }
  return a.variants.some((variant) => b.variants.includes(variant))
    ? { level: 'transliterated', rules: ['transliteration'] }
    : undefined;
}

const withoutPunctuation = (written: string): string => written.replace(/[\s\p{P}]+/gu, '');

function direct(asked: Names, stored: Names): readonly NameRule[] | undefined {
  const surname = differences(asked.surname, stored.surname);
  if (surname === undefined || asked.forename === undefined) return surname;
  const forename =
    stored.forename === undefined ? (['truncation'] as const) : differences(asked.forename, stored.forename);
  return forename && [...surname, ...forename];
}

function inverted(asked: Names, stored: Names): readonly NameRule[] | undefined {
  if (asked.forename === undefined || stored.forename === undefined) return undefined;
  const surname = differences(asked.surname, stored.forename);
  const forename = surname && differences(asked.forename, stored.surname);
  return forename && ['inversion', ...surname, ...forename];
}

/** All names in one field of one side, in any order. */
function regrouped(asked: Names, stored: Names): readonly NameRule[] | undefined {
  if ((asked.forename === undefined) === (stored.forename === undefined)) return undefined;
  const rest = wordDifference(wordsOf(asked), wordsOf(stored));
  return rest && ['regrouped', ...rest.rules];
}

const wordsOf = ({ surname, forename }: Names): readonly string[] =>
  [surname.canonical, ...(forename === undefined ? [] : [forename.canonical])].join(' ').split(' ');

/** Rules that turn one field into the other; empty if equal, undefined if different. */
function differences(a: NameForm, b: NameForm): readonly NameRule[] | undefined {
  const equal = compareEqualField(a, b);
  if (equal !== undefined) return equal.level === 'exact' ? [] : ['transliteration'];
  const letters = letterDifference(a.canonical, b.canonical);
  if (letters !== undefined) return [letters];
  const words = wordDifference(a.canonical.split(' '), b.canonical.split(' '));
  if (words !== undefined) return words.moved ? ['word_order', ...words.rules] : words.rules;
  for (const one of a.variants) {
    for (const other of b.variants) {
      const edit = letterDifference(one, other);
      if (edit !== undefined) return ['transliteration', edit];
    }
  }
  return undefined;
}

function letterDifference(a: string, b: string): NameRule | undefined {
  if (isOneSwapApart(a, b)) return 'letters_swapped';
  if (isOneEditApart(a, b)) return 'one_edit';
  return isTruncated(a, b) || isTruncated(b, a) ? 'truncation' : undefined;
}

/** A field ends early: between two words, or inside a word if enough of the whole is left. */
const isTruncated = (short: string, long: string): boolean =>
  long.startsWith(short) &&
  short.length >= 3 &&
  (long.charAt(short.length) === ' ' || (short.length >= MIN_TRUNCATED_LETTERS && short.length * 2 >= long.length));

interface WordDifference {
  /** The words are the same, but for at most one, and their order is not. */
  readonly moved: boolean;
  readonly rules: readonly NameRule[];
}

/** The same words in any order, but for at most one word with a small difference. */
function wordDifference(a: readonly string[], b: readonly string[]): WordDifference | undefined {
  if (a.length !== b.length) return undefined;
  const left = [...b];
  const missing = a.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const [word, other] = [missing[0], left[0]];
  if (word === undefined || other === undefined) return { moved: true, rules: [] };
  const rule = missing.length === 1 ? letterDifference(word, other) : undefined;
  return rule && { moved: a.indexOf(word) !== b.indexOf(other), rules: [rule] };
}
