/** Records of a push, ready for their tables: sealed, and with what they are found by. What leaves here is sent to the database. */
import type { OpenHalf } from '../domain/kept-record.js';
import { flightNumber, type PushedRecord } from '../domain/push.js';
import type { DayKey } from '../keys/day-key.js';
import { seal } from '../keys/seal.js';

/** A row as pnr.keep_push takes it; bytes in hexadecimal. */
export interface RecordRow {
  readonly id: string;
  /** Day of the transfer. */
  readonly day: string;
  readonly locators: readonly string[];
  /** All locators of the booking, of whichever system. */
  readonly codes: readonly string[];
  readonly open: OpenHalf;
  readonly wrappedKey: string;
  readonly sealed: string;
  readonly tokens: readonly string[];
  readonly legs: readonly LegRow[];
}

interface LegRow {
  readonly carrier: string;
  readonly number: string;
  readonly origin: string;
  readonly destination: string;
  readonly departsOn: string | undefined;
}

/** Makes it, under a new key of the record's own. */
export function rowOf(record: PushedRecord, id: string, day: string, key: DayKey): RecordRow {
  const { open, locators } = record;
  const { recordKey, sealed } = seal(id, record.sealed);
  return {
    ...{ id, day, locators, open },
    codes: codesOf(open),
    wrappedKey: key.wrap(recordKey).toString('hex'),
    sealed: sealed.toString('hex'),
    tokens: record.terms.map((term) => key.token(term).toString('hex')),
    legs: legsOf(open),
  };
}

const codesOf = ({ locators, itinerary }: OpenHalf): string[] => [
  ...new Set([...locators, ...itinerary.flatMap((segment) => segment.locators)].map(({ code }) => code)),
];

/** A part of a journey is found under the number of whoever sells it, and of whoever flies it. */
const legsOf = ({ itinerary }: OpenHalf): LegRow[] =>
  itinerary.flatMap(({ from, to, departure, carrier, flight, operatedBy }) => {
    const leg = { origin: from, destination: to, departsOn: departure?.day };
    return [
      { ...leg, carrier, number: flightNumber(flight) },
      ...(operatedBy === undefined
        ? []
        : [{ ...leg, carrier: operatedBy.carrier, number: flightNumber(operatedBy.flight || flight) }]),
    ];
  });
