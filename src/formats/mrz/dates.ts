/**
 * Six digits for a date, YYMMDD. Doc 9303 sets no rule for the century, so the reader chooses it by a reference date:
 * the day of the flight, else today.
 */

/** Years before the reference date within which a document may have expired. */
const YEARS_EXPIRED = 20;

/**
 * Date of birth, YYYY-MM-DD with 00 for an unknown day or month: the latest one not after the reference date
 * (YYYY-MM-DD). Undefined if the year is unknown, or it is no date.
 */
export function readBirth(text: string, reference: string): string | undefined {
  const century = Number(reference.slice(0, 2)) * 100;
  const recent = readIn(text, century);
  if (recent === undefined) return undefined;
  // Unknown parts count as their earliest: a person born in the month of the flight is born already.
  return recent <= reference ? recent : readIn(text, century - 100);
}

/**
 * Date of expiry, YYYY-MM-DD with 00 for an unknown day or month: in the hundred years that begin twenty years before
 * the reference date. Undefined if the year is unknown, or it is no date.
 */
export function readExpiry(text: string, reference: string): string | undefined {
  const first = Number(reference.slice(0, 4)) - YEARS_EXPIRED;
  const century = Math.floor(first / 100) * 100;
  const year = century + Number(text.slice(0, 2));
  return readIn(text, year < first ? century + 100 : century);
}

function readIn(text: string, century: number): string | undefined {
  const [, yy = '', mm = '', dd = ''] = /^(\d{2})(\d{2}|<<)(\d{2}|<<)$/.exec(text) ?? [];
  if (yy === '') return undefined;
  const year = century + Number(yy);
  const month = mm === '<<' ? 0 : Number(mm);
  const day = dd === '<<' ? 0 : Number(dd);
  if ((mm !== '<<' && (month < 1 || month > 12)) || (mm === '<<' && dd !== '<<')) return undefined;
  if (dd !== '<<' && (day < 1 || day > daysIn(year, month))) return undefined;
  return `${year}-${two(month)}-${two(day)}`;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const two = (value: number): string => String(value).padStart(2, '0');

/** A date as the zone has it: 00 becomes unknown, and so does everything if there is no date. */
export function writeDate(date: string | undefined): string {
  if (date === undefined) return '<'.repeat(6);
  const [year = '', month = '', day = ''] = date.split('-');
  return [year.slice(2), month, day].map((part, at) => (at > 0 && part === '00' ? '<<' : part)).join('');
}
