import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { ObjectSearch, PersonSearch } from './domain/search.js';

/** The data used for the search, as asked, in proto names: what the log must hold (Art. 12(2)). */
export function auditPersonSearch({ name, document, mode, maxCandidates, categories }: PersonSearch): JsonObject {
  return present({
    name:
      name &&
      present({
        surname: name.surname,
        forename: name.forename,
        date_of_birth: name.dateOfBirth,
        gender: name.gender,
        nationality: name.nationality,
      }),
    document: document && present({ number: document.number, issuing_country: document.issuingCountry }),
    match_mode: mode,
    max_candidates: maxCandidates,
    categories,
  });
}

/** The data used for the search, as asked, in proto names. */
export function auditObjectSearch({ vin, plate, plateState, number, mode, maxCandidates }: ObjectSearch): JsonObject {
  return present({
    vin,
    plate,
    plate_state: plateState,
    document_number: number,
    match_mode: mode,
    max_candidates: maxCandidates,
  });
}

const present = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, JsonValue] => field[1] !== undefined));
