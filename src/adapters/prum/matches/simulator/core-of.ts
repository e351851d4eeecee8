import type { Person } from '../../../../world/person.js';
import type { TestPerson } from '../../../../world/test-persons.js';
import type { CoreContent, CoreOrigin, CorePerson } from '../domain/core-content.js';

/** What the holder of biometric data knows of a person of the world. */
export const corePersonOf = (person: Person): CorePerson => ({
  firstNames: person.forename,
  familyNames: person.surname,
  otherNames: [
    ...(person.surnameAtBirth === undefined ? [] : [person.surnameAtBirth]),
    ...person.aliases.map(({ forename, surname }) => `${surname}, ${forename}`),
  ],
  dateOfBirth: person.dateOfBirth,
  nationalities: [person.nationality],
  placeOfBirth: person.placeOfBirth,
  countryOfBirth: person.nationality,
  gender: person.gender,
});

/** The same of a test person. */
export const coreTestPerson = (person: TestPerson): CorePerson => ({
  firstNames: person.forename,
  familyNames: person.surname,
  otherNames: [],
  dateOfBirth: person.dateOfBirth,
  nationalities: [person.nationality],
  placeOfBirth: person.placeOfBirth,
  countryOfBirth: person.nationality,
  gender: person.gender,
});

/** Core data of a state: of data of nobody known there is no person. */
export const coreContent = (
  memberState: string,
  person: CorePerson | undefined,
  origin: Pick<CoreOrigin, 'acquiredOn' | 'offence' | 'caseNumber'>,
): CoreContent => ({
  person,
  origin: { ...origin, acquiredAt: `Capital of ${memberState}`, authority: `Police of ${memberState} (synthetic)` },
});
