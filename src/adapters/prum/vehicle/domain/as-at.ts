/** A register at a point in time. Decision 2008/616/JHA knows the reference date; what follows from it is laid down here. */
import { isSameParty, keyOf, type PartyKey } from './party-key.js';
import { covers } from './period.js';
import type { Registration } from './registration.js';

/**
 * Of registrations of one state under one number or of one vehicle, those that answer a question as of a moment: all that
 * are valid then; if none is, the one that ended last before it, for a number goes on to be known as that vehicle's until
 * another gets it. What begins later is not known yet. In the order of their begin, then by reference.
 */
export function answeringAt(registrations: readonly Registration[], atMs: number): readonly Registration[] {
  const begun = registrations
    .filter(({ fromMs }) => fromMs <= atMs)
    .sort((a, b) => a.fromMs - b.fromMs || (a.reference < b.reference ? -1 : 1));
  const valid = begun.filter((one) => covers(one, atMs));
  if (valid.length > 0) return valid;
  const [first, ...others] = begun;
  if (first === undefined) return [];
  return [others.reduce((last, one) => (endOf(one) >= endOf(last) ? one : last), first)];
}

const endOf = ({ untilMs }: Registration): number => untilMs ?? Number.POSITIVE_INFINITY;

/** Of registrations, those that are valid at the moment and then have the person as holder or owner. */
export const ofPartyAt = (
  registrations: readonly Registration[],
  key: PartyKey,
  atMs: number,
): readonly Registration[] =>
  registrations
    .filter((one) => covers(one, atMs))
    .filter(({ parties }) => parties.some((one) => covers(one, atMs) && isSameParty(keyOf(one.party), key)));

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
