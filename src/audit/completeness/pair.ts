/** Between whom and on which day accesses are compared. */
import { decodeTime, isValid } from 'ulid';

/** An asking authority and whom it asks: another authority, or a system. */
export interface Pair {
  readonly asker: string;
  readonly answerer: string;
}

/** Side of the pair that made a statement. */
export type Side = 'asking' | 'answering';

const DAY_MS = 86_400_000;
const PAIR = /^([A-Z0-9][A-Z0-9-]{0,63}):([A-Z0-9][A-Z0-9_-]{0,63})$/;

/** Reads "XA-POLICE:SIS". Throws a TypeError. */
export function parsePair(text: string): Pair {
  const [, asker, answerer] = PAIR.exec(text) ?? [];
  if (asker === undefined || answerer === undefined) throw new TypeError('pair: must look like XA-POLICE:SIS');
  return { asker, answerer };
}

/** The first moment of a day, YYYY-MM-DD in UTC, in milliseconds since the epoch. Throws a TypeError. */
export function startOfDay(day: string): number {
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse reads February 30th as a day in March.
  if (Number.isNaN(time) || dayOf(time) !== day) throw new TypeError('day: must be YYYY-MM-DD');
  return time;
}

/** The day after. */
export const endOfDay = (day: string): number => startOfDay(day) + DAY_MS;

/** The day of a moment, in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * The time in a request identifier (ULID), in milliseconds since the epoch; undefined when it is none. Both sides know
 * the identifier, so that they agree on its day, whatever their own clocks show.
 */
export function timeOfRequest(requestId: string): number | undefined {
  return isValid(requestId) ? decodeTime(requestId) : undefined;
}
