/** A push, read and filtered. */
import type { BoardingResponse } from '../../../formats/api/boarding-response.js';
import type { Moment, PushedFlight } from '../../../formats/pnr/pnr.js';
import type { Deletions } from './deletion.js';
import type { KeptRecord } from './kept-record.js';

/** A flight as the unit knows flights. */
export interface Flight {
  readonly carrier: string;
  /** Without leading zeros. */
  readonly number: string;
  readonly origin: string;
  readonly destination: string;
  /** YYYY-MM-DD, local to the airport of departure. */
  readonly departsOn: string;
}

/** One record of a push. */
export interface PushedRecord extends KeptRecord {
  /** By which it is known again: "DL/AB12CD"; of a record without a locator "TKT/" and its ticket. */
  readonly locators: readonly string[];
  readonly cancelled: boolean;
  /** Terms of all that it can be found by besides what is open (search-terms.ts). */
  readonly terms: readonly string[];
}

/** Something odd in a message, and where. */
export interface PushDiagnostic {
  /** Code of the reader. */
  readonly fault: string;
  readonly offset: number;
  readonly segment: number;
  /** Number of the record, or the person, in the message; left out before the first. */
  readonly record?: number | undefined;
}

/** All that is known of a push before anybody keeps it. */
export interface Push {
  readonly format: string;
  /** "api": a list of passengers (PAXLST). */
  readonly kind: 'full' | 'update' | 'other' | 'api';
  readonly part: { readonly number: number; readonly last: boolean };
  readonly flight: Flight;
  /** When the message was prepared, as it says itself; universal time. */
  readonly preparedAt?: Moment | undefined;
  readonly records: readonly PushedRecord[];
  /** The message names every booking of the flight: those that it does not name are not on it. */
  readonly isWhole: boolean;
  /** Records in the message, taken or not. */
  readonly recordCount: number;
  readonly deletions: Deletions;
  readonly diagnostics: readonly PushDiagnostic[];
  readonly diagnosticCount: number;
  /** What the message is answered in its own format; undefined if it does not ask for an answer. Not kept. */
  readonly answer?: BoardingResponse | undefined;
}

/** What a carrier is told, and the unit keeps of a push: numbers and codes. */
export interface Acknowledgement {
  readonly pushId: string;
  readonly format: string;
  readonly kind: Push['kind'];
  readonly flight: string;
  readonly departsOn: string;
  readonly part: Push['part'];
  readonly records: number;
  readonly taken: number;
  readonly superseded: number;
  readonly cancelled: number;
  readonly refused: number;
  /** Left out, as what follows, of pushes that were kept before it was counted. */
  readonly outdated?: number;
  readonly missing?: number;
  /** When the message was prepared, as far as that is believed; milliseconds. */
  readonly preparedAtMs?: number | undefined;
  readonly deletions: Deletions;
  readonly diagnostics: readonly PushDiagnostic[];
  readonly diagnosticCount: number;
  readonly receivedAtMs: number;
}

/** "0123" and "123" are one number; a suffix stays. */
export const flightNumber = (text: string): string => text.trim().replace(/^0+(?=\d)/, '');

/** Name and version of a message, "PNRGOV 13:1" or "PAXLST D:05B"; the name alone where the version is none: the log has it. */
export function formatOf(told: string): string {
  const [, name = '', version = ''] =
    /^(PNRGOV XML|PNRGOV|PAXLST)(?: ([A-Z0-9]{1,3}(?:[:.][A-Z0-9]{1,3}){0,2}))?/.exec(told) ?? [];
  return /\d/.test(version) && `${name} ${version}` === told ? told : name;
}

/** What the log has of a flight, so it is nothing but codes. */
const CARRIER = /^[A-Z0-9]{2,3}$/;
const NUMBER = /^\d{1,5}[A-Z]?$/;

/** The flight of a push; undefined if the message does not tell enough of it, or not in codes. */
export function flightOf(pushed: PushedFlight | undefined): Flight | undefined {
  if (pushed === undefined) return undefined;
  const departsOn = pushed.departure?.day;
  const number = flightNumber(pushed.flight);
  if (departsOn === undefined || !CARRIER.test(pushed.carrier) || !NUMBER.test(number)) return undefined;
  if (!/^[A-Z]{3}$/.test(pushed.from) || !/^[A-Z]{3}$/.test(pushed.to)) return undefined;
  return {
    carrier: pushed.carrier,
    number,
    origin: pushed.from,
    destination: pushed.to,
    departsOn,
  };
}

/** Whether somebody of the record is, or was, on the flight: sold or flown under its number, on its day. */
export const isOnFlight = ({ open }: KeptRecord, flight: Flight): boolean =>
  open.itinerary.some(
    ({ from, departure, carrier, flight: number, operatedBy }) =>
      from === flight.origin &&
      (departure === undefined || departure.day === flight.departsOn) &&
      [{ carrier, number }, operatedBy && { carrier: operatedBy.carrier, number: operatedBy.flight || number }].some(
        (one) => one?.carrier === flight.carrier && flightNumber(one.number) === flight.number,
      ),
  );
