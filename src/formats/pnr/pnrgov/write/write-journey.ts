/** The journey, who was checked in for it, and what else was booked (groups 5 to 7, 9). */
import { writeSegment } from '../../../edifact/writer.js';
import type { Baggage, CheckedInTraveller, CheckIn, ItinerarySegment, OtherService } from '../../pnr.js';
import { writeMoment } from './moments.js';
import { writeLocators, writeRemark, writeService } from './segments.js';

/** From this version on TRA names the flight of a codeshare; before it a second TVL does. */
const FIRST_WITH_TRA = 14;

/** TVL and what belongs to it. */
export function writeItinerary(segment: ItinerarySegment, version: string): string[] {
  const { departure, arrival, from, to, carrier, flight, bookingClass, operatedBy, status, equipment } = segment;
  return [
    writeSegment(
      'TVL',
      [...writeMoment(departure), ...writeMoment(arrival)],
      from,
      to,
      [carrier, operatedBy?.carrier ?? ''],
      [flight, bookingClass],
    ),
    ...writeOperatingFlight(operatedBy, version),
    ...(status === '' ? [] : [writeSegment('RPI', '', status)]),
    ...(equipment === '' ? [] : [writeSegment('APD', equipment)]),
    ...segment.services.map(writeService),
    ...writeLocators(segment.locators),
    ...segment.remarks.map(writeRemark),
    ...segment.checkIns.flatMap(writeCheckIn),
  ];
}

function writeOperatingFlight(operatedBy: ItinerarySegment['operatedBy'], version: string): string[] {
  if (operatedBy === undefined || operatedBy.flight === '') return [];
  return Number.parseInt(version, 10) >= FIRST_WITH_TRA
    ? [writeSegment('TRA', operatedBy.carrier, operatedBy.flight)]
    : [writeSegment('TVL', '', '', '', '', operatedBy.flight)];
}

const writeCheckIn = ({ at, agent, travellers }: CheckIn): string[] => [
  writeSegment('DAT', ['2', ...writeMoment(at)]),
  ...(agent === '' ? [] : [writeSegment('ORG', '', '', '', '', '', '', agent)]),
  ...travellers.flatMap(writeCheckedIn),
];

function writeCheckedIn(one: CheckedInTraveller): string[] {
  const { boardingNumber, travellerReference, surname, givenNames, seat, cabin, baggage } = one;
  const named = surname !== '' || givenNames !== '';
  return [
    writeSegment('TRI', '', [boardingNumber, '', '', travellerReference]),
    ...(named ? [writeSegment('TIF', surname, [givenNames, '', travellerReference])] : []),
    ...(seat === '' && cabin === '' ? [] : [writeSegment('SSD', seat, '', '', '', cabin)]),
    ...baggage.map(writeBaggage),
  ];
}

const UNITS: Readonly<Record<string, string>> = { kg: '700', lb: '701' };
const POOL_ROLES = { head: 'HP', member: 'MP' } as const;

/** TBD: pieces and weight, then the pool, then the tags. */
const writeBaggage = ({ pieces, weight, unit, pool, tags }: Baggage): string =>
  writeSegment(
    'TBD',
    '',
    [pieces, weight, UNITS[unit] ?? ''],
    '',
    pool === undefined ? '' : [POOL_ROLES[pool.role], pool.reference],
    ...tags.map(({ carrier, first, count, to }) => [carrier, first, count, to]),
  );

/** MSG with the kind, then TVL. */
export const writeOtherServices = (services: readonly OtherService[]): string[] =>
  services.flatMap(({ kind, begins, ends, from, to, provider }) => [
    writeSegment('MSG', kind),
    writeSegment('TVL', [...writeMoment(begins), ...writeMoment(ends)], from, to, provider),
  ]);
