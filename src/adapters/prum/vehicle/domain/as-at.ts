/** A register at a point in time. Decision 2008/616/JHA knows the reference date; what follows from it is laid down here. */
import { covers } from './period.js';
import type { Registration } from './registration.js';

/**
 * A registration as of a moment: what was noted by then. Statuses are those that had begun and not ended. Of a
 * registration that had ended, holders and owners are the last ones.
 */
export function asAt(registration: Registration, atMs: number): Registration {
  const { untilMs } = registration;
  const ofPartiesMs = untilMs === undefined ? atMs : Math.min(atMs, untilMs - 1);
  return {
    ...registration,
    statuses: registration.statuses.filter((one) => covers(one, atMs)),
    parties: registration.parties.filter((one) => covers(one, ofPartiesMs)),
    insurances: registration.insurances.filter((one) => covers(one, atMs)),
  };
}

/** What tells a registration apart from others, and nothing of anybody. */
export const refinementOf = (registration: Registration): Registration => ({
  ...registration,
  documents: [],
  statuses: [],
  parties: [],
  insurances: [],
});
