import { readBirth, readExpiry, writeDate } from '../../mrz/dates.js';
import type { Moment } from '../../pnr/pnr.js';

/**
 * A moment of a flight (DTM 189, 232): YYMMDDHHMM (format 201), YYMMDD (101), or the same with four digits of the year
 * (203, 102). Undefined if it is none; flights are of this century.
 */
export function readFlightMoment(text: string): Moment | undefined {
  const [, year = '', month = '', day = '', time = ''] =
    /^(\d{2})(\d{2})(\d{2})(\d{4})?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(\d{4})?$/.exec(text) ?? [];
  const full = `${year.length === 2 ? `20${year}` : year}-${month}-${day}`;
  if (year === '' || !isDay(full)) return undefined;
  if (time === '') return { day: full };
  const [hours, minutes] = [time.slice(0, 2), time.slice(2)];
  return Number(hours) < 24 && Number(minutes) < 60 ? { day: full, time: `${hours}:${minutes}` } : undefined;
}

/** Day of birth (DTM 329), YYMMDD or YYYYMMDD: with two digits the latest such day not after the day of the flight. */
export const readBirthDay = (text: string, reference: string): string | undefined =>
  readDay(text) ?? readBirth(text, reference);

/** Day of expiry (DTM 36), likewise: with two digits from twenty years before the flight on. */
export const readExpiryDay = (text: string, reference: string): string | undefined =>
  readDay(text) ?? readExpiry(text, reference);

function readDay(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const full = `${year}-${month}-${day}`;
  return year !== '' && isDay(full) ? full : undefined;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A moment of a flight as readFlightMoment reads it. */
export function writeFlightMoment({ day, time }: Moment): readonly [text: string, format: string] {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !isDay(day)) throw new RangeError('moment of a flight: no such day');
  if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
    throw new RangeError('moment of a flight: no such time');
  const digits = day.replaceAll('-', '');
  const clock = time === undefined ? '' : time.replace(':', '');
  if (day.startsWith('20')) return [digits.slice(2) + clock, time === undefined ? '101' : '201'];
  return [digits + clock, time === undefined ? '102' : '203'];
}

/** Day of birth: YYMMDD where it is read as this day again, else YYYYMMDD. Unknown parts are written as in a machine-readable zone. */
export const writeBirthDay = (day: string, reference: string | undefined): string =>
  writeDay(day, reference, readBirth, 'date of birth');

/** Day of expiry, likewise. */
export const writeExpiryDay = (day: string, reference: string | undefined): string =>
  writeDay(day, reference, readExpiry, 'date of expiry');

function writeDay(day: string, reference: string | undefined, read: typeof readBirth, field: string): string {
  const short = writeDate(day);
  if (reference !== undefined && read(short, reference) === day) return short;
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !isDay(day)) throw new RangeError(`${field}: no day that can be written`);
  return day.replaceAll('-', '');
}
