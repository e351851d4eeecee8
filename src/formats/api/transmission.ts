/** Lists as parts of transmissions: which parts belong together, and what they are together. */
import type { Part, Transmission } from '../edifact/transmissions.js';
import type { ApiPerson, PassengerList } from './passenger-list.js';

/** A list and who is on it. */
export interface ListedPeople {
  readonly list: PassengerList;
  readonly people: readonly ApiPerson[];
}

/**
 * A list as a part. Some senders put no more into the common access reference than a flight number, and carriers send a flight
 * more than once: so the flight, its day, and what is reported go with it.
 */
export function asPart({ list, people }: ListedPeople): Part<PassengerList, ApiPerson> {
  const [flight] = list.flights;
  const [leg] = flight?.legs ?? [];
  const key = JSON.stringify([
    list.sender,
    'PAXLST',
    list.reference,
    list.kind,
    list.status,
    flight && [flight.carrier, flight.number, leg?.from, leg?.to, leg?.departure],
  ]);
  return { key, part: list.part, head: list, items: people };
}

/** A transmission as a list in one piece, its people numbered anew. */
export const asList = ({ head, items }: Transmission<PassengerList, ApiPerson>): ListedPeople => ({
  list: { ...head, part: { number: 1, last: true } },
  people: items.map((person, at) => ({ ...person, number: at + 1 })),
});
