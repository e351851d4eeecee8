import { isBirthDate } from '../../../matching/dates/birth-date.js';
import { type FieldViolation, Refusal } from '../../../shared/refusal.js';

/** Days from one to another, both included: YYYY-MM-DD. */
export interface Days {
  readonly fromDate: string;
  readonly toDate: string;
}

const DAY_MS = 86_400_000;

/** A day that the calendar has. */
export const isDay = (text: string): boolean => isBirthDate(text) && !text.includes('-00');

/** What is wrong with two days, as fields below `path`. */
export function daysViolations({ fromDate, toDate }: Days, path: string, most: number): readonly FieldViolation[] {
  const noDay = (field: string): FieldViolation => ({
    field,
    rule: 'date',
    description: 'must be a day of the calendar',
  });
  const wrong = [
    ...(isDay(fromDate) ? [] : [noDay(`${path}from_date`)]),
    ...(isDay(toDate) ? [] : [noDay(`${path}to_date`)]),
  ];
  if (wrong.length > 0) return wrong;
  const days = (Date.parse(toDate) - Date.parse(fromDate)) / DAY_MS;
  if (days >= 0 && days <= most) return [];
  const description = `must not be before from_date, and at most ${most} days after it`;
  return [{ field: `${path}to_date`, rule: 'span', description }];
}

/** Days of a request. Throws a Refusal. `most` days may lie between them; five years if nothing is said. */
export function parseDays({ fromDate, toDate }: Days, most = 5 * 366): Days {
  const violations = daysViolations({ fromDate, toDate }, '', most);
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request breaks rules', { violations });
  return { fromDate, toDate };
}
