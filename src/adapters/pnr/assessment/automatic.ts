/**
 * The clock of assessments: what was pushed is assessed with nobody asking (Art. 6(2)(a)). Runs in every gateway; each flight is
 * at one of them at a time. Nothing follows from a match but its review by a person (Arts. 6(5), 7(6)).
 */
import { randomUUID } from 'node:crypto';
import { backOff, type Pauses } from '../../../shared/back-off.js';
import type { Clock } from '../../../shared/clock.js';
import { Ender } from '../../../shared/ending.js';
import { Refusal } from '../../../shared/refusal.js';
import { Rounds } from '../../../shared/rounds.js';
import type { AccessScope, Disclosure } from '../../adapter.js';
import type { Flight } from '../domain/push.js';
import { type Assessment, disclosuresOf } from './flight-assessment.js';
import type { AssessmentQueue, DueFlight, LeftFlights } from './store/assessment-queue.js';
import type { KnownFlight } from './store/known-flight.js';
import type { ComparisonContext } from './watched-database.js';

/** Under what an assessment is made. */
export interface PermittedAssessment {
  /** Identifier of the request. */
  readonly requestId: string;
  /** What it must keep to. */
  readonly scope: AccessScope;
}

/** What the log is told of one that has ended. */
export interface AssessedFlight {
  readonly disclosures: readonly Disclosure[];
  /** Numbers, by the names of AssessFlightResponse. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why something could not be compared. */
  readonly fault: Assessment['fault'];
}

/** How it stands with the flights. */
export interface AssessmentStanding {
  /** Flights that are still due after an attempt that failed. */
  readonly unassessed: number;
  /** Flights that left before their passengers were assessed. */
  readonly left: LeftFlights;
}

/** What it works with. */
export interface AssessmentClockParts {
  readonly queue: AssessmentQueue;
  readonly clock: Clock;
  /** Assesses a flight. */
  readonly assess: (flight: KnownFlight, context: ComparisonContext) => Promise<Assessment>;
  /**
   * Does it as an access of its own: permitted, in the log before it begins, and what came of it afterwards, of an assessment with
   * a fault as well. Resolves when the log has that. Rejects when it is not permitted or the log cannot be told, and as `act` does.
   */
  readonly throughLog: (
    flight: Flight,
    act: (permitted: PermittedAssessment) => Promise<AssessedFlight>,
  ) => Promise<void>;
  /** Time without a further push after which a flight is assessed, in milliseconds. */
  readonly settleMs: number;
  /** Tells the operator what became of a flight; undefined is assessed. */
  readonly onEnd: (flight: DueFlight, fault: { readonly error: unknown } | undefined) => void;
  /** Tells how it stands, after each round. */
  readonly onStanding: (standing: AssessmentStanding) => void;
  readonly onFault: (error: unknown) => void;
  /** As below, where a test needs others. */
  readonly times?: Times;
}

/** Times, in milliseconds. */
export interface Times {
  /** For which a claim counts. It is renewed four times as often. */
  readonly leaseMs: number;
  /** Longest time for a flight. */
  readonly mostMs: number;
  /** Between two attempts at a flight: doubled with each that fails, up to the second. */
  readonly flightPauseMs: Pauses;
  /** In which this gateway tries no flight after one has failed: doubled with each, until one is assessed. */
  readonly pauseMs: Pauses;
}

const TIMES: Times = {
  leaseMs: 60_000,
  mostMs: 900_000,
  flightPauseMs: [15_000, 600_000],
  pauseMs: [2_000, 120_000],
};

/** Flights of a round: more wait for the next one. */
const MOST_FLIGHTS = 20;

/** Flights that left unassessed of which the operator is told by name. */
const MOST_NAMED = 5;

/** The clock. */
export interface AssessmentClock {
  /** One round, now. Rejects when the database fails; what fails with one flight is told by `onEnd`. */
  round(): Promise<void>;
  /** Begins: a round every so many milliseconds, the first at once. */
  start(everyMs: number): void;
  /** No flight is begun any more, and what is under way is given up, and due again. */
  stop(): Promise<void>;
}

