import { partialPersonTerm } from '../../matching/index-terms.js';
import { nameForm } from '../../matching/names/name-form.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { Person, PersonName } from './domain/person.js';
import type { RecordSearch } from './domain/search.js';

/** What was asked, as asked, in proto names and in alphabetical order: for the caller's own log alone. */
export const auditSearch = ({ person, memberStates, maxMatches }: RecordSearch): JsonObject =>
  present({
    max_matches: maxMatches,
    member_states: memberStates && [...memberStates],
    person: auditPerson(person),
  });

/** A person as the log has them. */
export function auditPerson({ names, dateOfBirth, nationalities, countryOfBirth, gender }: Person): JsonObject {
  const [own, ...others] = names;
  return present({
    country_of_birth: countryOfBirth,
    date_of_birth: dateOfBirth,
    family_names: own.familyNames,
    first_names: own.firstNames,
    gender,
    nationalities: nationalities.length === 0 ? undefined : nationalities,
    other_names: others.length === 0 ? undefined : others.map(auditName),
  });
}

/** What an access about a person can be found by in the log: under each of their names. */
export function personIndexTerms({ names, dateOfBirth }: Person): readonly IndexTerm[] {
  const terms = new Map<string, IndexTerm>();
  for (const { familyNames } of names) {
    const term = partialPersonTerm(familyNames === undefined ? undefined : nameForm(familyNames), dateOfBirth);
    terms.set(term.value, term);
  }
  return [...terms.values()];
}

const auditName = ({ firstNames, familyNames }: PersonName): JsonObject =>
  present({ family_names: familyNames, first_names: firstNames });

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
