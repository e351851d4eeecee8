import { convertedDates, convertingCalendar } from './calendars.js';

/** Dates of birth as travel documents and alerts have them: YYYY-MM-DD, with 00 for an unknown day or month. */

/**
 * How two dates of birth are similar (Delegated Regulation (EU) 2023/333, Annex II, letters a, b and c), and, which the
 * Regulation does not name, that one of them is known in part.
 */
export type DateRule = 'day_month_inverted' | 'calendar' | 'one_digit' | 'partial';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a date in the Gregorian calendar whose day, or month and day, may be 00. */
export function isBirthDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  if (year === '' || year === '0000') return false;
  if (month === '00') return day === '00';
  return Number(month) <= 12 && (day === '00' || Number(day) <= daysInMonth(Number(year), Number(month)));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** True if the day, or month and day, are unknown. */
export const isPartialDate = (date: string): boolean => date.endsWith('-00');

/**
 * Equal, similar by a rule, or undefined for different. Both must be dates of birth; of two rules that apply, the letter
 * that changes less. Symmetric.
 */
export function compareBirthDates(a: string, b: string): 'equal' | DateRule | undefined {
  if (a === b) return 'equal';
  if (isPartialDate(a) || isPartialDate(b)) return covers(a, b) || covers(b, a) ? 'partial' : undefined;
  if (b === dayMonthInverted(a)) return 'day_month_inverted';
  if (differingDigits(a, b) === 1) return 'one_digit';
  return convertingCalendar(a, b) === undefined ? undefined : 'calendar';
}

/** True if the date holds whatever the unknown parts of the partial date are. */
export const covers = (partial: string, date: string): boolean =>
  date.startsWith(partial.replace(/(-00)+$/, '')) && isPartialDate(partial);

/**
 * Every date of birth that compareBirthDates finds equal or similar to a complete date, itself first. At most 79.
 */
export function similarBirthDates(date: string): readonly string[] {
  const similar = new Set([
    date,
    dayMonthInverted(date),
    `${date.slice(0, 7)}-00`,
    `${date.slice(0, 4)}-00-00`,
    ...(isPartialDate(date) ? [] : convertedDates(date)),
  ]);
  for (let at = 0; at < date.length; at++) {
    if (date[at] === '-') continue;
    for (let digit = 0; digit <= 9; digit++) similar.add(`${date.slice(0, at)}${digit}${date.slice(at + 1)}`);
  }
  return [...similar].filter((other) => isBirthDate(other) && compareBirthDates(date, other) !== undefined);
}

const dayMonthInverted = (date: string): string => `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`;

function differingDigits(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) count++;
  return count;
}
