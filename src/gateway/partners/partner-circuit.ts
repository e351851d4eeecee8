/** Circuit breaker (opossum) around one partner: who fails again and again is not waited for. */
import CircuitBreaker from 'opossum';
import { Refusal } from '../../shared/refusal.js';
import { PartnerFault } from './partner-fault.js';

/** Share of failed questions, in percent, at which the circuit opens. */
const ERROR_THRESHOLD_PERCENTAGE = 50;

/** Questions in the rolling ten seconds below which the circuit never opens. */
const VOLUME_THRESHOLD = 5;

/** Time after which an open circuit lets one question through, in milliseconds. */
const RESET_TIMEOUT_MS = 5_000;

/** With less time than this, in milliseconds, it is the caller who was in a hurry. */
const FAIR_TIME_MS = 1_000;

/** The circuit of one partner. */
export interface PartnerCircuit {
  /** Does the work unless the circuit is open, `givenMs` being the time it has. Rejects with a PartnerFault then. */
  through<Result>(work: () => Promise<Result>, givenMs: number): Promise<Result>;
  readonly isOpen: boolean;
  shutdown(): void;
}

/** Makes the circuit; closed at first. */
export function createPartnerCircuit(memberState: string, resetTimeoutMs = RESET_TIMEOUT_MS): PartnerCircuit {
  const circuit = new CircuitBreaker<[work: () => Promise<unknown>, givenMs: number]>((work) => work(), {
    name: `gateway of ${memberState}`,
    timeout: false,
    errorThresholdPercentage: ERROR_THRESHOLD_PERCENTAGE,
    volumeThreshold: VOLUME_THRESHOLD,
    resetTimeout: resetTimeoutMs,
    // With percentiles on, each failure sorts every latency of the window: milliseconds of event loop under load.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    // Its types leave out that the arguments of the call follow the error.
    errorFilter: ((error: unknown, _work: unknown, givenMs: number) =>
      isAnswer(error) || (!circuit.halfOpen && saysNothingOfHealth(error, givenMs))) as unknown as (
      error: unknown,
    ) => boolean,
  });
  return {
    async through<Result>(work: () => Promise<Result>, givenMs: number): Promise<Result> {
      try {
        return (await circuit.fire(work, givenMs)) as Result;
      } catch (error) {
        if (!isCircuitOpen(error)) throw error;
        const message = `the gateway of ${memberState} failed repeatedly and is given time to recover`;
        throw new PartnerFault('UNAVAILABLE', 'CIRCUIT_OPEN', message);
      }
    },
    get isOpen() {
      return circuit.opened;
    },
    shutdown: () => circuit.shutdown(),
  };
}

/** A refusal is an answer. */
const isAnswer = (error: unknown): boolean => statusOf(error) === 'REFUSED';

/**
 * True keeps a failure from counting: whom nobody waits for any more has not failed, and a Refusal is our own log's. It
 * counts as a success instead, which would close a circuit that is half open: there it shows nothing, and is none.
 */
function saysNothingOfHealth(error: unknown, givenMs: number): boolean {
  if (error instanceof NobodyWaits || error instanceof Refusal) return true;
  return statusOf(error) === 'TIMED_OUT' && givenMs < FAIR_TIME_MS;
}

/** The question was dropped while its time was not up. */
export class NobodyWaits extends PartnerFault {
  constructor(memberState: string) {
    super('UNAVAILABLE', 'CANCELLED', `nobody waits for the gateway of ${memberState} any more`);
  }
}

/** What a fault says becomes of the question, whoever's fault it is. */
export const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'status' in error ? error.status : undefined;

const isCircuitOpen = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER';
