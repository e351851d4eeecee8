/** Arguments of commands about passengers. What is wrong with one is said before anybody is asked. */
import { InvalidArgumentError } from 'commander';
import { isBirthDate } from '../matching/dates/birth-date.js';

/** A flight as it is written on the command line. */
export interface WrittenFlight {
  readonly carrier: string;
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly departsOn: string;
}

/** Reads a flight such as 0Y100@2026-11-25. */
export function readFlight(text: string): WrittenFlight {
  const [, carrier, number, departsOn] = /^([A-Z0-9]{2,3}?)(\d{1,4})@(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (carrier === undefined || number === undefined || departsOn === undefined)
    throw new InvalidArgumentError('It must look like 0Y100@2026-11-25.');
  return { carrier, number, departsOn: readDay(departsOn) };
}

/** Reads a day that the calendar has. */
export function readDay(text: string): string {
  if (!isBirthDate(text) || text.includes('-00'))
    throw new InvalidArgumentError('It must be a day of the calendar, YYYY-MM-DD.');
  return text;
}

/** Reads the code of an airport. */
export function readAirport(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvalidArgumentError('It must be three capital letters.');
  return text;
}

/** Reads the reference of a record. */
export function readRecordReference(text: string): string {
  if (!/^PNR-[0-9A-HJKMNP-TV-Z]{26}$/.test(text))
    throw new InvalidArgumentError('It must be PNR- and a ULID, as a search shows it.');
  return text;
}

/** Reads the reference of a match. */
export function readMatchReference(text: string): string {
  if (!/^PNM-[0-9A-HJKMNP-TV-Z]{26}$/.test(text))
    throw new InvalidArgumentError('It must be PNM- and a ULID, as in a list of matches.');
  return text;
}

/** Reads the identifier of the request that unmasked a record. */
export function readRequestId(text: string): string {
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(text))
    throw new InvalidArgumentError('It must be a ULID, as the list of unmaskings shows it.');
  return text;
}

/** Reads the greatest penalty of an offence, in months. */
export function readMonths(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 1_200) throw new InvalidArgumentError('It must be an integer from 0 to 1,200.');
  return value;
}
