/** How long entries are kept: the retention classes, their clocks and their terms. */
import type { RetentionClass } from '../leaf/bucket.js';

/** When the period of a class begins. */
export type RetentionClock =
  /** With the entry. */
  | 'fixed'
  /** With an event outside that is not known when the entry is made: an alert deleted, the retention of data ended. */
  | 'event';

/** A retention class. */
export interface Retention {
  readonly clock: RetentionClock;
  readonly keepYears: number;
  /** Days after the period within which the sweep must have erased: 0 where the law says "at once". */
  readonly sweepDays: number;
  /** Where the period comes from. */
  readonly source: string;
}

/** The classes. */
export const RETENTION: Readonly<Record<RetentionClass, Retention>> = {
  'sis-3y': { clock: 'fixed', keepYears: 3, sweepDays: 30, source: 'Reg. (EU) 2018/1862 Art. 12(5)' },
  'sis-hist': { clock: 'event', keepYears: 3, sweepDays: 30, source: 'Reg. (EU) 2018/1862 Art. 12(5)' },
  'iop-1y': { clock: 'fixed', keepYears: 1, sweepDays: 30, source: 'Reg. (EU) 2019/818 Art. 10, 16, 24, 36' },
  'ees-ret1': { clock: 'event', keepYears: 1, sweepDays: 30, source: 'Reg. (EU) 2017/2226 Art. 46' },
  'vis-ret1': { clock: 'event', keepYears: 1, sweepDays: 30, source: 'Reg. (EC) 767/2008 Art. 34' },
  'etias-ret1': { clock: 'event', keepYears: 1, sweepDays: 30, source: 'Reg. (EU) 2018/1240 Art. 69' },
  'eurodac-ret1': { clock: 'event', keepYears: 1, sweepDays: 30, source: 'Reg. (EU) 2024/1358 Art. 41' },
  'prum-2y': { clock: 'fixed', keepYears: 2, sweepDays: 0, source: 'Decision 2008/615/JHA Art. 30' },
  'prum2-3y': { clock: 'fixed', keepYears: 3, sweepDays: 0, source: 'Reg. (EU) 2024/982 Art. 18(2), 40(3), 45(3)' },
  'pnr-5y': { clock: 'fixed', keepYears: 5, sweepDays: 30, source: 'Directive (EU) 2016/681 Art. 13(6)' },
  ops: { clock: 'fixed', keepYears: 1, sweepDays: 30, source: 'own rule: administration, no data subjects' },
};

const DAY_MS = 86_400_000;

/** First moment after an ISO week, "2026-W48", in milliseconds since the epoch. */
export function endOfWeek(week: string): number {
  return startOfWeek(week) + 7 * DAY_MS;
}

/** First moment of an ISO week: the Monday of week 1 is that of the week with January 4th (ISO 8601). */
export function startOfWeek(week: string): number {
  const year = Number(week.slice(0, 4));
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  return monday + (Number(week.slice(6)) - 1) * 7 * DAY_MS;
}

/**
 * When the key of a week dies: the period of its class after the end of the week, so that no entry of it goes early. In
 * milliseconds since the epoch. Entries of an event class that still wait for their event then move on to another key.
 */
export function termOf(retention: RetentionClass, week: string): number {
  const term = new Date(endOfWeek(week));
  term.setUTCFullYear(term.getUTCFullYear() + RETENTION[retention].keepYears);
  return term.getTime();
}
