/** Days, weeks and times of day in a unit's own time zone. */
import type { FindingWindow } from './finding.js';

/** A moment on the wall clock of a place. */
export interface LocalTime {
  /** Days since 1970-01-01 of the local date. */
  readonly day: number;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minutes since local midnight as the clock shows it. */
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Every time zone changes its offset at a quarter of an hour of UTC, so it is looked up once for each. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Offsets kept for each zone: a month of quarters. */
const KEPT_QUARTERS = 4_096;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset from UTC in milliseconds, by quarter of an hour since the epoch. */
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone>();

/** Whether the machine knows a time zone of this name (IANA). */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What the clocks of a zone show. Throws a RangeError for a zone that is none. */
export function localTime(time: number, timeZone: string): LocalTime {
  const local = time + offsetAt(time, timeZone);
  const day = Math.floor(local / DAY_MS);
  return { day, weekday: weekdayOf(day), minute: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
}

/** The local day of a moment. */
export function dayWindow(time: number, timeZone: string): FindingWindow {
  const { day } = localTime(time, timeZone);
  return windowOf(isoDate(day), day, 1, timeZone);
}

/** The ISO 8601 week, Monday to Sunday, of a moment. */
export function weekWindow(time: number, timeZone: string): FindingWindow {
  const { day, weekday } = localTime(time, timeZone);
  return windowOf(isoWeek(day), day - weekday, 7, timeZone);
}

function windowOf(label: string, firstDay: number, days: number, timeZone: string): FindingWindow {
  return { label, timeZone, from: midnight(firstDay, timeZone), to: midnight(firstDay + days, timeZone) };
}

/** The first moment of a local date. */
function midnight(day: number, timeZone: string): number {
  const asUtc = day * DAY_MS;
  const first = asUtc - offsetAt(asUtc, timeZone);
  // The offset may change between the guess and the moment itself.
  return asUtc - offsetAt(first, timeZone);
}

function offsetAt(time: number, timeZone: string): number {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    zone = { format: formatOf(timeZone), offsets: new Map() };
    zones.set(timeZone, zone);
  }
  const quarter = Math.floor(time / QUARTER_MS);
  let offset = zone.offsets.get(quarter);
  if (offset === undefined) {
    offset = readOffset(zone.format, quarter * QUARTER_MS);
    if (zone.offsets.size >= KEPT_QUARTERS) zone.offsets.clear();
    zone.offsets.set(quarter, offset);
  }
  return offset;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

function readOffset(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - time;
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

const isoDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** A week belongs to the year of its Thursday (ISO 8601). */
function isoWeek(day: number): string {
  const thursday = new Date((day + 3 - weekdayOf(day)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
