/**
 * A circuit around somebody who may be down: who fails again and again is given time to recover, and is then tried with one
 * question. What says nothing of their health decides nothing (docs/adr/0038).
 */
import CircuitBreaker from 'opossum';
import type { Clock } from './clock.js';

/** What the end of a question shows of whoever was asked: that they work, that they failed, or nothing of either. */
export type Shown = 'health' | 'failure' | 'nothing';

/** When a circuit opens, and for how long. */
export interface CircuitSettings {
  /** Questions within the window that showed something, below which it never opens. */
  readonly volumeThreshold: number;
  /** Share of failed ones among them, in percent, above which it opens. */
  readonly errorThresholdPercentage: number;
  /** How far back questions count, in milliseconds. */
  readonly windowMs: number;
  /** Time after which an open circuit lets one question through, in milliseconds. */
  readonly resetTimeoutMs: number;
}

/** Closed: everybody is asked. Open: nobody. Half-open: one question at a time, until one shows something. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/** Nobody is asked for now. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

/** The circuit; closed at first. */
export class Circuit {
  /** Does nothing itself: it is told what questions showed, and says whether another may be asked. */
  readonly #breaker: CircuitBreaker<[shown: 'health' | 'failure'], void>;
  /** Raised with each state: what was asked in an earlier one shows nothing of this one. */
  #period = 0;
  #isTrying = false;
  #openSinceMs: number | undefined;

  constructor(settings: CircuitSettings, clock: Clock, onChange: (state: CircuitState) => void = () => undefined) {
    const { volumeThreshold, errorThresholdPercentage, windowMs, resetTimeoutMs } = settings;
    this.#breaker = new CircuitBreaker(
      (shown: 'health' | 'failure') => (shown === 'health' ? Promise.resolve() : Promise.reject(new Failure())),
      {
        volumeThreshold,
        errorThresholdPercentage,
        rollingCountTimeout: windowMs,
        resetTimeout: resetTimeoutMs,
        timeout: false,
        rollingPercentilesEnabled: false,
        enableSnapshots: false,
      },
    );
    const change = (state: CircuitState): void => {
      this.#period += 1;
      if (state === 'closed') this.#openSinceMs = undefined;
      if (state === 'open') this.#openSinceMs ??= clock.now();
      onChange(state);
    };
    this.#breaker.on('open', () => change('open'));
    this.#breaker.on('halfOpen', () => change('half-open'));
    this.#breaker.on('close', () => change('closed'));
  }

  get state(): CircuitState {
    if (this.#breaker.opened) return 'open';
    return this.#breaker.halfOpen ? 'half-open' : 'closed';
  }

  /** When it opened for the first time since it was closed, milliseconds since the epoch; undefined while it is closed. */
  get openSinceMs(): number | undefined {
    return this.#openSinceMs;
  }

  /**
   * Does the work unless the circuit is open, and rejects with what the work does; `judge` says what that shows. Rejects
   * with CircuitOpen, and does nothing, when the circuit is open or is being tried by another question.
   *
   * Work may be answered before it ends, as when somebody reads an answer in parts. It says so by what it is given: a trial has
   * then shown health, and is over. Without a trial that does nothing, for each question counts once, at its end.
   */
  async through<Result>(
    work: (answered: () => Promise<void>) => Promise<Result>,
    judge: (error: unknown) => Shown,
  ): Promise<Result> {
    const { state } = this;
    let isTrial = state === 'half-open';
    if (state === 'open' || (isTrial && this.#isTrying)) {
      throw new CircuitOpen('failed repeatedly, and is not asked for now');
    }
    const period = this.#period;
    if (isTrial) this.#isTrying = true;
    const end = async (shown: Shown): Promise<void> => {
      if (period === this.#period) await this.#learn(shown);
      // Not before the breaker has learned, which takes it some turns: whoever came meanwhile would be another trial.
      if (isTrial) this.#isTrying = false;
      isTrial = false;
    };
    let shown: Shown = 'health';
    try {
      return await work(async () => {
        if (isTrial) await end('health');
      });
    } catch (error) {
      shown = judge(error);
      throw error;
    } finally {
      await end(shown);
    }
  }

  /** Lets go of its timers, and learns nothing any more. */
  shutdown(): void {
    this.#breaker.shutdown();
  }

  async #learn(shown: Shown): Promise<void> {
    if (shown === 'nothing' || this.#breaker.isShutdown) return;
    await this.#breaker.fire(shown).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  }
}

/** What the breaker is told with when somebody failed. */
class Failure extends Error {
  override readonly name = 'Failure';
}
