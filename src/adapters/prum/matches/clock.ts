/**
 * The clock of matches, for all categories. Runs in every gateway; rows are locked one gateway at a time. It lets simulated
 * holders act, tells the log of what happens without anybody's asking, ends what is over, and removes what is left of it.
 */
import type { Clock } from '../../../shared/clock.js';
import { Rounds } from '../../../shared/rounds.js';
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
  tell(event: FollowUpEvent): Promise<void>;
  onFault(error: unknown): void;
}

/** The clock. */
export interface FollowUpClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** Releases that are overdue, as of the last round. */
  overdue(): number;
  /** Begins; every so many milliseconds a round. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** What is over for long leaves the database once an hour. */
const FORGET_EVERY_MS = 3_600_000;

/** Makes the clock. */
export function createFollowUpClock(parts: FollowUpClockParts): FollowUpClock {
  const { due, clock, times } = parts;
  let overdue = 0;
  /** By performance.now(): the first round does it. */
  let forgetAgainAt = 0;

  /** Until there is no more, or nobody wants it. */
  const all = async (one: () => Promise<boolean>): Promise<void> => {
    while (!rounds.stopped && (await one()));
  };

  async function round(): Promise<void> {
    const now = clock.now();
    const tellStep = ({ category, followUp, actId, step: { kind, by } }: DecidedStep): Promise<void> =>
      parts.tell({ category, followUp, what: kind, actId, simulated: by === SIMULATED_HOLDER });
    const tellOverdue = (one: DueFollowUp): Promise<void> =>
      parts.tell({ ...one, what: 'overdue', actId: undefined, simulated: false });
    const faults: unknown[] = [];
    // Holders come before deadlines: who acts in the very round in which the time is over is not late by our making. What
    // one of these cannot do keeps none of the others from ending, and erasing, what is over.
    for (const part of [
      () => all(() => due.simulated(now, (turn) => simulatedStep(turn, now + times.lifetimeMs), tellStep)),
      () => all(() => due.overdue(now, tellOverdue)),
      () => all(() => due.expired(now, tellStep)),
      () => all(() => due.kept(now, tellStep)),
      forget,
    ]) {
      await part().catch((error: unknown) => faults.push(error));
    }
    overdue = await due.countOverdue(now);
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the clock of Prüm matches failed');
  }

  async function forget(): Promise<void> {
    if (performance.now() < forgetAgainAt) return;
    while ((await due.forget()) > 0);
    forgetAgainAt = performance.now() + FORGET_EVERY_MS;
  }

  const rounds = new Rounds(round, (error) => parts.onFault(error));

  return {
    round,
    overdue: () => overdue,
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    stop: () => rounds.stop(),
  };
}
