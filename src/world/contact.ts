import { luhnCheckDigit } from '../matching/identifiers/check-digits.js';
import { digits } from './belongings.js';
import type { Person } from './person.js';
import { makeAddress, type Address } from './places.js';
import { createRandoms, type Random } from './random.js';
import type { State } from './states.js';

/** How a person can be reached and pays: what a booking has of a passenger. Nothing of it reaches anybody. */
export interface Contact {
  /** The same for the members of a family. */
  readonly address: Address;
  /** E.164, under country code 999, which nobody has been given. */
  readonly phone: string;
  /** In a domain of RFC 2606, which nobody can register. */
  readonly email: string;
  /**
   * Payment card number with a valid check digit (ISO/IEC 7812-1). Industry digit 9 and country 999, which ISO 3166-1
   * leaves to users: no network routes it.
   */
  readonly card: string;
}

/** Prepares what people of a seed are reached by; drawn apart from the person, for few systems need it. */
export function contactsOf(seed: number): (person: Person) => Contact {
  const ofFamily = createRandoms(seed, 'address');
  const ofPerson = createRandoms(seed, 'contact');
  return (person) => {
    const random = ofPerson(person.number);
    return {
      address: makeAddress(ofFamily(person.family), person.residence),
      phone: makePhone(random, person.residence),
      email: makeEmail(person),
      card: makeCard(random),
    };
  };
}

const AREA: Readonly<Record<State, string>> = { XA: '1', XB: '2', XC: '3', XD: '4' };

const makePhone = (random: Random, state: State): string => `+999${AREA[state]}${digits(random, 8)}`;

/** The number keeps namesakes apart. */
function makeEmail({ number, latin, residence }: Person): string {
  const name = `${latin.forename} ${latin.surname}`.toLowerCase().replace(/[^a-z]+/g, '.');
  return `${name}.${String(number)}@${residence.toLowerCase()}.example`;
}

function makeCard(random: Random): string {
  const number = `9999${digits(random, 11)}`;
  return number + luhnCheckDigit(number);
}
