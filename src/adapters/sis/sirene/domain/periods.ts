/**
 * Periods as Union law counts them: Regulation (EEC, Euratom) No 1182/71 Arts. 2 and 3. The day of the event does not
 * count; a period of days or months ends when its last day does; a last day that is a Saturday, a Sunday or a public
 * holiday gives way to the next working day. Times are milliseconds since the epoch, days are those of UTC.
 */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Public holidays of the synthetic states, month and day. Invented: real states publish their own lists (1182/71 Art. 2),
 * most of them with days that move.
 */
const HOLIDAYS = new Set(['01-01', '05-01', '12-25', '12-26']);

/** Whether the day that a time falls on is a working day: 1182/71 Art. 2(2). */
export function isWorkingDay(timeMs: number): boolean {
  const weekday = new Date(timeMs).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(new Date(timeMs).toISOString().slice(5, 10));
}

/**
 * So many hours after a moment. Art. 3(1) leaves out the hour in which the event falls; we count from the moment itself,
 * so that nobody is told of more time than the law may give ("not later than 12 hours after the receipt").
 */
export const hoursAfter = (eventMs: number, hours: number): number => eventMs + hours * HOUR_MS;

/** End of a period of calendar days: the first moment that is not in it any more. */
export const calendarDaysAfter = (eventMs: number, days: number): number => endOf(startOfDay(eventMs) + days * DAY_MS);

/** End of a period of working days. */
export function workingDaysAfter(eventMs: number, days: number): number {
  let day = startOfDay(eventMs);
  for (let left = days; left > 0; left -= 1) {
    do day += DAY_MS;
    while (!isWorkingDay(day));
  }
  return day + DAY_MS;
}

/** End of a period of months: the same date, or the last day of a month that has no such date (Art. 3(2)(c)). */
export function monthsAfter(eventMs: number, months: number): number {
  const event = new Date(startOfDay(eventMs));
  const [year, month] = [event.getUTCFullYear(), event.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return endOf(Date.UTC(year, month, Math.min(event.getUTCDate(), lastOfMonth)));
}

const startOfDay = (timeMs: number): number => Math.floor(timeMs / DAY_MS) * DAY_MS;

/** End of a period whose last day begins then (Art. 3(4)). */
function endOf(lastDay: number): number {
  let day = lastDay;
  while (!isWorkingDay(day)) day += DAY_MS;
  return day + DAY_MS;
}
