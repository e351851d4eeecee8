import { documentTerm, personTerm, plateTerm, vinTerm } from '../../matching/index-terms.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import { names } from '../../matching/names/compare-names.js';
import type { Alert, AlertContent } from './domain/alert.js';
import type { Identity } from './domain/identity.js';
import type { AlertObject, IdentifierKind } from './domain/object-category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS } from './domain/object-identifier.js';
import type { ObjectSearch, PersonSearch, RankedSearch } from './domain/search.js';

/**
 * The data used for the search, as asked, in proto names: what the log must hold (Art. 12(2)). Keys come in alphabetical
 * order, which is the canonical one, so that the log need not sort them on every search.
 */
export function auditPersonSearch({
  name,
  document,
  mode,
  maxCandidates,
  categories,
}: PersonSearch | RankedSearch): JsonObject {
  return present({
    categories,
    document:
      document &&
      present({
        check_digit: document.checkDigit,
        issuing_country: document.issuingCountry,
        number: document.number,
      }),
    match_mode: mode,
    max_candidates: maxCandidates,
    name:
      name &&
      present({
        date_of_birth: name.dateOfBirth,
        forename: name.forename,
        gender: name.gender,
        nationality: name.nationality,
        place_of_birth: name.placeOfBirth?.written,
        surname: name.surname,
      }),
  });
}

/** The data used for the search, as asked, in proto names. */
export function auditObjectSearch({ identifiers, criteria, letters, mode, maxCandidates }: ObjectSearch): JsonObject {
  const fields: Record<string, JsonValue | undefined> = {
    calibre: criteria.calibre,
    currency: criteria.currency,
    issuing_country: criteria.issuingCountry,
    make: criteria.make,
    match_mode: mode,
    max_candidates: maxCandidates,
    model: criteria.model,
    object_categories: letters,
    plate_state: criteria.plateState,
  };
  for (const { kind, text, to } of identifiers) {
    fields[IDENTIFIERS[kind].name] = text;
    fields[`${IDENTIFIERS[kind].name}_to`] = to;
  }
  return present(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What a search for persons can be found by in the log. */
export function personSearchTerms({ name, document }: PersonSearch | RankedSearch): readonly IndexTerm[] {
  const terms: IndexTerm[] = [];
  if (name !== undefined) terms.push(personTerm(name.names, name.dateOfBirth));
  if (document !== undefined) terms.push(documentTerm(document.number));
  return terms;
}

/** What a search for objects can be found by in the log. */
export const objectSearchTerms = ({ identifiers }: ObjectSearch): readonly IndexTerm[] =>
  identifiers.flatMap(({ kind, text, to }) => (to === undefined ? [text] : [text, to]).map((one) => termOf(kind, one)));

/** What the disclosure of identities can be found by; spellings of one name give one term. */
export function identityTerms(identities: Iterable<Identity>): readonly IndexTerm[] {
  const terms = new Map<string, IndexTerm>();
  for (const { surname, forename, dateOfBirth } of identities) {
    const term = personTerm(names(surname, forename), dateOfBirth);
    terms.set(term.value, term);
  }
  return [...terms.values()];
}

/** What the disclosure of a whole alert can be found by: every identity and document, or the object's identifiers. */
export const alertTerms = (alert: Alert): readonly IndexTerm[] => contentTerms(alert);

/** The same of an alert that is to be entered. */
export function contentTerms(alert: AlertContent): readonly IndexTerm[] {
  switch (alert.subject) {
    case 'person':
      return [...identityTerms(alert.identities), ...alert.documents.map(({ number }) => documentTerm(number))];
    case 'object':
      return objectTerms(alert.object);
    case 'unknown-person':
      return [];
  }
}

const objectTerms = (object: AlertObject): readonly IndexTerm[] =>
  IDENTIFIER_KINDS.flatMap((kind) => {
    const { rangeEnd } = IDENTIFIERS[kind];
    return [object[kind], rangeEnd && object[rangeEnd]].flatMap((text) =>
      text === undefined ? [] : [termOf(kind, text)],
    );
  });

/** A thing is found by its number as a document is: who looks for it knows what is printed, not what it is called. */
function termOf(kind: IdentifierKind, text: string): IndexTerm {
  switch (kind) {
    case 'vin':
      return vinTerm(text);
    case 'plate':
      return plateTerm(text);
    default:
      return documentTerm(text);
  }
}

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
