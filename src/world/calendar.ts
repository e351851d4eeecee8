import type { Random } from './random.js';

const DAY_MS = 86_400_000;

/** YYYY-MM-DD of a time in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day so many days later. */
export const addDays = (day: string, days: number): string => dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);

/** The same day so many years later; 29 February becomes 1 March in a common year. */
export function addYears(day: string, years: number): string {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const moved = `${year}${day.slice(4)}`;
  return day.endsWith('-02-29') && !isLeapYear(Number(year)) ? `${year}-03-01` : moved;
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** -MM-DD of every day that each year has. */
const DAYS_OF_YEAR = Array.from({ length: 365 }, (_, at) => addDays('2001-01-01', at).slice(4));

/** Any day of the year but 29 February. */
export const randomDayOf = (year: number, random: Random): string =>
  `${String(year)}${DAYS_OF_YEAR[random.below(365)] ?? '-01-01'}`;
