/**
 * The clock of matches, for all categories. It lets simulated holders act, tells the log of what happens without anybody's
 * asking, ends what is over, and removes what is left of it.
 */
import type { Clock } from '../../../shared/clock.js';
import { createDueClock, type DueClock } from '../../states/due-clock.js';
import { SIMULATED_HOLDER } from './domain/follow-up.js';
import type { FollowUpStepKind } from './domain/follow-up-states.js';
import type { FollowUpTimes } from './options.js';
import { simulatedStep } from './simulator/simulated-holder.js';
import type { DecidedStep, DueFollowUp, DueFollowUps } from './store/due-follow-ups.js';

/** Something that the log is told: never whom a match is about, or why. */
export interface FollowUpEvent extends DueFollowUp {
  /** A step that a simulated holder or time takes, or that core data are overdue. */
  readonly what: FollowUpStepKind | 'overdue';
  /** ULID of the step; undefined for none. One that is told twice, after a crash, has the same. */
  readonly actId: string | undefined;
  /** True for a simulated holder. */
  readonly simulated: boolean;
}

/** What it works with. */
export interface FollowUpClockParts {
  readonly due: DueFollowUps;
  readonly clock: Clock;
  readonly times: Pick<FollowUpTimes, 'lifetimeMs'>;
  /** Resolves once the log has the event. */
  readonly tell: (event: FollowUpEvent) => Promise<void>;
  /** Hears what a round could not do: an AggregateError, in which what failed with one match is a StepFault. */
  readonly onFault: (error: unknown) => void;
}

/** The clock. */
export interface FollowUpClock extends DueClock {
  /** Steps of matches that failed and are tried again, as of the last round. */
  failing(): number;
}

/** Makes the clock. */
export function createFollowUpClock({ due, clock, times, tell, onFault }: FollowUpClockParts): FollowUpClock {
  let failing = 0;
  const tellStep = ({ category, followUp, actId, step: { kind, by } }: DecidedStep): Promise<void> =>
    tell({ category, followUp, what: kind, actId, simulated: by === SIMULATED_HOLDER });
  const tellOverdue = (one: DueFollowUp): Promise<void> =>
    tell({ ...one, what: 'overdue', actId: undefined, simulated: false });
  const rounds = createDueClock({
    of: 'Prüm matches',
    clock,
    dueAt: (now) => [
      () => due.simulated(now, (turn) => simulatedStep(turn, now + times.lifetimeMs), tellStep),
      () => due.overdue(now, tellOverdue),
      () => due.expired(now, tellStep),
      () => due.kept(now, tellStep),
    ],
    async countOverdue(now) {
      failing = await due.countFailing();
      return due.countOverdue(now);
    },
    forget: (nowMs) => due.forget(nowMs),
    onFault,
  });
  return { ...rounds, failing: () => failing };
}
