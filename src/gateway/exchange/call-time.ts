import type { Clock } from '../../shared/clock.js';
import { Ender, type Ending } from '../../shared/ending.js';
import { Refusal } from '../../shared/refusal.js';
import type { Caller } from './call.js';
import { type Deadline, logTooLate, NOT_CONFIRMED } from './deadline.js';

/**
 * The time of one call at work: one timer for all its steps, which come one after the other. Always `end` it.
 *
 * An entry that stands although nobody waited for it does no harm: an intent is closed by the orphan scan, and an
 * outcome says more than was disclosed, never less.
 */
export class CallTime {
  readonly #deadline: Deadline;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout;
  /** The adapter's time is up, or that of the caller. */
  #onAdapterLate: (() => void) | undefined;
  #onCallerLate: (() => void) | undefined;
  #isOver = false;

  constructor(deadline: Deadline, clock: Clock) {
    this.#deadline = deadline;
    this.#clock = clock;
    this.#timer = setTimeout(() => this.#adapterLate(), deadline.adapterMs - clock.now());
  }

  /** Waits for a log append no longer than the caller does. */
  append<Logged>(entry: Promise<Logged>): Promise<Logged> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(logTooLate(NOT_CONFIRMED));
      this.#onCallerLate = giveUp;
      if (this.#isOver) giveUp();
      entry.then(resolve, reject);
    });
  }

  /** Has a system asked, with a signal that ends its work when the caller goes or its time is up. */
  async ask<Answer>(system: string, caller: Caller, question: (signal: Ending) => Promise<Answer>): Promise<Answer> {
    const ender = new Ender();
    const cancel = (): void => ender.abort(new Refusal('CANCELLED', 'the caller gave up'));
    const timeOut = (): void => {
      ender.abort(new Refusal('SYSTEM_TIMED_OUT', `${system} did not answer in time`, { metadata: { system } }));
    };
    this.#onAdapterLate = timeOut;
    if (this.#clock.now() >= this.#deadline.adapterMs) timeOut();
    if (caller.gone) cancel();
    else caller.onGone = cancel;
    try {
      return await question(ender);
    } finally {
      this.#onAdapterLate = undefined;
      caller.onGone = undefined;
    }
  }

  /** Lets go of the timer. */
  end(): void {
    clearTimeout(this.#timer);
    this.#onCallerLate = undefined;
  }

  #adapterLate(): void {
    this.#timer = setTimeout(() => this.#callerLate(), Math.max(0, this.#deadline.callerMs - this.#clock.now()));
    this.#onAdapterLate?.();
  }

  #callerLate(): void {
    this.#isOver = true;
    this.#onCallerLate?.();
  }
}
