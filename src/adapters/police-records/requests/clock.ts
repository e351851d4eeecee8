/**
 * The clock of requests for records. It lets simulated holders act, tells the log of what happens without anybody's asking,
 * ends what is over, and removes what is left of it.
 */
import type { Clock } from '../../../shared/clock.js';
import { createDueClock, type DueClock } from '../../states/due-clock.js';
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
  readonly tell: (event: RequestEvent) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** Makes the clock. */
export function createRequestClock({ due, clock, times, tell, onFault }: RequestClockParts): DueClock {
  const byTime = (what: RequestEvent['what']) => (request: RecordRequest) => tell({ what, simulated: false, request });
  return createDueClock({
    of: 'police records',
    clock,
    dueAt: (now) => [
      () =>
        due.simulated(now, async ({ request, record }) => {
          const step = simulatedStep(request, record, now + times.lifetimeMs);
          if (step !== undefined) await tell({ what: step.kind, simulated: true, request });
          return step;
        }),
      () => due.overdue(now, byTime('overdue')),
      () => due.expired(now, byTime('expire')),
      () => due.kept(now, byTime('close')),
    ],
    countOverdue: (now) => due.countOverdue(now),
    forget: (nowMs) => due.forget(nowMs),
    onFault,
  });
}
