/** Time zone and working hours of the unit that an access was made for. */
import { dayWindow, localTime } from './calendar.js';
import type { FindingWindow } from './finding.js';
import type { ObservedAccess } from './observed-access.js';
import type { Settings, WorkingHours } from './settings.js';
import { foldUnit } from './text/fold.js';

/** Days and hours as the units count them. */
export interface UnitClock {
  /** The day of the access where the unit is. */
  day(access: ObservedAccess): FindingWindow;
  /** Whether the access lies outside the unit's working hours; false when the unit has none in the settings. */
  isOutOfHours(access: ObservedAccess): boolean;
}

const WEEKDAYS: readonly (keyof WorkingHours)[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Unit {
  readonly timeZone: string;
  /** By weekday, working minutes as [from, to); those past midnight are carried into the next day. */
  readonly hours: readonly (readonly (readonly [number, number])[])[] | undefined;
}

/** Prepares the settings of all units. */
export function unitClock(settings: Settings): UnitClock {
  const fallback: Unit = { timeZone: settings.timeZone, hours: undefined };
  const units = new Map<string, Unit>(
    settings.units.map(({ authority, unit, timeZone, workingHours }) => [
      keyOf(authority, unit),
      { timeZone: timeZone ?? settings.timeZone, hours: workingHours && minutesOf(workingHours) },
    ]),
  );
  const unitOf = ({ authority, unit }: ObservedAccess): Unit =>
    (unit === undefined ? undefined : units.get(keyOf(authority, unit))) ?? fallback;
  return {
    day: (access) => dayWindow(access.time, unitOf(access).timeZone),
    isOutOfHours(access) {
      const { timeZone, hours } = unitOf(access);
      if (hours === undefined) return false;
      const { weekday, minute } = localTime(access.time, timeZone);
      return !(hours[weekday] ?? []).some(([from, to]) => minute >= from && minute < to);
    },
  };
}

function minutesOf(hours: WorkingHours): [number, number][][] {
  const days: [number, number][][] = WEEKDAYS.map(() => []);
  WEEKDAYS.forEach((name, weekday) => {
    for (const range of hours[name]) {
      const [from = 0, to = 0] = range.split('-').map(minuteOf);
      if (from < to) days[weekday]?.push([from, to]);
      else {
        days[weekday]?.push([from, DAY_MINUTES]);
        days[(weekday + 1) % 7]?.push([0, to]);
      }
    }
  });
  return days;
}

const DAY_MINUTES = 1_440;

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

const keyOf = (authority: string, unit: string): string => `${authority}\n${foldUnit(unit)}`;
