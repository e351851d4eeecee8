/** Circuit breaker (opossum) and bulkhead around one adapter. */
import CircuitBreaker from 'opossum';
import type { Answer, AskContext, Inquiry, StreamedInquiry } from '../../adapters/adapter.js';
import { Refusal, type RefusalReason } from '../../shared/refusal.js';
import { Bulkhead, BulkheadFull } from './bulkhead.js';
import { type Relayed, relayParts, type TakePart, type TimedContext } from './relay.js';

/** Limits of one adapter. */
export interface BreakerSettings {
  /** Greatest number of questions the adapter has at a time; more are refused at once (bulkhead). */
  readonly capacity: number;
  /** Share of failed questions, in percent, at which the circuit opens. */
  readonly errorThresholdPercentage: number;
  /** Questions in the rolling ten seconds below which the circuit never opens. */
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

/** State of a circuit. */
export type CircuitState = 'closed' | 'half-open' | 'open';

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

/** Refusals that say something about the question or the caller, nothing about the system's health. */
const NOT_A_FAILURE: ReadonlySet<RefusalReason> = new Set([
  'REQUEST_INVALID',
  'NOT_FOUND',
  'CANCELLED',
  'FORBIDDEN',
  'AUTHORITY_KIND_NOT_ALLOWED',
  'OPERATION_NOT_ALLOWED',
  'NOT_OWNER',
  'VERSION_STALE',
  'RECORD_EXISTS',
  'RECORD_INCOMPATIBLE',
  'CURSOR_EXPIRED',
]);

/**
 * A system that did not answer within this time is to blame, in milliseconds; with less, it is the caller who was in a
 * hurry. Otherwise one caller with short deadlines would open the circuit for everybody.
 */
const FAIR_TIME_MS = 1_000;

const CIRCUIT_OPEN = 'EOPENBREAKER';

/** Puts the breaker around an adapter; `system` names it in refusals. */
export function createBreaker(system: string, settings: BreakerSettings = DEFAULT_BREAKER): Breaker {
  const bulkhead = new Bulkhead(settings.capacity);
  /** What the circuit goes around: asking once, or for parts where there is somebody to take them. */
  const perform = async (
    inquiry: Inquiry<unknown> | StreamedInquiry<unknown>,
    context: TimedContext,
    take: TakePart | undefined,
  ): Promise<Answer<unknown> | Relayed> => {
    const place = bulkhead.enter();
    try {
      return take === undefined
        ? await askUntilAborted(inquiry as Inquiry<unknown>, context)
        : await relayParts(inquiry as StreamedInquiry<unknown>, context, take, place);
    } finally {
      place.leave();
    }
  };
  const circuit = new CircuitBreaker(perform, {
    name: system,
    timeout: false,
    errorThresholdPercentage: settings.errorThresholdPercentage,
    volumeThreshold: settings.volumeThreshold,
    resetTimeout: settings.resetTimeoutMs,
    // With percentiles on, each failure sorts every latency of the window: milliseconds of event loop under load.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    // Its types leave out that the arguments of the call follow the error.
    errorFilter: saysNothingOfHealth as unknown as (error: unknown) => boolean,
  });
  return {
    async ask(inquiry, context) {
      try {
        return (await circuit.fire(inquiry, { ...context, askedMs: Date.now() }, undefined)) as Answer<unknown>;
      } catch (error) {
        throw refusalOf(error, system, settings.resetTimeoutMs);
      }
    },
    async askParts(inquiry, context, take) {
      let relayed: Relayed;
      try {
        relayed = (await circuit.fire(inquiry, { ...context, askedMs: Date.now() }, take)) as Relayed;
      } catch (error) {
        throw refusalOf(error, system, settings.resetTimeoutMs);
      }
      if (relayed.stopped !== undefined) throw relayed.stopped.error;
    },
    get state() {
      if (circuit.opened) return 'open';
      return circuit.halfOpen ? 'half-open' : 'closed';
    },
    onStateChange(listener) {
      circuit.on('open', () => listener('open'));
      circuit.on('halfOpen', () => listener('half-open'));
      circuit.on('close', () => listener('closed'));
    },
    shutdown: () => circuit.shutdown(),
  };
}

/** opossum asks it with what was thrown and what was asked; true keeps a failure from counting. */
function saysNothingOfHealth(error: unknown, _inquiry: unknown, context: TimedContext): boolean {
  // Its own bulkhead is full: to shed load is not to fail.
  if (error instanceof BulkheadFull) return true;
  if (!(error instanceof Refusal)) return false;
  if (error.reason === 'SYSTEM_TIMED_OUT') return context.deadlineMs - context.askedMs < FAIR_TIME_MS;
  return error.ofPart || NOT_A_FAILURE.has(error.reason);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

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

/** What opossum or the adapter threw, as a refusal that names the system. */
function refusalOf(error: unknown, system: string, retryAfterMs: number): Refusal {
  if (error instanceof Refusal) return error;
  const metadata = { system };
  // Both are expected under load and have metrics of their own: no cause, or each would be reported as a fault.
  if (codeOf(error) === CIRCUIT_OPEN) {
    const message = `${system} failed repeatedly and is given time to recover`;
    return new Refusal('SYSTEM_UNAVAILABLE', message, { retryAfterMs, metadata });
  }
  if (error instanceof BulkheadFull) {
    const message = `${system} has as many questions as it may have at a time`;
    return new Refusal('OVERLOADED', message, { retryAfterMs: 100, metadata });
  }
  return new Refusal('SYSTEM_UNAVAILABLE', `${system} could not answer`, { retryAfterMs, metadata, cause: error });
}
