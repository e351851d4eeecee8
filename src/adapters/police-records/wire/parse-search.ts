import { Gender as WireGender, type PersonCriteria } from '../../../gen/ostiary/police_records/v1/police_records.js';
import { pseudonymSpelling } from '../../../matching/pseudonyms/spelling.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import type { Person, PersonName } from '../domain/person.js';
import { DEFAULT_MAX_MATCHES, type RecordSearch } from '../domain/search.js';
import { genderFromWire } from './enums.js';

/** What every search for records asks, whatever way it is answered. */
export interface SearchRequest {
  readonly person?: PersonCriteria | undefined;
  readonly memberStates: readonly string[];
  readonly maxMatches: number;
}

/** Reads a search. Throws a Refusal that names every fault in it. */
export function parseSearch(request: SearchRequest): RecordSearch {
  const violations: FieldViolation[] = [];
  // The contract has asked for it.
  const criteria = request.person;
  if (criteria === undefined) throw new TypeError('a search without a person');
  const search: RecordSearch = {
    person: parsePerson(criteria, violations),
    memberStates: request.memberStates.length === 0 ? undefined : new Set(request.memberStates),
    maxMatches: request.maxMatches || DEFAULT_MAX_MATCHES,
  };
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request cannot be searched for', { violations });
  return search;
}

function parsePerson(criteria: PersonCriteria, violations: FieldViolation[]): Person {
  const own = parseName(criteria, 'person', violations);
  const others = criteria.otherNames.map((name, at): PersonName => {
    const other = parseName(name, `person.other_names[${at}]`, violations);
    return {
      firstNames: other.firstNames ?? own.firstNames,
      familyNames: other.familyNames ?? own.familyNames,
    };
  });
  const gender = genderFromWire(criteria.gender);
  if (gender === undefined && criteria.gender !== WireGender.UNSPECIFIED) {
    violations.push({ field: 'person.gender', rule: 'defined_only', description: 'must be a gender of the contract' });
  }
  const nationality = given(criteria.nationality);
  return {
    names: [own, ...others],
    dateOfBirth: given(criteria.dateOfBirth),
    nationalities: nationality === undefined ? [] : [nationality],
    countryOfBirth: given(criteria.countryOfBirth),
    gender,
  };
}

function parseName(
  { firstNames, familyNames }: { readonly firstNames: string; readonly familyNames: string },
  path: string,
  violations: FieldViolation[],
): PersonName {
  for (const [field, text] of [
    ['first_names', firstNames],
    ['family_names', familyNames],
  ] as const) {
    if (given(text) === undefined || pseudonymSpelling(text) !== '') continue;
    violations.push({
      field: `${path}.${field}`,
      rule: 'letters',
      description: 'must hold a letter that can be written with A to Z',
    });
  }
  return { firstNames: given(firstNames), familyNames: given(familyNames) };
}

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
