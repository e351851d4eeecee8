/** 7: what the itinerary says about the journey. */
import type { Facts } from '../../../matching/criteria/fields.js';
import type { ItinerarySegment } from '../pnr.js';
import { daysBetween } from './spans.js';

/** Statuses of segments that are not flown (AIRIMP): cancelled, refused, unable. */
const NOT_FLOWN = new Set(['HX', 'NO', 'UC', 'UN', 'US', 'XX']);

/** What lies between two flights. */
interface Stop {
  readonly airport: string;
  readonly nights: number | undefined;
  /** The next flight leads back to where the last one came from. */
  readonly turns: boolean;
}

/** Facts of a journey; none if no flight is told. */
export function journeyFacts(itinerary: readonly ItinerarySegment[]): Facts {
  const flights = inOrder(
    itinerary.filter(({ from, to, status }) => from !== '' && to !== '' && !NOT_FLOWN.has(status)),
  );
  const [first] = flights;
  if (first === undefined) return {};
  const stops = flights.slice(1).map((next, at) => stopBefore(next, flights[at] ?? first));
  const stays = stops.filter(isStay).flatMap(({ nights }) => nights ?? []);
  const carriers = flights.flatMap(({ carrier, operatedBy }) => [carrier, operatedBy?.carrier ?? '']);
  return {
    'itinerary.oneWay': first.from !== flights.at(-1)?.to,
    'itinerary.segments': flights.length,
    'itinerary.stayNights': stays.length === 0 ? undefined : Math.max(...stays),
    'itinerary.via': distinct(stops.filter((stop) => !isStay(stop)).map(({ airport }) => airport)),
    'itinerary.carriers': distinct(carriers.filter((carrier) => carrier !== '')),
  };
}

/** By departure; as they stand if one of them has none. */
function inOrder(flights: readonly ItinerarySegment[]): readonly ItinerarySegment[] {
  if (flights.some(({ departure }) => departure === undefined)) return flights;
  const time = ({ departure }: ItinerarySegment): string => `${departure?.day ?? ''} ${departure?.time ?? ''}`;
  return [...flights].sort((one, other) => (time(one) < time(other) ? -1 : time(one) > time(other) ? 1 : 0));
}

function stopBefore(next: ItinerarySegment, last: ItinerarySegment): Stop {
  return {
    airport: last.to,
    nights: daysBetween((last.arrival ?? last.departure)?.day, next.departure?.day),
    turns: next.to === last.from,
  };
}

/** Whoever flies back, or stays for more than a night, did not merely change flights. */
const isStay = ({ nights, turns }: Stop): boolean => turns || (nights !== undefined && nights > 1);

const distinct = (codes: readonly string[]): string[] => [...new Set(codes)].sort();
