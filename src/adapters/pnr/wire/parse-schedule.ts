/** Schedules of flights as an operator has them: CSV with one flight in a line. */
import { parse } from 'csv-parse/sync';
import { type Flight, flightNumber } from '../domain/push.js';
import { isDay } from './parse-days.js';

/** A flight that carriers are to push for. */
export interface ScheduleRow extends Flight {
  /** In the file; the head is 1. */
  readonly line: number;
  /** Universal time, milliseconds since the epoch. */
  readonly departsAtMs: number;
}

/** What is wrong with a schedule. Everything at once, by line and column. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The columns, in this order. */
export const SCHEDULE_COLUMNS = ['carrier', 'number', 'departs_on', 'origin', 'destination', 'departs_at'] as const;
type Column = (typeof SCHEDULE_COLUMNS)[number];

/** Largest file, in bytes, and most flights in it. */
export const MAX_SCHEDULE_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 200_000;
/** Faults that are told. */
const MOST_FAULTS = 50;

/** On earth the local day of a moment begins up to 14 hours before that in Greenwich, and ends up to 12 hours behind it. */
const DAY_BEGINS_MS = -14 * 3_600_000;
const DAY_ENDS_MS = 36 * 3_600_000;

const FORMS: Readonly<Record<Column, { readonly fits: (text: string) => boolean; readonly must: string }>> = {
  carrier: { fits: (text) => /^[A-Z0-9]{2,3}$/.test(text), must: 'must be two or three capital letters or digits' },
  number: { fits: (text) => /^[0-9]{1,5}[A-Z]?$/.test(text), must: 'must be one to five digits, and at most a letter' },
  departs_on: { fits: isDay, must: 'must be a day of the calendar, YYYY-MM-DD' },
  origin: { fits: (text) => /^[A-Z]{3}$/.test(text), must: 'must be three capital letters' },
  destination: { fits: (text) => /^[A-Z]{3}$/.test(text), must: 'must be three capital letters' },
  departs_at: {
    fits: (text) => momentOf(text) !== undefined,
    must: 'must be a time in UTC, YYYY-MM-DDTHH:MMZ or with seconds',
  },
};

/** Reads a schedule. Throws a ScheduleError. */
export function parseSchedule(bytes: Uint8Array): readonly ScheduleRow[] {
  if (bytes.length > MAX_SCHEDULE_BYTES) throw new ScheduleError([`has more than ${MAX_SCHEDULE_BYTES} bytes`]);
  const [head, ...lines] = linesOf(bytes);
  if (head?.cells.join() !== SCHEDULE_COLUMNS.join())
    throw new ScheduleError([`line 1: the columns must be ${SCHEDULE_COLUMNS.join()}`]);
  if (lines.length > MOST_ROWS) throw new ScheduleError([`has more than ${MOST_ROWS} flights`]);
  const faults: string[] = [];
  const rows: ScheduleRow[] = [];
  const lineOf = new Map<string, number>();
  for (const line of lines) {
    const read = readLine(line);
    if (Array.isArray(read)) {
      faults.push(...read);
      continue;
    }
    const key = [read.carrier, read.number, read.departsOn, read.origin].join();
    const before = lineOf.get(key);
    if (before === undefined) lineOf.set(key, read.line);
    else faults.push(`line ${read.line}: the same flight as in line ${before}`);
    rows.push(read);
  }
  if (faults.length > 0) throw new ScheduleError(told(faults));
  return rows;
}

/** The first of many faults. */
export const told = (faults: readonly string[]): readonly string[] =>
  faults.length <= MOST_FAULTS
    ? faults
    : [...faults.slice(0, MOST_FAULTS), `and ${faults.length - MOST_FAULTS} more faults`];

interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

function linesOf(bytes: Uint8Array): readonly Line[] {
  const text = textOf(bytes);
  try {
    const options = { info: true, bom: true, relax_column_count: true, max_record_size: 1_000 };
    const parsed = parse(text, options) as unknown as readonly { info: { lines: number }; record: string[] }[];
    return parsed.map(({ info, record }) => ({ number: info.lines, cells: record }));
  } catch (error) {
    throw new ScheduleError([error instanceof Error ? error.message : String(error)]);
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The one thing that it throws for.
    throw new ScheduleError(['is not in UTF-8']);
  }
}

/** The flight of a line, or what is wrong with it. */
function readLine({ number: line, cells }: Line): ScheduleRow | string[] {
  if (cells.length !== SCHEDULE_COLUMNS.length)
    return [`line ${line}: has ${cells.length} columns instead of ${SCHEDULE_COLUMNS.length}`];
  const faults = SCHEDULE_COLUMNS.flatMap((column, at) =>
    FORMS[column].fits(cells[at] ?? '') ? [] : [`line ${line}, ${column}: ${FORMS[column].must}`],
  );
  const [carrier = '', number = '', departsOn = '', origin = '', destination = '', departsAt = ''] = cells;
  const departsAtMs = momentOf(departsAt);
  if (faults.length > 0 || departsAtMs === undefined) return faults;
  const intoDay = departsAtMs - Date.parse(departsOn);
  if (intoDay < DAY_BEGINS_MS || intoDay >= DAY_ENDS_MS)
    return [`line ${line}, departs_at: is on no airport's ${departsOn}`];
  return { line, carrier, number: flightNumber(number), departsOn, origin, destination, departsAtMs };
}

/** A moment in universal time; undefined for what is none. */
function momentOf(text: string): number | undefined {
  const [, day, hour, minute, second = '00'] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?Z$/.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const ms = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  // 24:00 is a time of ISO 8601, and the next day.
  return Number.isNaN(ms) || hour === '24' ? undefined : ms;
}
