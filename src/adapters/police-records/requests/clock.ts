/**
 * The clock of requests for records. Runs in every gateway; rows are locked one gateway at a time. It lets simulated
 * holders act, tells the log of what happens without anybody's asking, ends what is over, and removes what is left of it.
 */
import type { Clock } from '../../../shared/clock.js';
import { Rounds } from '../../../shared/rounds.js';
import type { RecordRequest } from '../domain/record-request.js';
import type { RequestStepKind } from '../domain/request-states.js';
import type { RequestTimes } from '../options.js';
import { simulatedStep } from '../simulator/simulated-holder.js';
import type { DueRequests } from '../store/due-requests.js';

/** Something that the log is told: never whom a request is about, or why. */
export interface RequestEvent {
  /** A step that a simulated holder or time took, or that a decision is overdue. */
  readonly what: RequestStepKind | 'overdue';
  /** True for a simulated holder. */
  readonly simulated: boolean;
  readonly request: Pick<RecordRequest, 'id' | 'authority' | 'recordReference' | 'holdingState' | 'decideByMs'>;
}

/** What it works with. */
export interface RequestClockParts {
  readonly due: DueRequests;
  readonly clock: Clock;
  readonly times: RequestTimes;
  /** Resolves once the log has the event. */
  tell(event: RequestEvent): Promise<void>;
  onFault(error: unknown): void;
}

/** The clock. */
export interface RequestClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** Decisions that are overdue, as of the last round. */
  overdue(): number;
  /** Begins; every so many milliseconds a round. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** What is over for long leaves the database once an hour. */
const FORGET_EVERY_MS = 3_600_000;

/** Makes the clock. */
export function createRequestClock(parts: RequestClockParts): RequestClock {
  const { due, clock, times } = parts;
  const tell = (event: RequestEvent): Promise<void> => parts.tell(event);
  let overdue = 0;
  /** By performance.now(): the first round does it. */
  let forgetAgainAt = 0;

  /** Until there is no more, or nobody wants it. */
  const all = async (one: () => Promise<boolean>): Promise<void> => {
    while (!rounds.stopped && (await one()));
  };

  async function round(): Promise<void> {
    const now = clock.now();
    const byTime = (what: RequestEvent['what']) => (request: RecordRequest) =>
      tell({ what, simulated: false, request });
    const holders = (): Promise<void> =>
      all(() =>
        due.simulated(now, async ({ request, record }) => {
          const step = simulatedStep(request, record, now + times.lifetimeMs);
          if (step !== undefined) await tell({ what: step.kind, simulated: true, request });
          return step;
        }),
      );
    const faults: unknown[] = [];
    // Holders come before deadlines: who acts in the very round in which the time is over is not late by our making. What
    // one of these cannot do keeps none of the others from ending, and erasing, what is over.
    for (const part of [
      holders,
      () => all(() => due.overdue(now, byTime('overdue'))),
      () => all(() => due.expired(now, byTime('expire'))),
      () => all(() => due.kept(now, byTime('close'))),
      forget,
    ]) {
      await part().catch((error: unknown) => faults.push(error));
    }
    overdue = await due.countOverdue(now);
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the clock of police records failed');
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