/** Makes the clock. */
export function createAssessmentClock(parts: AssessmentClockParts): AssessmentClock {
  const { queue, clock, settleMs, times = TIMES } = parts;
  let failuresInARow = 0;
  let pausedUntilMs = 0;
  let underWay: Ender | undefined;

  async function round(): Promise<void> {
    if (clock.now() >= pausedUntilMs) await assessDue();
    const [unassessed, left] = [await queue.unassessed(), await queue.leftUnassessed(MOST_NAMED)];
    parts.onStanding({ unassessed, left });
  }

  async function assessDue(): Promise<void> {
    for (let flights = 0; flights < MOST_FLIGHTS && !rounds.stopped; flights++) {
      const claim = randomUUID();
      const due = await queue.claim({ claim, leaseMs: times.leaseMs, settleMs });
      if (due === undefined || !(await attempt(due, claim))) break;
    }
  }

  /** Resolves to whether the flight was assessed. */
  async function attempt(due: DueFlight, claim: string): Promise<boolean> {
    const ending = new Ender();
    underWay = ending;
    const renewing = setInterval(() => void renew(claim, ending), times.leaseMs / 4).unref();
    const limit = setTimeout(() => ending.abort(tooSlow()), times.mostMs).unref();
    try {
      // Whoever stopped the clock while the flight was being claimed found nothing under way that could be given up.
      if (rounds.stopped) throw stopping();
      let assessment: Assessment | undefined;
      await parts.throughLog(due.flight, async (permitted) => {
        const deadlineMs = clock.now() + times.mostMs;
        assessment = await parts.assess(due, { ...permitted, deadlineMs, signal: ending });
        return toldOf(assessment);
      });
      await noteLogged(assessment);
    } catch (error) {
      if (rounds.stopped) {
        await queue.letGo(claim);
        return false;
      }
      await queue.failed(claim, backOff(times.flightPauseMs, due.failures));
      pausedUntilMs = clock.now() + backOff(times.pauseMs, failuresInARow);
      failuresInARow += 1;
      parts.onEnd(due, { error });
      return false;
    } finally {
      clearInterval(renewing);
      clearTimeout(limit);
      underWay = undefined;
    }
    failuresInARow = 0;
    await queue.letGo(claim);
    parts.onEnd(due, undefined);
    return true;
  }

  /** Whoever cannot say that the flight is still theirs gives it up: another gateway may have it. */
  async function renew(claim: string, ending: Ender): Promise<void> {
    try {
      if (!(await queue.renew(claim, times.leaseMs))) ending.abort(lost());
    } catch (error) {
      ending.abort(lost(error));
    }
  }

  const rounds = new Rounds(round, parts.onFault);

  return {
    round,
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    async stop() {
      const stopped = rounds.stop();
      underWay?.abort(stopping());
      await stopped;
    },
  };
}

/** Notes it, now that the log has its outcome. Throws the fault of one that has to be made again. */
async function noteLogged(assessment: Assessment | undefined): Promise<void> {
  if (assessment === undefined) throw new TypeError('an access was said to be made, and was not');
  await assessment.note();
  if (assessment.fault !== undefined) throw assessment.fault.error;
}

const toldOf = ({ tally, fault }: Assessment): AssessedFlight => ({
  fault,
  disclosures: disclosuresOf(tally),
  counts: {
    ...{ comparisons: tally.comparisons, known_matches: tally.known, new_matches: tally.kept.length },
    ...{
      not_comparable: tally.notComparable,
      records: tally.records,
      rules: tally.rules,
      travellers: tally.travellers,
    },
  },
});

const tooSlow = (): Refusal => new Refusal('SYSTEM_TIMED_OUT', 'the flight took too long to be assessed');

const stopping = (): Refusal => new Refusal('CANCELLED', 'the gateway is stopping');

const lost = (cause?: unknown): Refusal =>
  new Refusal('SYSTEM_UNAVAILABLE', 'the claim to the flight could not be renewed', { cause });
