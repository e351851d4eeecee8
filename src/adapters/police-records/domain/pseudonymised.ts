import type { NamePseudonym, NamePseudonymizer } from '../../../matching/pseudonyms/bloom-filter.js';
import type { Person, PersonData, PersonName } from './person.js';

/** A name of which nothing but its pseudonym is told. */
export interface PseudonymisedName {
  readonly firstNames: NamePseudonym | undefined;
  readonly familyNames: NamePseudonym | undefined;
}

/** A person as one state describes them to another: names are pseudonyms, the rest is as it is (Arts. 25, 43). */
export type PseudonymisedPerson = PersonData<PseudonymisedName>;

/** An entry of an index (Art. 25). */
export interface IndexEntry {
  readonly reference: string;
  readonly person: PseudonymisedPerson;
}

/** Replaces every name by its pseudonym; one without letters is as good as not there. */
export function pseudonymise(person: Person, pseudonymizer: NamePseudonymizer): PseudonymisedPerson {
  const replaced = ({ firstNames, familyNames }: PersonName): PseudonymisedName => ({
    firstNames: firstNames === undefined ? undefined : pseudonymizer.pseudonymOf(firstNames),
    familyNames: familyNames === undefined ? undefined : pseudonymizer.pseudonymOf(familyNames),
  });
  const [own, ...others] = person.names;
  return { ...person, names: [replaced(own), ...others.map(replaced)] };
}
