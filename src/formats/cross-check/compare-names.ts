/** Compares names of travellers as two sources write them. */
import { compareNames, names, type NameRule } from '../../matching/names/compare-names.js';
import { canonicalName, nameForm, type NameForm } from '../../matching/names/name-form.js';
import { DIFFERS, type Judged, MISSING, SAME } from './outcome.js';
import type { Statement } from './statement.js';

type Named = Pick<Statement, 'surname' | 'givenNames' | 'truncated'>;

/**
 * Letters that a word must have before it is believed to be cut off, unless the source is known to cut; and those that it
 * must have where but one letter is missing, which is a slip in a short one.
 */
const MIN_CUT = 3;
const MIN_CUT_OF_ONE = 6;

/** Surname and given names, each by itself; only if one of them differs, whether the name as a whole is the same. */
export function judgeNames(first: Named, second: Named): { readonly surname: Judged; readonly givenNames: Judged } {
  const surname = judgeField(first.surname, second.surname, first, second);
  const givenNames = judgeField(first.givenNames, second.givenNames, first, second);
  if (surname.outcome !== 'differs' && givenNames.outcome !== 'differs' && !isRegrouped(surname, givenNames))
    return { surname, givenNames };
  const rules = wholeRules(first, second);
  if (rules === undefined) return { surname, givenNames };
  const whole: Judged = { outcome: 'similar', rules };
  return { surname: whole, givenNames: whole };
}

/** One field is empty on one side, and the other field is not the same: it may hold both. */
const isRegrouped = (surname: Judged, givenNames: Judged): boolean =>
  (surname.outcome === 'missing' || givenNames.outcome === 'missing') &&
  (surname.outcome === 'truncated' || givenNames.outcome === 'truncated');

/** Rules of Delegated Regulation (EU) 2023/333, Annex II, by which the whole names are similar: swapped fields and the like. */
function wholeRules(first: Named, second: Named): readonly NameRule[] | undefined {
  if (first.givenNames === '' || second.givenNames === '') {
    if (wordsOf(first) === wordsOf(second)) return ['regrouped'];
  }
  const [one, other] = [names(first.surname, first.givenNames), names(second.surname, second.givenNames)];
  return (compareNames(one, other) ?? compareNames(other, one))?.rules;
}

const wordsOf = ({ surname, givenNames }: Named): string =>
  canonicalName(`${surname} ${givenNames}`).split(' ').sort().join(' ');

function judgeField(a: string, b: string, first: Named, second: Named): Judged {
  if (a === '' || b === '') return MISSING;
  if (a === b) return SAME;
  const [one, other] = [nameForm(a), nameForm(b)];
  if (one.canonical === '' || other.canonical === '') return DIFFERS;
  return (
    judgeSpelling(one, other) ??
    judgeLength(one, other, first.truncated, second.truncated) ??
    judgeSlip(one, other) ??
    DIFFERS
  );
}

/** The same letters, written in another way. */
function judgeSpelling(one: NameForm, other: NameForm): Judged | undefined {
  if (one.canonical === other.canonical) {
    return withoutSigns(one.written) === withoutSigns(other.written)
      ? { outcome: 'same', rules: ['punctuation'] }
      : { outcome: 'transliteration', rules: ['transliteration'] };
  }
  if (one.variants.some((variant) => other.variants.includes(variant)))
    return { outcome: 'transliteration', rules: ['transliteration'] };
  const joined = (form: NameForm): readonly string[] => form.variants.map((variant) => variant.replaceAll(' ', ''));
  if (one.canonical.replaceAll(' ', '') === other.canonical.replaceAll(' ', ''))
    return { outcome: 'same', rules: ['joined'] };
  return joined(one).some((variant) => joined(other).includes(variant))
    ? { outcome: 'transliteration', rules: ['transliteration', 'joined'] }
    : undefined;
}

const withoutSigns = (written: string): string => written.replace(/[\s\p{P}]+/gu, '');

/** One is a beginning of the other, in any of its spellings. */
function judgeLength(one: NameForm, other: NameForm, oneCut: boolean, otherCut: boolean): Judged | undefined {
  for (const a of one.variants) {
    for (const b of other.variants) {
      if ((oneCut && isShortened(a, b)) || (otherCut && isShortened(b, a)))
        return { outcome: 'truncated', rules: ['zone_full'] };
      if (isFewer(a, b) || isFewer(b, a)) return { outcome: 'truncated', rules: ['fewer_names'] };
      if (isInitials(a, b) || isInitials(b, a)) return { outcome: 'truncated', rules: ['initial'] };
      if (isCut(a, b) || isCut(b, a)) return { outcome: 'truncated', rules: ['truncation'] };
    }
  }
  return undefined;
}

/** Each word of the short one is the beginning of the word in its place; later words are left out. */
function isShortened(short: string, long: string): boolean {
  const [words, whole] = [short.split(' '), long.split(' ')];
  return words.length <= whole.length && words.every((word, at) => (whole[at] ?? '').startsWith(word));
}

/** The words of the short one, in their order, and further ones. */
const isFewer = (short: string, long: string): boolean => long.startsWith(`${short} `);

/** Each word of the short one is the word in its place or its first letter; later words may be left out. */
function isInitials(short: string, long: string): boolean {
  const [words, whole] = [short.split(' '), long.split(' ')];
  return (
    words.length <= whole.length &&
    words.every((word, at) => word === whole[at] || (word.length === 1 && (whole[at] ?? '').startsWith(word)))
  );
}

/** The last word of the short one ends early. */
function isCut(short: string, long: string): boolean {
  const last = short.slice(short.lastIndexOf(' ') + 1);
  const least = long.length - short.length === 1 ? MIN_CUT_OF_ONE : MIN_CUT;
  return short.length < long.length && last.length >= least && long.startsWith(short);
}

/** The same words in another order, or one letter off, by the rules of the same Annex. */
function judgeSlip(one: NameForm, other: NameForm): Judged | undefined {
  const rules = compareNames({ surname: one, forename: undefined }, { surname: other, forename: undefined })?.rules;
  return rules === undefined ? undefined : { outcome: 'similar', rules };
}
