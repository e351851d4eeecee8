/** Days and times as PNRGOV has them. */
import type { Moment } from '../../pnr.js';

/** DDMMYY. Throws a RangeError for a day of another century than this, which two digits of a year cannot tell. */
function writeDay(day: string): string {
  const [, year = '', month = '', date = ''] = /^20(\d{2})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === '') throw new RangeError('A day of a push must be one of this century, YYYY-MM-DD');
  return date + month + year;
}

/** HHMM; empty if no time is told. */
const writeTime = (time: string | undefined): string => (time ?? '').replace(':', '');

/** A day and a time, both empty for none. */
export const writeMoment = (moment: Moment | undefined): readonly [string, string] =>
  moment === undefined ? ['', ''] : [writeDay(moment.day), writeTime(moment.time)];
