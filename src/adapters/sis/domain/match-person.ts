import { compareBirthDates, covers, type DateRule } from '../../../matching/dates/birth-date.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { compareNames, names, type NameRule } from '../../../matching/names/compare-names.js';
import type { PersonAlert } from './alert.js';
import type { Gender, Identity } from './identity.js';
import type { DocumentSearch, Match, MatchMode, NameSearch, PersonHit, PersonSearch } from './search.js';

/** Scores of the levels of correspondence. The real scoring of CS-SIS is not public. */
export const SCORES = {
  exact: 1,
  transliterated: 0.98,
  oneRule: 0.9,
  namesAndDate: 0.8,
  weakest: 0.7,
} as const;

const NAME_RULES: Readonly<Record<NameRule, string>> = {
  transliteration: 'transliteration',
  inversion: 'surname and forename inverted',
  regrouped: 'all names in one field',
  word_order: 'order of words',
  letters_swapped: 'two letters swapped',
  one_edit: 'one character inserted, deleted or substituted',
  punctuation: 'hyphen, comma or apostrophe',
  truncation: 'name cut off',
};

const DATE_RULES: Readonly<Record<DateRule, string>> = {
  day_month_inverted: 'day and month of birth inverted',
  calendar: 'date of birth converted between calendars',
  one_digit: 'one digit of the date of birth differs',
  partial: 'day or month of birth not known',
};

/** Prepares a question once, then tells for each alert whether and how well it corresponds. */
export function personMatcher(search: PersonSearch): (alert: PersonAlert) => PersonHit | undefined {
  const { name, document, mode } = search;
  const number = document === undefined ? undefined : canonicalIdentifier(document.number);
  return (alert) => {
    const found: PersonHit[] = [];
    if (document !== undefined && alert.documents.some((held) => isDocument(held, document, number))) {
      found.push({ alert, identity: alert.identities[0], match: DOCUMENT_MATCH });
    }
    if (name !== undefined) {
      for (const identity of alert.identities) {
        const match = matchIdentity(name, identity, mode);
        if (match !== undefined) found.push({ alert, identity, match });
      }
    }
    return found.sort((a, b) => b.match.score - a.match.score)[0];
  };
}

const DOCUMENT_MATCH: Match = { kind: 'exact', score: SCORES.exact, rules: ['document number equal'] };

const isDocument = (
  held: PersonAlert['documents'][number],
  { issuingCountry }: DocumentSearch,
  number: string | undefined,
): boolean =>
  canonicalIdentifier(held.number) === number &&
  (issuingCountry === undefined || issuingCountry === held.issuingCountry);

function matchIdentity(search: NameSearch, identity: Identity, mode: MatchMode): Match | undefined {
  if (!agrees(search, identity)) return undefined;
  const date = compareBirthDates(search.dateOfBirth, identity.dateOfBirth);
  if (date === undefined) return undefined;
  const name = compareNames(search.names, names(identity.surname, identity.forename));
  if (name === undefined) return undefined;
  const rules = name.rules.map((rule) => NAME_RULES[rule]);
  if (date === 'equal') {
    if (name.level !== 'inexact') {
      return { kind: name.level, score: SCORES[name.level], rules: ['date of birth equal', ...rules] };
    }
    if (mode === 'exact') return undefined;
    return { kind: 'inexact', score: name.rules.length === 1 ? SCORES.oneRule : SCORES.weakest, rules };
  }
  // A question that leaves day or month open is answered by every date it covers, whatever the mode.
  const asIfAsked = covers(search.dateOfBirth, identity.dateOfBirth) && name.level !== 'inexact';
  const score = inexactScore(name.level === 'inexact' ? name.rules.length : 0, date);
  if (score === undefined || (mode === 'exact' && !asIfAsked)) return undefined;
  return { kind: 'inexact', score, rules: [...rules, DATE_RULES[date]] };
}

/** Score if the dates are similar only; undefined if too little is left in common. */
function inexactScore(nameRules: number, date: DateRule): number | undefined {
  if (nameRules > 1) return undefined;
  if (date === 'partial') return SCORES.weakest;
  return nameRules === 0 ? SCORES.oneRule : SCORES.namesAndDate;
}

/** Gender and nationality narrow a search only where the record states them otherwise. */
function agrees(search: NameSearch, identity: Identity): boolean {
  const { nationality } = search;
  return (
    !isOpposite(search.gender, identity.gender) &&
    (nationality === undefined || identity.nationalities.length === 0 || identity.nationalities.includes(nationality))
  );
}

const isOpposite = (a: Gender | undefined, b: Gender | undefined): boolean =>
  (a === 'female' && b === 'male') || (a === 'male' && b === 'female');
