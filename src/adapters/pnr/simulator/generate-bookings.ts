/** Bookings of the people of the synthetic world: families travel together, the rest alone. */
import { contactsOf } from '../../../world/contact.js';
import type { Person } from '../../../world/person.js';
import { generatePopulation } from '../../../world/population.js';
import { createRandoms, type Random } from '../../../world/random.js';
import { momentOf, type SimulatedFlight } from './generate-flights.js';
import type { BookedPassenger, Booking } from './print-pnrgov.js';

/** People who are looked at for one flight; some of them travel. */
export const PEOPLE_PER_FLIGHT = 60;

const HOUR_MS = 3_600_000;

/** What carriers send and nobody may keep. */
const DELETED_SERVICES = ['VGML', 'MOML', 'KSML', 'DBML', 'WCHR', 'BLND', 'PETC'] as const;

/** Makes the bookings of a flight, whose people are those numbered from `from`. */
export function generateBookings(seed: number, flight: SimulatedFlight, from: number): Booking[] {
  const contactOf = contactsOf(seed);
  const randoms = createRandoms(seed, 'pnr/bookings');
  const people = [...generatePopulation({ seed, persons: PEOPLE_PER_FLIGHT, from })];
  const families = new Map<number, Person[]>();
  for (const person of people) families.set(person.family, [...(families.get(person.family) ?? []), person]);
  return [...families.values()].map((members) => {
    const [first] = members;
    if (first === undefined) throw new TypeError('a family without members');
    const random = randoms(first.number);
    const { address, phone, email, card } = contactOf(first);
    const leadHours = 30 + random.below(2_000);
    const locator = locatorOf(first.number);
    const stay = (2 + random.below(20)) * 24 * HOUR_MS;
    return {
      locator,
      made: momentOf(flight.departsAtMs - leadHours * HOUR_MS),
      agency: random.chance(0.5) ? `99${String(100_000 + random.below(900_000))}` : undefined,
      passengers: members.map((person, at) => passenger(person, at, random)),
      email: random.chance(0.8) ? email : undefined,
      phone,
      address: {
        street: `${address.street} ${address.houseNumber}`,
        city: address.town,
        country: first.residence,
        postcode: address.postcode,
      },
      payment: random.chance(0.85)
        ? { form: 'CC', amount: `${String(90 + random.below(900))}.00`, card }
        : { form: 'CA', amount: `${String(90 + random.below(900))}.00` },
      services: random.chance(0.15) ? [random.pick(DELETED_SERVICES)] : [],
      bags: random.below(3),
      returns: random.chance(0.7) ? back(flight, stay) : undefined,
    };
  });
}

function passenger(person: Person, at: number, random: Random): BookedPassenger {
  const document = person.documents.find(({ kind }) => kind === 'passport') ?? person.documents[0];
  const year = Number(person.dateOfBirth.slice(0, 4));
  const isWhole = !person.dateOfBirth.includes('-00');
  return {
    surname: person.latin.surname,
    givenNames: person.latin.forename,
    title: person.gender === 'female' ? 'MRS' : 'MR',
    kind: year > 2014 ? 'C' : 'A',
    // Carriers do not have the documents of everybody.
    document:
      document !== undefined && isWhole && random.chance(0.8)
        ? {
            number: document.number,
            issuer: document.issuingState,
            nationality: person.nationality,
            birth: person.dateOfBirth,
            sex: person.gender === 'female' ? 'F' : 'M',
            expiry: document.expiresOn,
          }
        : undefined,
    ticket: `999${String(1_000_000_000 + person.number)}`,
    frequentFlyer: random.chance(0.2) ? String(80_000_000 + person.number) : undefined,
    seat: `${1 + (person.number % 30)}${'ABCDEF'[at % 6] ?? 'A'}`,
  };
}

function back({ leg, departsAtMs }: SimulatedFlight, stayMs: number): Booking['returns'] {
  const departure = momentOf(departsAtMs + stayMs);
  return {
    carrier: leg.carrier,
    number: String(Number(leg.number) + 1_000),
    origin: leg.destination,
    destination: leg.origin,
    departure,
    arrival: departure,
  };
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Six characters, as carriers make them; another for every person. */
function locatorOf(number: number): string {
  let rest = number;
  let text = '';
  for (let at = 0; at < 5; at++) {
    text = `${LETTERS[rest % LETTERS.length] ?? 'A'}${text}`;
    rest = Math.floor(rest / LETTERS.length);
  }
  return `S${text}`;
}
