/** A circuit around each state of an exchange (opossum): one that is down costs those who ask nothing while it is open. */
import CircuitBreaker from 'opossum';
import type { Ending } from '../../shared/ending.js';
import { type AnyQuestion, type Holder, HolderFault, OutOfTime, type Participant, untilEnded } from './ask-states.js';

/** When a circuit opens, and for how long. */
export interface CircuitSettings {
  /** Questions to a state within the window below which its circuit never opens. */
  readonly volumeThreshold: number;
  /** Share of failed questions, in percent, above which it opens. */
  readonly errorThresholdPercentage: number;
  /** Milliseconds. */
  readonly windowMs: number;
  /** Time after which an open circuit lets one question through, in milliseconds. */
  readonly resetTimeoutMs: number;
  /** With less time than this, in milliseconds, it is the caller who was in a hurry if a state did not answer. */
  readonly fairTimeMs: number;
}

/**
 * A state is asked less often than a system is, so the window is longer than that around an adapter
 * (src/gateway/exchange/breaker.ts).
 */
export const DEFAULT_CIRCUITS: CircuitSettings = {
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
  shutdown(): void;
}

/** What a circuit goes around. When it was asked is for the judgement of a failure. */
type Asked = [ask: () => Promise<unknown>, ending: Ending, askedAtMs: number];
type Circuit = CircuitBreaker<Asked>;

const perform = (...[ask, ending]: Asked): Promise<unknown> => untilEnded(ask(), ending);

/** Makes them. `onChange` hears when a circuit opens, lets a question through, and closes. */
export function createCircuits(
  settings: CircuitSettings = DEFAULT_CIRCUITS,
  onChange: (memberState: string, state: 'open' | 'half-open' | 'closed') => void = () => undefined,
): StateCircuits {
  const circuits = new Map<string, Circuit>();

  function circuitOf(memberState: string): Circuit {
    const known = circuits.get(memberState);
    if (known !== undefined) return known;
    const circuit: Circuit = new CircuitBreaker(perform, {
      name: memberState,
      timeout: false,
      volumeThreshold: settings.volumeThreshold,
      errorThresholdPercentage: settings.errorThresholdPercentage,
      rollingCountTimeout: settings.windowMs,
      resetTimeout: settings.resetTimeoutMs,
      // With percentiles on, each failure sorts every latency of the window.
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // Its types leave out that the arguments of the call follow the error.
      // What it is true for counts as a success, which closes a circuit that is half open: who was not waited for has
      // not shown that.
      errorFilter: ((error: unknown, _ask: unknown, ending: Ending, askedAtMs: number) =>
        ending.aborted
          ? !circuit.halfOpen && !hadItsTime(ending, Date.now() - askedAtMs, settings)
          : isRefusal(error)) as unknown as (error: unknown) => boolean,
    });
    circuit.on('open', () => onChange(memberState, 'open'));
    circuit.on('halfOpen', () => onChange(memberState, 'half-open'));
    circuit.on('close', () => onChange(memberState, 'closed'));
    circuits.set(memberState, circuit);
    return circuit;
  }

  const guard = <Question extends AnyQuestion, Reply>(
    memberState: string,
    holder: Holder<Question, Reply>,
  ): Holder<Question, Reply> => ({
    async search(question, ending, untilMs) {
      try {
        const ask = (): Promise<Reply> => holder.search(question, ending, untilMs);
        return (await circuitOf(memberState).fire(ask, ending, Date.now())) as Reply;
      } catch (error) {
        if (codeOf(error) !== CIRCUIT_OPEN) throw error;
        throw new HolderFault('UNAVAILABLE', `${memberState} failed repeatedly and is given time to recover`, {
          isKnown: true,
        });
      }
    },
  });

  return {
    around: (participants) =>
      participants.map(({ memberState, holder }) => ({
        memberState,
        holder: holder === undefined ? undefined : guard(memberState, holder),
      })),
    shutdown() {
      for (const circuit of circuits.values()) circuit.shutdown();
    },
  };
}

const CIRCUIT_OPEN = 'EOPENBREAKER';

/** Whom nobody waits for any more has not failed, nor has who was given no time. */
const hadItsTime = ({ reason }: Ending, tookMs: number, { fairTimeMs }: CircuitSettings): boolean =>
  reason instanceof OutOfTime && tookMs >= fairTimeMs;

/** A refusal is an answer. */
const isRefusal = (error: unknown): boolean => error instanceof HolderFault && error.status === 'REFUSED';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
