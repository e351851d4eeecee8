import { readBirth, readExpiry } from '../../mrz/dates.js';
import type { Moment } from '../pnr.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A day DDMMYY of this century, YYYY-MM-DD; undefined if the calendar has none such. */
export function readDay(text: string): string | undefined {
  return text.length === 6 ? dayOf(2000 + digits(text, 4), digits(text, 2), digits(text, 0)) : undefined;
}

/** A time HHMM or HHMMSS, HH:MM; undefined if no day has it. */
export function readTime(text: string): string | undefined {
  if (text.length !== 4 && text.length !== 6) return undefined;
  const [hours, minutes] = [digits(text, 0), digits(text, 2)];
  if (text.length === 6 && Number.isNaN(digits(text, 4))) return undefined;
  return hours < 24 && minutes < 60 ? `${TWO[hours]}:${TWO[minutes]}` : undefined;
}

/** A day DDMMYY and, if it is there, a time; undefined without a day. */
export function readMoment(day: string, time: string): Moment | undefined {
  const read = readDay(day);
  return read === undefined ? undefined : { day: read, time: readTime(time) };
}

/** When an interchange was prepared: YYMMDD or CCYYMMDD, and HHMM. */
export function readPrepared(day: string, time: string): Moment | undefined {
  const text = day.length === 6 ? `20${day}` : day;
  return /^\d{8}$/.test(text)
    ? readIsoMoment(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}`)
    : undefined;
}

/** A day YYYY-MM-DD and, behind a T or a blank, a time with or without seconds; undefined without a day of the calendar. */
export function readIsoMoment(text: string): Moment | undefined {
  const [, year = '', month = '', day = '', hours = '', minutes = ''] =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text) ?? [];
  const read = dayOf(Number(year), Number(month), Number(day));
  return read === undefined ? undefined : { day: read, time: readTime(hours + minutes) };
}

/**
 * The same in universal time: what stands behind the time ("+02:00", xs:dateTime) is how far it is ahead of that. Undefined also for
 * what is in no year of four digits there.
 */
export function readIsoInstant(text: string): Moment | undefined {
  const moment = readIsoMoment(text);
  const [, sign, hours = '', minutes = ''] = /:\d{2}(?:\.\d{1,9})?([+-])(0\d|1[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (moment?.time === undefined || sign === undefined) return moment;
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 60_000 : -60_000);
  const instant = new Date(Date.parse(`${moment.day}T${moment.time}Z`) - ahead).toISOString();
  if (!/^\d{4}-/.test(instant)) return undefined;
  return { day: instant.slice(0, 10), time: instant.slice(11, 16) };
}

/** The day after a day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Date of birth DDMMMYY: the latest such day not after the reference day. */
export const readBirthText = (text: string, reference: string): string | undefined =>
  withDigits(text, (six) => readBirth(six, reference));

/** Date of expiry DDMMMYY: from twenty years before the reference day on. */
export const readExpiryText = (text: string, reference: string): string | undefined =>
  withDigits(text, (six) => readExpiry(six, reference));

function withDigits(text: string, read: (digits: string) => string | undefined): string | undefined {
  const [, day = '', name = '', year = ''] = /^(\d{2})([A-Z]{3})(\d{2}|\d{4})$/.exec(text.toUpperCase()) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return undefined;
  return year.length === 4 ? dayOf(Number(year), month, Number(day)) : read(`${year}${TWO[month]}${day}`);
}

/** DDMMMYY; empty for none. */
export function writeDateText(day: string | undefined): string {
  const [year = '', month = '', date = ''] = (day ?? '').split('-');
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? '' : `${date}${name}${year.slice(2)}`;
}

/** Numbers as two digits. */
const TWO = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** The number that two digits make; NaN for what are no digits. */
function digits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** YYYY-MM-DD; undefined if the calendar has no such day, or a number is none. */
function dayOf(year: number, month: number, day: number): string | undefined {
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
  return year >= 0 && day >= 1 && day <= days
    ? `${String(year).padStart(4, '0')}-${TWO[month]}-${TWO[day]}`
    : undefined;
}
