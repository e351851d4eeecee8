import { compareBirthDates, covers, type DateRule } from '../../../matching/dates/birth-date.js';
import {
  compareDocumentNumbers,
  documentNumberForm,
  type DocumentNumberForm,
} from '../../../matching/identifiers/document-number.js';
import { compareNames, names, type NameCorrespondence } from '../../../matching/names/compare-names.js';
import { isOneEditApart } from '../../../matching/names/edits.js';
import { nameForm, type NameForm } from '../../../matching/names/name-form.js';
import type { PersonAlert } from './alert.js';
import { explainDate, explainNames } from './explain.js';
import type { Gender, Identity, IdentityDocument } from './identity.js';
import type { DocumentSearch, Match, MatchMode, NameSearch, PersonHit, PersonSearch } from './search.js';

/** Scores of the levels of correspondence. The real scoring of CS-SIS is not public. */
export const SCORES = {
  exact: 1,
  transliterated: 0.98,
  oneRule: 0.9,
  namesAndDate: 0.8,
  weakest: 0.7,
} as const;

/** Prepares a question once, then tells for each alert whether and how well it corresponds. */
export function personMatcher(search: PersonSearch): (alert: PersonAlert) => PersonHit | undefined {
  const { name, document, mode } = search;
  const number = document && documentNumberForm(document.number);
  return (alert) => {
    const found: PersonHit[] = [];
    if (document !== undefined && number !== undefined) {
      for (const held of alert.documents) {
        const match = matchDocument(document, number, held, mode);
        if (match !== undefined) found.push({ alert, identity: alert.identities[0], match });
      }
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

/** A number that only looks alike is a second try, never part of an exact search, and says so. */
function matchDocument(
  { issuingCountry }: DocumentSearch,
  number: DocumentNumberForm,
  held: IdentityDocument,
  mode: MatchMode,
): Match | undefined {
  if (issuingCountry !== undefined && issuingCountry !== held.issuingCountry) return undefined;
  const how = compareDocumentNumbers(number, documentNumberForm(held.number));
  if (how === 'equal') return { kind: 'exact', score: SCORES.exact, rules: ['document number: equal'] };
  if (how === undefined || mode === 'exact') return undefined;
  return { kind: 'inexact', score: SCORES.oneRule, rules: ['document number: equal but for O and 0 or I and 1'] };
}

function matchIdentity(search: NameSearch, identity: Identity, mode: MatchMode): Match | undefined {
  if (!agrees(search, identity, mode)) return undefined;
  const date = compareBirthDates(search.dateOfBirth, identity.dateOfBirth);
  if (date === undefined) return undefined;
  const stored = names(identity.surname, identity.forename);
  const name = compareNames(search.names, stored);
  if (name === undefined) return undefined;
  const level = levelOf(search, identity, name, date);
  if (level === undefined || (mode === 'exact' && !level.exactly)) return undefined;
  return {
    kind: level.kind,
    score: level.score,
    rules: [...explainNames(search.names, stored, name), explainDate(date)],
  };
}

interface Level {
  readonly kind: Exclude<Match['kind'], 'ranked'>;
  readonly score: number;
  /** An exact search may be answered with it. */
  readonly exactly: boolean;
}

/** Undefined if too little is left in common. */
function levelOf(
  search: NameSearch,
  identity: Identity,
  name: NameCorrespondence,
  date: DateRule | 'equal',
): Level | undefined {
  if (date === 'equal') {
    if (name.level !== 'inexact') return { kind: name.level, score: SCORES[name.level], exactly: true };
    return {
      kind: 'inexact',
      score: name.rules.length === 1 ? SCORES.oneRule : SCORES.weakest,
      exactly: false,
    };
  }
  const score = inexactScore(name.level === 'inexact' ? name.rules.length : 0, date);
  if (score === undefined) return undefined;
  // A question that leaves day or month open is answered by every date it covers, whatever the mode.
  const exactly = name.level !== 'inexact' && covers(search.dateOfBirth, identity.dateOfBirth);
  return { kind: 'inexact', score, exactly };
}

/** Score if the dates are similar only; undefined if too little is left in common. */
function inexactScore(nameRules: number, date: DateRule): number | undefined {
  if (nameRules > 1) return undefined;
  if (date === 'partial') return SCORES.weakest;
  return nameRules === 0 ? SCORES.oneRule : SCORES.namesAndDate;
}

/** Gender, nationality and place of birth narrow a search only where the record states them otherwise. */
function agrees(search: NameSearch, identity: Identity, mode: MatchMode): boolean {
  const { nationality, placeOfBirth } = search;
  return (
    !isOpposite(search.gender, identity.gender) &&
    (nationality === undefined ||
      identity.nationalities.length === 0 ||
      identity.nationalities.includes(nationality)) &&
    (placeOfBirth === undefined || isPlace(placeOfBirth, identity.placeOfBirth, mode))
  );
}

/**
 * Places correspond in any transliteration; in an inexact search one character may differ as well (Delegated Regulation
 * (EU) 2023/333, Annex II, nationality and place of birth, a and b).
 */
function isPlace(asked: NameForm, stored: string | undefined, mode: MatchMode): boolean {
  if (stored === undefined || stored === '') return true;
  return nameForm(stored).variants.some((one) =>
    asked.variants.some((other) => one === other || (mode === 'inexact' && isOneEditApart(one, other))),
  );
}

const isOpposite = (a: Gender | undefined, b: Gender | undefined): boolean =>
  (a === 'female' && b === 'male') || (a === 'male' && b === 'female');
