/**
 * Who on a list of passengers is who, in this message and the next. At check-in and in the list of the whole flight the same passenger
 * is the same record. Identifiers stand beside what is open, and say nothing: they are keyed digests (ADR 0057).
 */
import { isInteractive } from '../../../formats/api/interactive.js';
import type { ApiPerson, PassengerList } from '../../../formats/api/passenger-list.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { API, BY_DOCUMENT, BY_NAME } from './pair-records.js';

/** Keyed digest of a text, in hexadecimal. */
export type Digest = (text: string) => string;

/** A passenger; or several of whom the message does not say which is which. */
export interface Told {
  readonly people: readonly ApiPerson[];
  /** By which they are known again on this flight. */
  readonly identifiers: readonly string[];
}

/** No reference: some senders number the people of a message, or of a booking, and the next one with that number is another. */
const NUMBER_IN_MESSAGE = /^\d{1,3}$/;

/**
 * Tells them apart. Everybody is known
 * - by locator and the carrier's reference of the passenger (RFF+ABO), unless it is a number of three digits at most;
 * - by locator, name, date of birth and document, all of them that are told, and the name at least;
 * - on a list of the whole flight in one piece, which shows that there is no other such passenger, also by locator and document, and
 *   by locator and name: so that a list takes the place of an earlier one that had something of somebody wrong.
 * What two people of a message have in common identifies neither. Who is left with nothing is together with those of the same locator.
 */
export function tellApart(list: PassengerList, people: readonly ApiPerson[], digest: Digest): readonly Told[] {
  const asked = isInteractive(list, people);
  const isWhole = !asked && list.part.number === 1 && list.part.last;
  const named = people.map((person) => [person, identifiersOf(person, isWhole, digest)] as const);
  const counts = new Map<string, number>();
  for (const one of named.flatMap(([, identifiers]) => identifiers)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const found = new Map<string, { people: ApiPerson[]; identifiers: readonly string[] }>();
  for (const [person, all] of named) {
    const own = all.filter((one) => counts.get(one) === 1);
    // At check-in those who share a reference are asked about together.
    const [key = togetherBy(person, digest), ...more] = own.length === 0 && asked ? all : own;
    const together = found.get(key);
    if (together === undefined) found.set(key, { people: [person], identifiers: [key, ...more] });
    else together.people.push(person);
  }
  return [...found.values()];
}

/** Those that say most first. */
function identifiersOf(person: ApiPerson, isWhole: boolean, digest: Digest): readonly string[] {
  const { locator, uniqueReference, surname, givenNames, birth, documents } = person;
  const of = (...parts: readonly string[]): string => digest(parts.join('\0'));
  const name = [surname, ...givenNames].map((part) => part.trim().toUpperCase());
  const document = canonicalIdentifier(documents[0]?.number ?? '');
  const hasName = surname !== '';
  return [
    ...(uniqueReference === '' || NUMBER_IN_MESSAGE.test(uniqueReference)
      ? []
      : [`${API}#${of(locator, uniqueReference)}`]),
    ...(hasName ? [`${API}=${of('person', locator, ...name, birth ?? '', document)}`] : []),
    ...(isWhole && document !== '' ? [`${BY_DOCUMENT}${of('document', locator, document)}`] : []),
    // Without a locator the date of birth says whether it is the same of that name.
    ...(isWhole && hasName ? [`${BY_NAME}${of('name', locator, ...name, locator === '' ? (birth ?? '') : '')}`] : []),
  ];
}

const togetherBy = ({ locator, surname, givenNames, birth = '' }: ApiPerson, digest: Digest): string =>
  `${API}${locator || `#${digest([surname, ...givenNames, birth].join('\0'))}`}`;
