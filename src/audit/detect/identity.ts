/** Whether a search was for a certain member of staff. */
import type { StaffMember } from './staff-register.js';
import type { SearchedPerson, Subject } from './subject.js';

/** How surely a search was for somebody; undefined if it was not. */
export type Likeness = 'identifier' | 'name-and-date' | 'name';

/** Holds a search against a member of staff. */
export function likenessOf(subject: Subject, member: StaffMember): Likeness | undefined {
  if (meets(subject.identifiers, member.identifiers)) return 'identifier';
  return subject.person && namesLike(subject.person, member);
}

function namesLike(person: SearchedPerson, member: StaffMember): Likeness | undefined {
  if (!meets(person.surname, member.surname)) return undefined;
  if (person.forenames.size > 0 && !meets(person.forenames, member.forenames)) return undefined;
  if (person.dateOfBirth !== undefined) {
    return datesAgree(person.dateOfBirth, member.dateOfBirth) ? 'name-and-date' : undefined;
  }
  // A surname alone is everybody of that name.
  return person.forenames.size > 0 ? 'name' : undefined;
}

/** Whether two sets share an element. */
export function meets(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const element of one) if (other.has(element)) return true;
  return false;
}

/** Whether a date with 00 for what is not known can be the full date. */
function datesAgree(partial: string, full: string): boolean {
  const known = full.split('-');
  return partial.split('-').every((part, at) => /^0+$/.test(part) || part === known[at]);
}
