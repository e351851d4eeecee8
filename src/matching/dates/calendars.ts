/**
 * The same day in the calendars by which dates of birth are registered. A date that was copied into a document without
 * being converted is off by days (Julian), by seven or eight years (Ethiopian) or by centuries (Persian, Islamic,
 * Buddhist).
 *
 * Julian, Ethiopian and Buddhist dates are arithmetic. Persian and Islamic ones come from ICU by way of Intl. Islamic
 * months begin with a sighting of the moon, so three reckonings are accepted: the Saudi table (Umm al-Qura) and the
 * tabular calendar of either epoch.
 */

/** A calendar other than the Gregorian. */
export type Calendar = 'julian' | 'ethiopian' | 'buddhist' | 'persian' | 'islamic';

/** Year, month from 1, day from 1; in whatever calendar. */
interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Conversion {
  readonly calendar: Calendar;
  /** The Gregorian year less the other, at least and at most, for the years that matter. */
  readonly yearsBetween: readonly [number, number];
  readonly fromGregorian: (date: Date) => CalendarDate;
}

/** Gregorian years of birth within which dates are converted: nobody alive was born before, or can be born after. */
const CONVERTIBLE_YEARS = [1850, 2149] as const;

const CONVERSIONS: readonly Conversion[] = [
  { calendar: 'julian', yearsBetween: [0, 1], fromGregorian: toJulian },
  { calendar: 'ethiopian', yearsBetween: [7, 8], fromGregorian: toEthiopian },
  { calendar: 'buddhist', yearsBetween: [-543, -543], fromGregorian: toBuddhist },
  { calendar: 'persian', yearsBetween: [621, 622], fromGregorian: byIntl('persian') },
  ...['islamic-umalqura', 'islamic-civil', 'islamic-tbla'].map((name): Conversion => ({
    calendar: 'islamic',
    yearsBetween: [575, 585],
    fromGregorian: byIntl(name),
  })),
];

/**
 * The calendar by which one complete date YYYY-MM-DD is the other, read as Gregorian; undefined if there is none.
 * Symmetric.
 */
export function convertingCalendar(a: string, b: string): Calendar | undefined {
  return converts(a, b) ?? converts(b, a);
}

function converts(gregorian: string, other: string): Calendar | undefined {
  const years = yearOf(gregorian) - yearOf(other);
  for (const { calendar, yearsBetween, fromGregorian } of CONVERSIONS) {
    if (years < yearsBetween[0] || years > yearsBetween[1] || !isConvertible(gregorian)) continue;
    if (textOf(fromGregorian(new Date(gregorian))) === other) return calendar;
  }
  return undefined;
}

/**
 * Every date that is the same day as a complete date YYYY-MM-DD, one of the two read as Gregorian: what the date is in
 * the other calendars, and what it may mean if it was written in one of them. At most 14, as text; may name days that
 * the Gregorian calendar lacks.
 */
export function convertedDates(date: string): readonly string[] {
  const converted = new Set<string>();
  for (const { yearsBetween, fromGregorian } of CONVERSIONS) {
    if (isConvertible(date)) converted.add(textOf(fromGregorian(new Date(date))));
    for (let years = yearsBetween[0]; years <= yearsBetween[1]; years++) {
      const found = findGregorian(date, yearOf(date) + years, fromGregorian);
      if (found !== undefined) converted.add(found);
    }
  }
  return [...converted];
}

/** The day of one Gregorian year that another calendar writes like that. Halves the year: calendars run alike. */
function findGregorian(text: string, year: number, fromGregorian: Conversion['fromGregorian']): string | undefined {
  if (year < CONVERTIBLE_YEARS[0] || year > CONVERTIBLE_YEARS[1]) return undefined;
  let from = Date.UTC(year, 0, 1) / MILLISECONDS_A_DAY;
  let to = Date.UTC(year, 11, 31) / MILLISECONDS_A_DAY;
  while (from <= to) {
    const middle = Math.floor((from + to) / 2);
    const day = new Date(middle * MILLISECONDS_A_DAY);
    const written = textOf(fromGregorian(day));
    if (written === text) return day.toISOString().slice(0, 10);
    if (written < text) from = middle + 1;
    else to = middle - 1;
  }
  return undefined;
}

const MILLISECONDS_A_DAY = 86_400_000;

const yearOf = (date: string): number => Number(date.slice(0, 4));

const isConvertible = (date: string): boolean =>
  yearOf(date) >= CONVERTIBLE_YEARS[0] && yearOf(date) <= CONVERTIBLE_YEARS[1];

const textOf = ({ year, month, day }: CalendarDate): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Days since the beginning of the Julian period, which both arithmetic calendars count from. */
const julianDay = (date: Date): number => date.getTime() / MILLISECONDS_A_DAY + 2_440_588;

/** Years begin in March, so that the leap day is the last; 1461 days are four years, 153 days five months. */
function toJulian(date: Date): CalendarDate {
  const days = julianDay(date) + 32_082;
  const years = Math.floor((4 * days + 3) / 1461);
  const ofYear = days - Math.floor((1461 * years) / 4);
  const months = Math.floor((5 * ofYear + 2) / 153);
  const nextYear = Math.floor(months / 10);
  return {
    year: years - 4800 + nextYear,
    month: months + 3 - 12 * nextYear,
    day: ofYear - Math.floor((153 * months + 2) / 5) + 1,
  };
}

/** Twelve months of thirty days and a short thirteenth, with a leap day every fourth year. */
function toEthiopian(date: Date): CalendarDate {
  const days = julianDay(date) - 1_723_856;
  const ofCycle = days % 1461;
  const leap = Math.floor(ofCycle / 1460);
  const ofYear = (ofCycle % 365) + 365 * leap;
  return {
    year: 4 * Math.floor(days / 1461) + Math.floor(ofCycle / 365) - leap,
    month: Math.floor(ofYear / 30) + 1,
    day: (ofYear % 30) + 1,
  };
}

function toBuddhist(date: Date): CalendarDate {
  return { year: date.getUTCFullYear() + 543, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Conversion by ICU; the format is made when it is first needed, which takes milliseconds. */
function byIntl(calendar: string): (date: Date) => CalendarDate {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => {
    format ??= new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    const parts = format.formatToParts(date);
    const part = (type: 'year' | 'month' | 'day'): number => Number(parts.find((p) => p.type === type)?.value);
    return { year: part('year'), month: part('month'), day: part('day') };
  };
}
