import { compareBirthDates, isPartialDate, type DateRule } from '../dates/birth-date.js';
import { compareNames, type NameRule, type Names } from '../names/compare-names.js';
import { isOneEditApart } from '../names/edits.js';
import { nameForm, type NameForm } from '../names/name-form.js';
import { isRenamedCity, isRenamedCountry } from './renamed-places.js';

/**
 * Whether two identities are the same, similar or different by Delegated Regulation (EU) 2023/333, Annexes I and II: the
 * letters of the law and nothing else. No score and no other likeness may stand in for it.
 */

/** Identity data in the fields that the Regulation compares. */
export interface RuledIdentity {
  /** Surname, surname at birth, previous surnames. */
  readonly surnames: readonly string[];
  /** Forenames, previous forenames; empty for a person with a single name. */
  readonly forenames: readonly string[];
  /** YYYY-MM-DD with 00 for unknown parts. */
  readonly dateOfBirth: string | undefined;
  readonly gender: string | undefined;
  /** Country codes. */
  readonly nationalities: readonly string[];
  /** Town of birth, or country. */
  readonly placeOfBirth: string | undefined;
}

/** Rules by which nationality and place of birth are similar: letters a, b and c. */
export type OriginRule = 'transliteration' | 'one_edit' | 'renamed';

/** The four categories of identity data, with the rules by which they are similar. */
export interface CategoryVerdict<Rule> {
  /** missing: one side has no data, so there is nothing that could be equal; it counts as different. */
  readonly verdict: 'same' | 'similar' | 'different' | 'missing';
  readonly rules: readonly Rule[];
}

/** Result of a comparison. */
export interface IdentityVerdict {
  /** same: all four categories are. similar: each is the same or similar. different: any other. */
  readonly verdict: 'same' | 'similar' | 'different';
  readonly names: CategoryVerdict<NameRule>;
  readonly dateOfBirth: CategoryVerdict<DateRule>;
  /** No rule makes genders similar. */
  readonly gender: CategoryVerdict<never>;
  readonly origin: CategoryVerdict<OriginRule>;
}

/** Names of one kind that are compared with those of the other identity. */
export const MAX_RULED_NAMES = 8;

/** Compares two identities. Symmetric. */
export function compareIdentities(a: RuledIdentity, b: RuledIdentity): IdentityVerdict {
  const names = judgeNames(a, b);
  const dateOfBirth = judgeDates(a.dateOfBirth, b.dateOfBirth);
  const gender = judgeGenders(a.gender, b.gender);
  const origin = judgeOrigins(a, b);
  const verdicts = [names, dateOfBirth, gender, origin].map(({ verdict }) => verdict);
  const verdict = verdicts.every((one) => one === 'same')
    ? 'same'
    : verdicts.every((one) => one === 'same' || one === 'similar')
      ? 'similar'
      : 'different';
  return { verdict, names, dateOfBirth, gender, origin };
}

const SAME: CategoryVerdict<never> = { verdict: 'same', rules: [] };
const DIFFERENT: CategoryVerdict<never> = { verdict: 'different', rules: [] };
const MISSING: CategoryVerdict<never> = { verdict: 'missing', rules: [] };

/** Annex I, point 1: one field of each type is enough, so the best pair of names decides. */
function judgeNames(a: RuledIdentity, b: RuledIdentity): CategoryVerdict<NameRule> {
  if (a.surnames.length === 0 || b.surnames.length === 0) return MISSING;
  let best: readonly NameRule[] | undefined;
  for (const one of combinations(a)) {
    for (const other of combinations(b)) {
      const rules = nameRules(one, other);
      if (rules !== undefined && (best === undefined || rules.length < best.length)) best = rules;
    }
  }
  if (best === undefined) return DIFFERENT;
  return best.length === 0 ? SAME : { verdict: 'similar', rules: best };
}

function combinations({ surnames, forenames }: RuledIdentity): readonly Names[] {
  const given = forenames.slice(0, MAX_RULED_NAMES).map(nameForm);
  const fields: readonly (NameForm | undefined)[] = given.length === 0 ? [undefined] : given;
  return surnames
    .slice(0, MAX_RULED_NAMES)
    .map(nameForm)
    .flatMap((surname) => fields.map((forename) => ({ surname, forename })));
}

/**
 * Rules by which two names are similar; none if they are equal. If one side has no forename, all names must be in its
 * one field (letter c): a field without data is not a field cut off.
 */
function nameRules(a: Names, b: Names): readonly NameRule[] | undefined {
  if ((a.forename === undefined) === (b.forename === undefined)) return compareNames(a, b)?.rules;
  const [fuller, single] = a.forename === undefined ? [b, a] : [a, b];
  const rules = compareNames(fuller, single)?.rules;
  return rules?.includes('regrouped') === true ? rules : undefined;
}

/** A date that is known in part is not the same and similar by no letter. */
function judgeDates(a: string | undefined, b: string | undefined): CategoryVerdict<DateRule> {
  if (a === undefined || b === undefined) return MISSING;
  const how = compareBirthDates(a, b);
  if (how === 'equal') return isPartialDate(a) ? DIFFERENT : SAME;
  return how === undefined || how === 'partial' ? DIFFERENT : { verdict: 'similar', rules: [how] };
}

function judgeGenders(a: string | undefined, b: string | undefined): CategoryVerdict<never> {
  if (a === undefined || b === undefined) return MISSING;
  return a === b ? SAME : DIFFERENT;
}

/**
 * Annex I, point 4: one equal nationality makes the category the same. Otherwise [our reading] it is similar if a
 * nationality or the place of birth is, and all the more if the place is equal.
 */
function judgeOrigins(a: RuledIdentity, b: RuledIdentity): CategoryVerdict<OriginRule> {
  const [codes, otherCodes] = [a, b].map(({ nationalities }) => nationalities.map((code) => code.toUpperCase()));
  if (codes === undefined || otherCodes === undefined || codes.length === 0 || otherCodes.length === 0) return MISSING;
  if (codes.some((code) => otherCodes.includes(code))) return SAME;
  if (codes.some((code) => otherCodes.some((other) => isRenamedCountry(code, other)))) {
    return { verdict: 'similar', rules: ['renamed'] };
  }
  const rule =
    a.placeOfBirth === undefined || b.placeOfBirth === undefined
      ? undefined
      : placeRule(a.placeOfBirth, b.placeOfBirth);
  return rule === undefined ? DIFFERENT : { verdict: 'similar', rules: rule === 'equal' ? [] : [rule] };
}

function placeRule(a: string, b: string): OriginRule | 'equal' | undefined {
  const [one, other] = [nameForm(a), nameForm(b)];
  if (one.canonical === '' || other.canonical === '') return undefined;
  if (one.written === other.written) return 'equal';
  if (one.variants.some((variant) => other.variants.includes(variant))) return 'transliteration';
  if (isRenamedCity(one.canonical, other.canonical)) return 'renamed';
  return isOneEditApart(one.canonical, other.canonical) ? 'one_edit' : undefined;
}
