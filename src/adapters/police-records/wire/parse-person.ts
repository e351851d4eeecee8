import {
  Gender as WireGender,
  type OtherName,
  type PersonCriteria,
  type RecordedPerson,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import { pseudonymSpelling } from '../../../matching/pseudonyms/spelling.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import type { Gender, Person, PersonName } from '../domain/person.js';
import { genderFromWire } from './enums.js';

/** Reads a person as somebody asks about them, and adds what is wrong. */
export function parsePerson(criteria: PersonCriteria, violations: FieldViolation[]): Person {
  const own = parseName(criteria, 'person', violations);
  const others = criteria.otherNames.map((name, at): PersonName => {
    const other = parseName(name, `person.other_names[${at}]`, violations);
    return {
      firstNames: other.firstNames ?? own.firstNames,
      familyNames: other.familyNames ?? own.familyNames,
    };
  });
  const nationality = given(criteria.nationality);
  return {
    names: [own, ...others],
    dateOfBirth: given(criteria.dateOfBirth),
    nationalities: nationality === undefined ? [] : [nationality],
    countryOfBirth: given(criteria.countryOfBirth),
    gender: parseGender(criteria.gender, 'person.gender', violations),
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

/** Reads a person as a record has them, and adds what is wrong. */
export function parseRecordedPerson(recorded: RecordedPerson, violations: FieldViolation[]): Person {
  const nameOf = ({ firstNames, familyNames }: OtherName): PersonName => ({
    firstNames: given(firstNames),
    familyNames: given(familyNames),
  });
  return {
    names: [nameOf(recorded), ...recorded.otherNames.map(nameOf)],
    dateOfBirth: given(recorded.dateOfBirth),
    nationalities: recorded.nationalities,
    countryOfBirth: given(recorded.countryOfBirth),
    gender: parseGender(recorded.gender, 'record.person.gender', violations),
  };
}

function parseGender(wire: WireGender, field: string, violations: FieldViolation[]): Gender | undefined {
  const gender = genderFromWire(wire);
  if (gender === undefined && wire !== WireGender.UNSPECIFIED) {
    violations.push({ field, rule: 'defined_only', description: 'must be a gender of the contract' });
  }
  return gender;
}

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
