/** Circuit around one partner: who fails again and again is not waited for. */
import { Circuit, CircuitOpen, type CircuitSettings, type CircuitState, type Shown } from '../../shared/circuit.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { OwnFault, PartnerFault, PartnerOutOfService } from './partner-fault.js';

/** When it opens, and for how long. */
const SETTINGS: CircuitSettings = {
  volumeThreshold: 5,
  errorThresholdPercentage: 50,
  windowMs: 10_000,
  resetTimeoutMs: 5_000,
};

/** With less time than this, in milliseconds, it is the caller who was in a hurry. */
const FAIR_TIME_MS = 1_000;

/** The circuit of one partner. */
export interface PartnerCircuit {
  /** Does the work unless the circuit is open, `givenMs` being the time it has. Rejects with a PartnerFault then. */
  through<Result>(work: () => Promise<Result>, givenMs: number): Promise<Result>;
  readonly isOpen: boolean;
  shutdown(): void;
}

/** Makes the circuit; closed at first. `onChange` hears when it opens, lets a question through, and closes. */
export function createPartnerCircuit(
  memberState: string,
  clock: Clock,
  resetTimeoutMs = SETTINGS.resetTimeoutMs,
  onChange?: (state: CircuitState) => void,
): PartnerCircuit {
  const circuit = new Circuit({ ...SETTINGS, resetTimeoutMs }, clock, onChange);
  return {
    async through<Result>(work: () => Promise<Result>, givenMs: number): Promise<Result> {
      try {
        return await circuit.through(work, (error) => shownBy(error, givenMs));
      } catch (error) {
        if (!(error instanceof CircuitOpen)) throw error;
        throw new PartnerOutOfService(memberState, circuit.openSinceMs);
      }
    },
    get isOpen() {
      return circuit.state === 'open';
    },
    shutdown: () => circuit.shutdown(),
  };
}

/** What a question that failed shows of the other gateway. */
function shownBy(error: unknown, givenMs: number): Shown {
  // Whom nobody waits for any more has not failed; a Refusal is our own log's.
  if (error instanceof NobodyWaits || error instanceof OwnFault || error instanceof Refusal) return 'nothing';
  const status = statusOf(error);
  if (status === 'REFUSED') return 'health';
  return status === 'TIMED_OUT' && givenMs < FAIR_TIME_MS ? 'nothing' : 'failure';
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
