/** Circuit and bulkhead around one adapter. */
import type { Answer, AskContext, Inquiry, StreamedInquiry } from '../../adapters/adapter.js';
import { Circuit, CircuitOpen, type CircuitState, type Shown } from '../../shared/circuit.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal, type RefusalReason } from '../../shared/refusal.js';
import { Bulkhead, BulkheadFull } from './bulkhead.js';
import { type Relayed, relayParts, type TakePart, type TimedContext } from './relay.js';

/** Limits of one adapter. */
export interface BreakerSettings {
  /** Greatest number of questions the adapter has at a time; more are refused at once (bulkhead). */
  readonly capacity: number;
  /** Share of failed questions, in percent, above which the circuit opens. */
  readonly errorThresholdPercentage: number;
  /** Questions in the rolling ten seconds that showed something, below which the circuit never opens. */
  readonly volumeThreshold: number;
  /** Time after which an open circuit lets one question through, in milliseconds. */
  readonly resetTimeoutMs: number;
}

export const DEFAULT_BREAKER: BreakerSettings = {
  capacity: 512,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  resetTimeoutMs: 5_000,
};

/** Asks the adapter through the circuit. */
export interface Breaker {
  ask(inquiry: Inquiry<unknown>, context: AskContext): Promise<Answer<unknown>>;
  /**
   * The same for an answer that comes in parts: it has a place in the bulkhead while the system works on a part, and none while
   * the part is taken. Rejects with what `take` threw as it is, which says nothing of the system.
   */
  askParts(inquiry: StreamedInquiry<unknown>, context: AskContext, take: TakePart): Promise<void>;
  readonly state: CircuitState;
  onStateChange(listener: (state: CircuitState) => void): void;
  shutdown(): void;
}

/** How far back questions count, in milliseconds. */
const WINDOW_MS = 10_000;

/** Refusals in which the system says what it holds, or does not: it works. */
const ANSWERS: ReadonlySet<RefusalReason> = new Set([
  'NOT_FOUND',
  'NOT_OWNER',
  'VERSION_STALE',
  'RECORD_EXISTS',
  'RECORD_INCOMPATIBLE',
  'CURSOR_EXPIRED',
]);

/** Refusals that say something about the question or the caller, whom the system may never have seen. */
const NOT_OF_THE_SYSTEM: ReadonlySet<RefusalReason> = new Set([
  'REQUEST_INVALID',
  'CANCELLED',
  'FORBIDDEN',
  'AUTHORITY_KIND_NOT_ALLOWED',
  'OPERATION_NOT_ALLOWED',
]);

/**
 * A system that did not answer within this time is to blame, in milliseconds; with less, it is the caller who was in a
 * hurry. Otherwise one caller with short deadlines would open the circuit for everybody.
 */
const FAIR_TIME_MS = 1_000;

/** Puts the breaker around an adapter; `system` names it in refusals. */
export function createBreaker(system: string, clock: Clock, settings: BreakerSettings = DEFAULT_BREAKER): Breaker {
  const bulkhead = new Bulkhead(settings.capacity);
  /** What the circuit goes around: asking once, or for parts where there is somebody to take them. */
  const perform = async (
    inquiry: Inquiry<unknown> | StreamedInquiry<unknown>,
    context: TimedContext,
    take: TakePart | undefined,
    answered: () => Promise<void>,
  ): Promise<Answer<unknown> | Relayed> => {
    const place = bulkhead.enter();
    try {
      return take === undefined
        ? await askUntilAborted(inquiry as Inquiry<unknown>, context)
        : await relayParts(inquiry as StreamedInquiry<unknown>, context, take, place, answered);
    } finally {
      place.leave();
    }
  };
  const listeners: ((state: CircuitState) => void)[] = [];
  const circuit = new Circuit({ ...settings, windowMs: WINDOW_MS }, clock, (state) => {
    for (const listener of listeners) listener(state);
  });
  const ask = async (
    inquiry: Inquiry<unknown> | StreamedInquiry<unknown>,
    asked: AskContext,
    take: TakePart | undefined,
  ): Promise<Answer<unknown> | Relayed> => {
    const context: TimedContext = { ...asked, askedMs: clock.now() };
    try {
      return await circuit.through(
        (answered) => perform(inquiry, context, take, answered),
        (error) => shownBy(error, context),
      );
    } catch (error) {
      throw refusalOf(error, system, settings.resetTimeoutMs);
    }
  };
  return {
    ask: async (inquiry, context) => (await ask(inquiry, context, undefined)) as Answer<unknown>,
    async askParts(inquiry, context, take) {
      const { stopped } = (await ask(inquiry, context, take)) as Relayed;
      if (stopped !== undefined) throw stopped.error;
    },
    get state() {
      return circuit.state;
    },
    onStateChange(listener) {
      listeners.push(listener);
    },
    shutdown: () => circuit.shutdown(),
  };
}

/** What a question that failed shows of the system. */
function shownBy(error: unknown, context: TimedContext): Shown {
  // Its own bulkhead is full: to shed load is not to fail.
  if (error instanceof BulkheadFull) return 'nothing';
  if (!(error instanceof Refusal)) return 'failure';
  if (ANSWERS.has(error.reason)) return 'health';
  if (error.ofPart || NOT_OF_THE_SYSTEM.has(error.reason)) return 'nothing';
  const isHurried = context.deadlineMs - context.askedMs < FAIR_TIME_MS;
  return error.reason === 'SYSTEM_TIMED_OUT' && isHurried ? 'nothing' : 'failure';
}

/** Nobody waits longer than the signal allows, even for an adapter that ignores it. */
async function askUntilAborted(inquiry: Inquiry<unknown>, context: TimedContext): Promise<Answer<unknown>> {
  const { signal } = context;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    inquiry.ask(context).then((answer) => {
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    }, reject);
  });
}

/** What circuit, bulkhead or adapter threw, as a refusal that names the system. */
function refusalOf(error: unknown, system: string, retryAfterMs: number): Refusal {
  if (error instanceof Refusal) return error;
  const metadata = { system };
  // Both are expected under load and have metrics of their own: no cause, or each would be reported as a fault.
  if (error instanceof CircuitOpen) {
    const message = `${system} failed repeatedly and is given time to recover`;
    return new Refusal('SYSTEM_UNAVAILABLE', message, { retryAfterMs, metadata });
  }
  if (error instanceof BulkheadFull) {
    const message = `${system} has as many questions as it may have at a time`;
    return new Refusal('OVERLOADED', message, { retryAfterMs: 100, metadata });
  }
  return new Refusal('SYSTEM_UNAVAILABLE', `${system} could not answer`, { retryAfterMs, metadata, cause: error });
}
