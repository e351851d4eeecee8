import type { Random } from './random.js';

const DAY_MS = 86_400_000;

/** YYYY-MM-DD of a time in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day so many days later. */
export const addDays = (day: string, days: number): string => dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);

/** The same day so many years later; 29 February becomes 1 March in a common year. */
export function addYears(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return dayOf(date.getTime());
}

/** Any day of the year. */
export const randomDayOf = (year: number, random: Random): string => addDays(`${year}-01-01`, random.below(365));
