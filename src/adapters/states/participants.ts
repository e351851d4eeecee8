import { type OutcomeName, overallOutcome } from '../adapter.js';
import type { Holder, Participant } from './ask-states.js';

/** States that were named, also those that the exchange does not know; or all but the caller's own. */
export function toAsk<Question, Reply>(
  all: readonly Participant<Question, Reply>[],
  named: ReadonlySet<string> | undefined,
  own: string,
): readonly Participant<Question, Reply>[] {
  if (named === undefined) return all.filter(({ memberState }) => memberState !== own);
  const known = new Map(all.map((one) => [one.memberState, one]));
  return Array.from(named, (memberState) => known.get(memberState) ?? { memberState, holder: undefined });
}

/** All participants, those who are asked elsewhere with their holders there: also such as were not known. */
export function withHolders<Question, Reply>(
  all: readonly Participant<Question, Reply>[],
  elsewhere: ReadonlyMap<string, Holder<Question, Reply>>,
): readonly Participant<Question, Reply>[] {
  const here = all.filter(({ memberState }) => !elsewhere.has(memberState));
  return [...here, ...Array.from(elsewhere, ([memberState, holder]) => ({ memberState, holder }))];
}

/** All participants, of which those states have nothing to be asked. */
export const withoutHolders = <Question, Reply>(
  all: readonly Participant<Question, Reply>[],
  states: ReadonlySet<string> = new Set(),
): readonly Participant<Question, Reply>[] =>
  all.map((one) => (states.has(one.memberState) ? { ...one, holder: undefined } : one));

/**
 * Kept back of the time of a question, for telling what became of it: at all, and for each state, which in an answer by
 * state is an entry in the log. In milliseconds.
 */
const TELLING_MS = 100;
const TELLING_STATE_MS = 15;

/** When nobody waits any more for one of so many states, milliseconds since the epoch: some time before the deadline. */
export const untilFor = (states: number, now: number, deadlineMs: number): number =>
  Math.max(now, deadlineMs - TELLING_MS - states * TELLING_STATE_MS);

/** One outcome for all states, as the port has it: the same for an answer at once as for one in parts. */
export const overallStatus = (outcomes: readonly { readonly status: OutcomeName }[]): OutcomeName =>
  overallOutcome(new Set(outcomes.map(({ status }) => status)));
