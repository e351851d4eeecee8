/** Dates of birth as border and police documents give them: day, or month and day, may be unknown. */

/** Birth year of the oldest person whose age was ever verified: nobody alive was born before. */
const EARLIEST_YEAR = 1875;

/** The last time zone to keep an old date is UTC-12, the first to reach a new one UTC+14. */
const FIRST_TIME_ZONE_MS = 14 * 3_600_000;

/**
 * Says what is wrong with a partial date; undefined when it is one. YYYY-MM-DD, 00 for an unknown day or an unknown
 * month and day, existing in the Gregorian calendar, 1875 or later, and not after today anywhere on Earth.
 *
 * @param now milliseconds since the epoch
 */
export function partialDateFault(text: string, now: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return 'must be a date YYYY-MM-DD';
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  if (month > 12 || (month === 0 && day !== 0)) return 'must have a month 01 to 12, or 00-00 for unknown month and day';
  if (day > daysIn(year, month)) return 'must be a day that exists in the calendar';
  if (year < EARLIEST_YEAR) return `must not be before ${EARLIEST_YEAR}`;
  const today = new Date(now + FIRST_TIME_ZONE_MS);
  const latest = (today.getUTCFullYear() * 100 + today.getUTCMonth() + 1) * 100 + today.getUTCDate();
  if ((year * 100 + month) * 100 + day > latest) return 'must not be in the future';
  return undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 0) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
