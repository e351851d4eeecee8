import { readBirth, readExpiry } from '../../mrz/dates.js';
import type { Moment } from '../pnr.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A day DDMMYY of this century, YYYY-MM-DD; undefined if the calendar has none such. */
export function readDay(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  return day === '' ? undefined : dayOf(`20${year}`, month, day);
}

/** A time HHMM or HHMMSS, HH:MM; undefined if no day has it. */
export function readTime(text: string): string | undefined {
  const [, hours = '', minutes = ''] = /^(\d{2})(\d{2})(?:\d{2})?$/.exec(text) ?? [];
  return hours !== '' && Number(hours) < 24 && Number(minutes) < 60 ? `${hours}:${minutes}` : undefined;
}

/** A day DDMMYY and, if it is there, a time; undefined without a day. */
export function readMoment(day: string, time: string): Moment | undefined {
  const read = readDay(day);
  return read === undefined ? undefined : { day: read, time: readTime(time) };
}

/** The day after a day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Date of birth DDMMMYY: the latest such day not after the reference day. */
export const readBirthText = (text: string, reference: string): string | undefined =>
  withDigits(text, (digits) => readBirth(digits, reference));

/** Date of expiry DDMMMYY: from twenty years before the reference day on. */
export const readExpiryText = (text: string, reference: string): string | undefined =>
  withDigits(text, (digits) => readExpiry(digits, reference));

function withDigits(text: string, read: (digits: string) => string | undefined): string | undefined {
  const [, day = '', name = '', year = ''] = /^(\d{2})([A-Z]{3})(\d{2}|\d{4})$/.exec(text.toUpperCase()) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return undefined;
  const two = String(month).padStart(2, '0');
  return year.length === 4 ? dayOf(year, two, day) : read(`${year}${two}${day}`);
}

function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month}-${day}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text;
}
