/** Time between what carriers tell. */
import type { Moment } from '../pnr.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whole days from one day to another, negative if the other comes first; undefined if one of them is not told. */
export function daysBetween(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return (Date.parse(to) - Date.parse(from)) / DAY;
}

/** Whole hours from one moment to another, as if both were universal time; undefined if a time is not told. */
export function hoursBetween(from: Moment | undefined, to: Moment | undefined): number | undefined {
  if (from?.time === undefined || to?.time === undefined) return undefined;
  return Math.floor((Date.parse(`${to.day}T${to.time}Z`) - Date.parse(`${from.day}T${from.time}Z`)) / HOUR);
}

/** Age in whole years on a day. */
export function ageOn(day: string | undefined, birth: string | undefined): number | undefined {
  if (day === undefined || birth === undefined) return undefined;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
