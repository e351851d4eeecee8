/** A circuit around each state of an exchange: one that is down costs those who ask nothing while it is open. */
import { Circuit, CircuitOpen, type CircuitSettings, type CircuitState, type Shown } from '../../shared/circuit.js';
import { type Clock, monotonicClock } from '../../shared/clock.js';
import type { Ending } from '../../shared/ending.js';
import { type AnyQuestion, HolderFault, OutOfTime, type Participant, untilEnded } from './ask-states.js';

/** When the circuits open, and for how long. */
export interface StateCircuitSettings extends CircuitSettings {
  /** With less time than this, in milliseconds, it is the caller who was in a hurry if a state did not answer. */
  readonly fairTimeMs: number;
}

/**
 * A state is asked less often than a system is, so the window is longer than that around an adapter
 * (src/gateway/exchange/breaker.ts).
 */
export const DEFAULT_CIRCUITS: StateCircuitSettings = {
  volumeThreshold: 10,
  errorThresholdPercentage: 50,
  windowMs: 30_000,
  resetTimeoutMs: 5_000,
  fairTimeMs: 1_000,
};

/** The circuits of one exchange. */
export interface StateCircuits {
  /** The same states, each asked through its circuit; one that takes no part has none. */
  around<Question extends AnyQuestion, Reply>(
    participants: readonly Participant<Question, Reply>[],
  ): readonly Participant<Question, Reply>[];
  /** States that failed again and again and have not answered since. */
  outOfService(): readonly string[];
  shutdown(): void;
}

/** Makes them. `onChange` hears when a circuit opens, lets a question through, and closes. */
export function createCircuits(
  clock: Clock,
  settings: StateCircuitSettings = DEFAULT_CIRCUITS,
  onChange: (memberState: string, state: CircuitState) => void = () => undefined,
): StateCircuits {
  const circuits = new Map<string, Circuit>();

  function circuitOf(memberState: string): Circuit {
    const known = circuits.get(memberState);
    if (known !== undefined) return known;
    const circuit = new Circuit(settings, clock, (state) => onChange(memberState, state));
    circuits.set(memberState, circuit);
    return circuit;
  }

  async function through<Reply>(memberState: string, ask: () => Promise<Reply>, ending: Ending): Promise<Reply> {
    const askedAtMs = monotonicClock.now();
    const circuit = circuitOf(memberState);
    try {
      return await circuit.through(
        () => untilEnded(ask(), ending),
        (error) => shownBy(error, ending, monotonicClock.now() - askedAtMs, settings),
      );
    } catch (error) {
      if (!(error instanceof CircuitOpen)) throw error;
      throw new HolderFault('UNAVAILABLE', `${memberState} failed repeatedly and is given time to recover`, {
        outOfServiceSinceMs: circuit.openSinceMs,
        wasAsked: false,
      });
    }
  }

  return {
    around: (participants) =>
      participants.map((state) =>
        state.holder === undefined
          ? state
          : { ...state, guard: (ask, ending) => through(state.memberState, ask, ending) },
      ),
    outOfService: () =>
      [...circuits].filter(([, { openSinceMs }]) => openSinceMs !== undefined).map(([memberState]) => memberState),
    shutdown() {
      for (const circuit of circuits.values()) circuit.shutdown();
    },
  };
}

/** What a question that failed shows of the state. */
function shownBy(error: unknown, ending: Ending, tookMs: number, { fairTimeMs }: StateCircuitSettings): Shown {
  // Whom nobody waits for any more has not failed, nor has who was given no time.
  if (ending.aborted) return ending.reason instanceof OutOfTime && tookMs >= fairTimeMs ? 'failure' : 'nothing';
  // A refusal is an answer.
  return error instanceof HolderFault && error.status === 'REFUSED' ? 'health' : 'failure';
}
