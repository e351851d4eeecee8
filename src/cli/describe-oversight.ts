/** What is told of carriers' pushes, of unmaskings and of the unit in numbers, in lines for a person. */
import {
  type FlightPushes,
  type GetPnrStatisticsResponse,
  OwedPushState,
  type Unmasking,
  UnmaskingVerdict,
} from '../gen/ostiary/pnr/v1/oversight.js';
import { describeDeletion } from './describe-push.js';
import { counted, labelled, spaced } from './phrases.js';

/** Flights that one answer names at most; whoever gets as many may have missed some. */
const MOST_FLIGHTS = 1_000;

const OWED: ReadonlyMap<OwedPushState, string> = new Map([
  [OwedPushState.PENDING, 'not due yet'],
  [OwedPushState.ON_TIME, 'in time'],
  [OwedPushState.LATE, 'late'],
  [OwedPushState.MISSING, 'missing'],
]);

const VERDICTS: ReadonlyMap<UnmaskingVerdict, string> = new Map([
  [UnmaskingVerdict.JUSTIFIED, 'justified'],
  [UnmaskingVerdict.NOT_JUSTIFIED, 'not justified'],
]);

/** Pushes that were owed, flight by flight. */
export const describeFlights = (flights: readonly FlightPushes[]): string[] => [
  ...(flights.length === 0 ? ['none'] : flights.flatMap(describeFlight)),
  ...(flights.length < MOST_FLIGHTS ? [] : [`! no more than ${MOST_FLIGHTS} are listed: ask for fewer days`]),
];

function describeFlight({ flight, departsAt, first, closure, receivedAt }: FlightPushes): string[] {
  const which =
    flight === undefined
      ? []
      : [flight.carrier, flight.number, `${flight.origin}–${flight.destination}`, flight.departsOn];
  return [
    spaced(...which, `departs ${departsAt}`),
    ...labelled('first', owed(first)),
    ...labelled('closure', owed(closure)),
    ...labelled('received', receivedAt.join(', ')),
  ];
}

const owed = (state: OwedPushState): string => OWED.get(state) ?? 'in a state unknown here';

/** A record that was shown with what had been masked, to whom, and what its review found. */
export const describeUnmasking = (unmasking: Unmasking): string[] => [
  `${unmasking.requestId} ${VERDICTS.get(unmasking.verdict) ?? 'to be reviewed'}`,
  ...labelled('record', unmasking.recordReference),
  ...labelled('shown to', `${unmasking.authority}, ${unmasking.unmaskedAt}`),
  ...labelled('reviewed', unmasking.reviewedAt),
];

/** Numbers of pushes and unmaskings of a time, and of records as they are now. */
export const describeStatistics = (numbers: GetPnrStatisticsResponse): string[] => [
  'in the time asked for',
  ...labelled('received', `${counted(numbers.pushes, 'push', 'pushes')} with ${counted(numbers.records, 'record')}`),
  ...numbers.deletions.flatMap(describeDeletion),
  ...labelled('unmasked', counted(numbers.unmaskings, 'time')),
  'now',
  ...labelled('complete', `${counted(numbers.activeRecords, 'record')}, ${numbers.flaggedRecords} of them flagged`),
  ...labelled('masked', counted(numbers.maskedRecords, 'record')),
];
