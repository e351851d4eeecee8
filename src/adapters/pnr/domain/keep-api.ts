/**
 * API data of the passengers of one booking, as a record: element 18 of Annex I, and of the rest what its other elements name.
 * Crew is not in the Directive, nor are addresses and places of birth and residence.
 */
import type { ApiPerson } from '../../../formats/api/passenger-list.js';
import type { PushedFlight } from '../../../formats/pnr/pnr.js';
import { keepCode } from './codes.js';
import type { DeletionCount } from './deletion.js';
import type { KeptRecord, OpenHalf, SealedHalf } from './kept-record.js';

/** Whether the Directive is about somebody on a list; it is not about crew. */
export const isPassenger = ({ kind }: ApiPerson): boolean => kind === 'passenger' || kind === 'passenger-in-transit';

/** Somebody on a list, with nothing but a code where one belongs. */
export const keepCodesOf = (person: ApiPerson, deleted: DeletionCount): ApiPerson => ({
  ...person,
  locator: keepCode('locator', person.locator, deleted),
  seat: keepCode('seat', person.seat.replace(/^0+/, ''), deleted),
  baggage: {
    ...person.baggage,
    pieces: keepCode('bagCount', person.baggage.pieces ?? '', deleted),
    weight: keepCode('amount', person.baggage.weight ?? '', deleted),
    unit: keepCode('massUnit', person.baggage.unit ?? '', deleted),
  },
});

/** Makes the record of those who travel under one locator; empty if none is known. */
export function keepApiPersons(
  persons: readonly ApiPerson[],
  { carrier, flight, from, to, departure, arrival }: PushedFlight,
  deleted: DeletionCount,
): KeptRecord {
  const passengers = persons.filter(isPassenger);
  deleted.add('OUTSIDE_ANNEX_I', persons.length - passengers.length);
  for (const { address, remarks, otherReferences, places } of passengers) {
    deleted.add('FREE_TEXT', remarks.length);
    deleted.add('OUTSIDE_ANNEX_I', Object.keys(otherReferences).length);
    deleted.add('OUTSIDE_ANNEX_I', [address.join(''), places.birth, places.residence].filter(Boolean).length);
  }
  const locator = passengers[0]?.locator ?? '';
  const open: OpenHalf = {
    locators: locator === '' ? [] : [{ system: carrier, code: locator, kind: '' }],
    itinerary: [
      {
        ...{ from, to, departure, arrival, carrier, flight },
        ...{ bookingClass: '', status: '', equipment: '', locators: [] },
      },
    ],
    otherServices: [],
    ticketing: [],
    fareBases: [],
    paymentForms: [],
    // Seats and bags of a list are API data, which are sealed.
    baggage: [],
    excessBaggage: [],
    changes: [],
  };
  return { open, sealed: sealedOf(passengers) };
}

const sealedOf = (passengers: readonly ApiPerson[]): SealedHalf => ({
  a: {
    travellers: passengers.map(({ surname, givenNames, birth }, at) => ({
      reference: String(at + 1),
      surname,
      givenNames: givenNames.join(' '),
      ...{ title: '', kind: '', infantReference: '', otherNames: [] },
      birth,
    })),
    checkedIn: passengers.flatMap(({ seat, baggage: { pieces = '', weight = '', unit = '' } }, at) => {
      const baggage = pieces === '' && weight === '' ? [] : [{ pieces, weight, unit, tags: [] }];
      const isTold = seat !== '' || baggage.length > 0;
      return isTold ? [{ segment: 0, traveller: String(at + 1), seat, boardingNumber: '', baggage }] : [];
    }),
    ...{ tickets: [], fareBases: [], seats: [], changes: [], splitCount: '' },
  },
  b: { contacts: [], addresses: [] },
  c: { payments: [] },
  d: { frequentFlyers: [] },
  e: { remarks: [] },
  f: {
    documents: passengers.flatMap(({ surname, givenNames, nationality, birth, sex, documents }, at) =>
      documents.map(({ type, number, issuer, expiry }) => ({
        ...{ type, number, issuer, nationality, birth, sex, expiry, surname },
        givenNames,
        traveller: String(at + 1),
      })),
    ),
    otherDocuments: [],
    statedAddresses: [],
  },
});
