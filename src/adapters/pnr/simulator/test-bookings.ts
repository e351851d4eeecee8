/** The bookings of the test persons (docs/test-persons.md). */
import { PNR_CASES, type PnrCase, TEST_FLIGHT } from '../../../world/test-pnr-cases.js';
import { TEST_PERSONS } from '../../../world/test-persons.js';
import { momentOf, type SimulatedFlight } from './generate-flights.js';
import type { BookedPassenger, Booking } from './print-pnrgov.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Their flight, which left at ten o'clock of the day before. */
export function testFlight(nowMs: number): SimulatedFlight {
  const departsAtMs = Math.floor(nowMs / DAY_MS) * DAY_MS - DAY_MS + 10 * HOUR_MS;
  return {
    leg: { ...TEST_FLIGHT, departure: momentOf(departsAtMs), arrival: momentOf(departsAtMs + 2 * HOUR_MS) },
    departsAtMs,
    pushes: [
      { atMs: departsAtMs - 36 * HOUR_MS, closed: false },
      { atMs: departsAtMs - 0.25 * HOUR_MS, closed: true },
    ],
  };
}

/** Their bookings. */
export function testBookings({ departsAtMs }: SimulatedFlight): Booking[] {
  const byLocator = new Map<string, PnrCase[]>();
  for (const one of PNR_CASES)
    if (one.locator !== undefined) byLocator.set(one.locator, [...(byLocator.get(one.locator) ?? []), one]);
  return [...byLocator].map(([locator, cases], at) => ({
    locator,
    made: momentOf(departsAtMs - 240 * HOUR_MS),
    passengers: cases.map((one) => passenger(one, at)),
    phone: `+9992000000${at}`,
    email: `test-person-${at}@xb.example`,
    payment: { form: 'CC', amount: '199.00', card: `999900000000${String(1000 + at)}` },
    services: ['VGML', 'WCHR'],
    bags: 1,
  }));
}

function passenger({ person: key, surname, givenNames, document, locator }: PnrCase, at: number): BookedPassenger {
  const person = TEST_PERSONS[key];
  const number = 'document' in person ? person.document.number : `TN000000${at}`;
  return {
    ...{ surname, givenNames },
    title: person.gender === 'female' ? 'MRS' : 'MR',
    kind: 'A',
    document: document
      ? {
          number,
          issuer: 'XB',
          nationality: person.nationality,
          birth: person.dateOfBirth,
          sex: person.gender === 'female' ? 'F' : 'M',
          expiry: '2031-12-31',
        }
      : undefined,
    ticket: `9990000000${String(100 + at)}`,
    seat: `${at + 1}A`,
    aloneAt: key === 'missingChild' && locator !== undefined ? 14 : undefined,
  };
}
