/** Persons, and their pseudonyms under a fixed key. */
import type { Person, PersonName } from '../../../src/adapters/police-records/domain/person.js';
import { pseudonymise, type PseudonymisedPerson } from '../../../src/adapters/police-records/domain/pseudonymised.js';
import { createNamePseudonymizer } from '../../../src/matching/pseudonyms/bloom-filter.js';

export const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
export const PSEUDONYMIZER = createNamePseudonymizer(KEY);

export const name = (familyNames: string | undefined, firstNames?: string): PersonName => ({ familyNames, firstNames });

/** A person of whom no more is known than what is given. */
export function person(own: PersonName, changes: Partial<Person> = {}): Person {
  return {
    names: [own],
    dateOfBirth: undefined,
    nationalities: [],
    countryOfBirth: undefined,
    gender: undefined,
    ...changes,
  };
}

export const hidden = (own: PersonName, changes: Partial<Person> = {}): PseudonymisedPerson =>
  pseudonymise(person(own, changes), PSEUDONYMIZER);
