import { documentTerm, personTerm, plateTerm, vinTerm } from '../../matching/index-terms.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import { names } from '../../matching/names/compare-names.js';
import type { Alert, AlertContent } from './domain/alert.js';
import type { Identity } from './domain/identity.js';
import type { ObjectSearch, PersonSearch } from './domain/search.js';

/**
 * The data used for the search, as asked, in proto names: what the log must hold (Art. 12(2)). Keys come in alphabetical
 * order, which is the canonical one, so that the log need not sort them on every search.
 */
export function auditPersonSearch({ name, document, mode, maxCandidates, categories }: PersonSearch): JsonObject {
  return present({
    categories,
    document: document && present({ issuing_country: document.issuingCountry, number: document.number }),
    match_mode: mode,
    max_candidates: maxCandidates,
    name:
      name &&
      present({
        date_of_birth: name.dateOfBirth,
        forename: name.forename,
        gender: name.gender,
        nationality: name.nationality,
        surname: name.surname,
      }),
  });
}

/** The data used for the search, as asked, in proto names. */
export function auditObjectSearch({ vin, plate, plateState, number, mode, maxCandidates }: ObjectSearch): JsonObject {
  return present({
    document_number: number,
    match_mode: mode,
    max_candidates: maxCandidates,
    plate,
    plate_state: plateState,
    vin,
  });
}

/** What a search for persons can be found by in the log. */
export function personSearchTerms({ name, document }: PersonSearch): readonly IndexTerm[] {
  const terms: IndexTerm[] = [];
  if (name !== undefined) terms.push(personTerm(name.names, name.dateOfBirth));
  if (document !== undefined) terms.push(documentTerm(document.number));
  return terms;
}

/** What a search for objects can be found by in the log. */
export function objectSearchTerms({ vin, plate, number }: ObjectSearch): readonly IndexTerm[] {
  return objectTerms(vin, plate, number);
}

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
      return objectTerms(alert.object.vin, alert.object.plate, alert.object.number);
    case 'unknown-person':
      return [];
  }
}

function objectTerms(
  vin: string | undefined,
  plate: string | undefined,
  number: string | undefined,
): readonly IndexTerm[] {
  const terms: IndexTerm[] = [];
  if (vin !== undefined) terms.push(vinTerm(vin));
  if (plate !== undefined) terms.push(plateTerm(plate));
  if (number !== undefined) terms.push(documentTerm(number));
  return terms;
}

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
