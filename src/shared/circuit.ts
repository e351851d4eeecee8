/**
 * A circuit around somebody who may be down: who fails again and again is given time to recover, and is then tried with one
 * question. What says nothing of their health decides nothing (docs/adr/0038).
 */

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

/** Parts of the window: a part leaves it at a time. */
const PARTS = 10;

interface Part {
  /** Number of the part since the epoch. */
  readonly at: number;
  judged: number;
  failed: number;
}

/** The circuit; closed at first. */
export class Circuit {
  readonly #settings: CircuitSettings;
  readonly #onChange: (state: CircuitState) => void;
  readonly #now: () => number;
  readonly #window: Part[] = [];
  #state: CircuitState = 'closed';
  /** Raised with each state: what was asked in an earlier one shows nothing of this one. */
  #period = 0;
  #isTrying = false;
  #openSinceMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `now` counts milliseconds and never runs backwards. */
  constructor(
    settings: CircuitSettings,
    onChange: (state: CircuitState) => void = () => undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#settings = settings;
    this.#onChange = onChange;
    this.#now = now;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** When it opened for the first time since it was closed, milliseconds since the epoch; undefined while it is closed. */
  get openSinceMs(): number | undefined {
    return this.#openSinceMs;
  }

  /**
   * Does the work unless the circuit is open, and rejects with what the work does; `judge` says what that shows. Rejects
   * with CircuitOpen, and does nothing, when the circuit is open or is being tried by another question.
   */
  async through<Result>(work: () => Promise<Result>, judge: (error: unknown) => Shown): Promise<Result> {
    if (this.#state === 'open' || this.#isTrying) throw new CircuitOpen('failed repeatedly, and is not asked for now');
    const period = this.#period;
    this.#isTrying = this.#state === 'half-open';
    let shown: Shown = 'health';
    try {
      return await work();
    } catch (error) {
      shown = judge(error);
      throw error;
    } finally {
      if (period === this.#period) this.#learn(shown);
    }
  }

  /** Lets go of its timer; it stays as it is. */
  shutdown(): void {
    clearTimeout(this.#timer);
  }

  #learn(shown: Shown): void {
    this.#isTrying = false;
    if (shown === 'nothing') return;
    if (this.#state === 'half-open') {
      this.#become(shown === 'health' ? 'closed' : 'open');
      return;
    }
    const { judged, failed } = this.#count(shown);
    const { volumeThreshold, errorThresholdPercentage } = this.#settings;
    if (shown !== 'failure' || judged < volumeThreshold) return;
    if ((failed / judged) * 100 > errorThresholdPercentage) this.#become('open');
  }

  /** Adds to the window, and tells what is in it. */
  #count(shown: 'health' | 'failure'): { readonly judged: number; readonly failed: number } {
    const at = Math.floor((this.#now() * PARTS) / this.#settings.windowMs);
    while (this.#window[0] !== undefined && this.#window[0].at <= at - PARTS) this.#window.shift();
    let last = this.#window.at(-1);
    if (last?.at !== at) {
      last = { at, judged: 0, failed: 0 };
      this.#window.push(last);
    }
    last.judged += 1;
    if (shown === 'failure') last.failed += 1;
    let [judged, failed] = [0, 0];
    for (const part of this.#window) {
      judged += part.judged;
      failed += part.failed;
    }
    return { judged, failed };
  }

  #become(state: CircuitState): void {
    this.#state = state;
    this.#period += 1;
    if (state === 'closed') this.#openSinceMs = undefined;
    if (state === 'open') {
      this.#openSinceMs ??= Date.now();
      this.#window.length = 0;
      // A process that has nothing else to do need not wait for it.
      this.#timer = setTimeout(() => this.#become('half-open'), this.#settings.resetTimeoutMs).unref();
    }
    this.#onChange(state);
  }
}
