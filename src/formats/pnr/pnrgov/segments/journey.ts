/** Parts of a journey and the check-in for them (TVL, TRI, SSD, TBD). */
import type { Segment } from '../../../edifact/segment.js';
import type {
  Baggage,
  BagTags,
  CheckedInTraveller,
  ItinerarySegment,
  Moment,
  OtherService,
  PushedFlight,
} from '../../pnr.js';
import { addDays, readMoment, readTime } from '../../texts/dates.js';
import { normalReference } from '../../texts/names.js';
import { readSeat } from '../../texts/seats.js';
import { each, type Complain } from './parts.js';

/** TVL as the flight of a push. */
export function readFlight(segment: Segment, complain: Complain): PushedFlight {
  const day = segment.text(0, 0);
  const departure = readMoment(day, segment.text(0, 1));
  if (day !== '' && departure === undefined) complain('DATE_INVALID');
  return {
    from: segment.text(1).trim(),
    to: segment.text(2).trim(),
    departure,
    arrival: readArrival(segment, departure?.day, complain),
    carrier: segment.text(3, 0).trim(),
    flight: segment.text(4, 0).trim(),
  };
}

/** Without a day of its own the arrival is on the day of departure, or so many days later. */
function readArrival(segment: Segment, departureDay: string | undefined, complain: Complain): Moment | undefined {
  const [day, time, change] = [segment.text(0, 2), segment.text(0, 3), segment.text(0, 4)];
  if (/^\d{4}$/.test(day) && time === '') {
    complain('TIME_FOR_DATE');
    return departureDay === undefined ? undefined : { day: departureDay, time: readTime(day) };
  }
  if (day !== '') {
    const arrival = readMoment(day, time);
    if (arrival === undefined) complain('DATE_INVALID');
    return arrival;
  }
  if (departureDay === undefined || time === '') return undefined;
  return { day: /^[+-]?\d$/.test(change) ? addDays(departureDay, Number(change)) : departureDay, time: readTime(time) };
}

/** TVL in a record. Another carrier in the second component of C306 flies it. */
export function readItinerary(segment: Segment, complain: Complain): ItinerarySegment {
  const operator = segment.text(3, 1).trim();
  const { from, to, departure, arrival, carrier, flight } = readFlight(segment, complain);
  return {
    from,
    to,
    departure,
    arrival,
    carrier,
    flight,
    bookingClass: segment.text(4, 1).trim(),
    operatedBy: operator === '' ? undefined : { carrier: operator, flight: '' },
    status: '',
    equipment: '',
    locators: [],
    services: [],
    remarks: [],
    checkIns: [],
  };
}

/**
 * TVL with a flight and no places: the number under which another carrier flies the segment before (before version 14:1).
 * An open segment or one that is travelled by other means (ARNK) has a word there.
 */
export const isOperatingFlight = (segment: Segment): boolean =>
  segment.text(0).trim() === '' &&
  segment.text(1).trim() === '' &&
  segment.text(2).trim() === '' &&
  /^\d/.test(segment.text(4).trim());

/** TVL of a car, a hotel, a train. */
export const readOtherService = (segment: Segment, kind: string): OtherService => ({
  kind,
  from: segment.text(1).trim(),
  to: segment.text(2).trim(),
  begins: readMoment(segment.text(0, 0), segment.text(0, 1)),
  ends: readMoment(segment.text(0, 2), segment.text(0, 3)),
  provider: segment.text(3).trim(),
});

/** TRI: somebody at the check-in. */
export const readCheckedIn = (segment: Segment): CheckedInTraveller => ({
  boardingNumber: segment.text(1, 0).trim(),
  travellerReference: normalReference(segment.text(1, 3)),
  surname: '',
  givenNames: '',
  seat: readSeat(segment.text(1, 2)),
  cabin: '',
  baggage: [],
});

const UNITS: ReadonlyMap<string, string> = new Map([
  ['700', 'kg'],
  ['701', 'lb'],
]);

const POOL_ROLES: ReadonlyMap<string, 'head' | 'member'> = new Map([
  ['HP', 'head'],
  ['MP', 'member'],
]);

/** TBD: bags of one traveller. Pieces and weight stand behind the status, then the pool, then the tags. */
export function readBaggage(segment: Segment): Baggage {
  const role = POOL_ROLES.get(segment.text(3, 0).trim());
  return {
    pieces: segment.text(1, 0).trim(),
    weight: segment.text(1, 1).trim(),
    unit: UNITS.get(segment.text(1, 2).trim()) ?? '',
    ...(role !== undefined && { pool: { role, reference: segment.text(3, 1).trim() } }),
    tags: each(segment, 4, (element): BagTags | undefined => {
      const first = segment.text(element, 1).trim();
      return first === ''
        ? undefined
        : {
            carrier: segment.text(element, 0).trim(),
            first,
            count: segment.text(element, 2).trim(),
            to: segment.text(element, 3).trim(),
          };
    }),
  };
}
