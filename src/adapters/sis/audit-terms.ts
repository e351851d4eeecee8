import type { JsonObject, JsonValue } from '../../shared/json.js';
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

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
