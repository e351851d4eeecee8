/**
 * A clock of what states owe each other, and of what is over. Runs in every gateway, since whatever it does locks what it
 * does it with. Round after round it does what is due, and once an hour it removes what has been over for long.
 */
import type { Clock } from '../../shared/clock.js';
import { Rounds } from '../../shared/rounds.js';

/** The clock. */
export interface DueClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** What is overdue, as of the last round. */
  overdue(): number;
  /** Begins; every so many milliseconds a round. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** Does one thing that is due, and answers whether there was one. */
export type DoOne = () => Promise<boolean>;

/** What it works with. */
export interface DueClockParts {
  /** Whose clock it is, for the operator. */
  readonly of: string;
  readonly clock: Clock;
  /**
   * What a round does, in this order, each until there is no more. Holders come before deadlines: who acts in the very round
   * in which the time is over is not late by our making. What one of these cannot do keeps none of the others from ending,
   * and erasing, what is over.
   */
  readonly dueAt: (nowMs: number) => readonly DoOne[];
  readonly countOverdue: (nowMs: number) => Promise<number>;
  /** Removes what has been over for long; some at a time. Returns how many. */
  readonly forget: (nowMs: number) => Promise<number>;
  readonly onFault: (error: unknown) => void;
}

/** What is over for long leaves the database once an hour. */
const FORGET_EVERY_MS = 3_600_000;

/** Makes the clock. */
export function createDueClock({ of, clock, dueAt, countOverdue, forget, onFault }: DueClockParts): DueClock {
  let overdue = 0;
  /** By performance.now(): the first round does it. */
  let forgetAgainAt = 0;

  async function forgetAll(nowMs: number): Promise<void> {
    if (performance.now() < forgetAgainAt) return;
    while ((await forget(nowMs)) > 0);
    forgetAgainAt = performance.now() + FORGET_EVERY_MS;
  }

  /** Until there is no more, or nobody wants it. */
  async function doAll(one: DoOne): Promise<void> {
    while (!rounds.stopped && (await one()));
  }

  async function round(): Promise<void> {
    const now = clock.now();
    const faults: unknown[] = [];
    const count = async (): Promise<void> => {
      overdue = await countOverdue(now);
    };
    for (const part of [...dueAt(now).map((one) => () => doAll(one)), () => forgetAll(now), count]) {
      await part().catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw new AggregateError(faults, `a round of the clock of ${of} failed`);
  }

  const rounds = new Rounds(round, onFault);

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
