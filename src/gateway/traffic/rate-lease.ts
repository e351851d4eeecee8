/**
 * A process's handful of an authority's tokens. Tokens are fetched by the handful and before the last one is spent, so
 * that a call takes one without waiting; what is leased is gone from the shared bucket, so all processes together never
 * exceed the rate.
 */
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { Rate } from './rate-table.js';
import type { SharedCounts } from './shared-counts.js';

/** A handful is what flows in within this part of a second… */
const HANDFUL_SECONDS = 0.1;

/** …and is forfeited when it was not spent within this time, in milliseconds: it must not become a hidden burst. */
const HANDFUL_LIFE_MS = 2_000;

/** An empty bucket is not asked again before this time, in milliseconds: a flood must not become one of questions. */
const EMPTY_PAUSE_MS = 50;

/** The tokens of one authority for one rate, in this process. */
export class RateLease {
  readonly #rate: Rate;
  readonly #authority: string;
  readonly #counts: SharedCounts;
  /** Never steps back: only ages count. */
  readonly #clock: Clock;
  readonly #handful: number;
  #tokens = 0;
  #forfeitedAtMs = 0;
  #emptyUntilMs = 0;
  #fetching: Promise<void> | undefined;

  constructor(rate: Rate, authority: string, counts: SharedCounts, clock: Clock) {
    this.#rate = rate;
    this.#authority = authority;
    this.#counts = counts;
    this.#clock = clock;
    this.#handful = Math.max(1, Math.ceil(rate.perSecond * HANDFUL_SECONDS));
  }

  /**
   * Takes one token. Returns undefined when it was at hand, or a promise that rejects with the Refusal RATE_LIMITED when
   * there is none, or OVERLOADED when the shared bucket cannot be asked.
   */
  take(): Promise<void> | undefined {
    if (this.#tokens > 0 && this.#clock.now() < this.#forfeitedAtMs) {
      this.#tokens -= 1;
      if (this.#tokens < this.#handful / 4) this.#fetch().catch(ignoreUntilNeeded);
      return undefined;
    }
    return this.#takeFetched();
  }

  async #takeFetched(): Promise<void> {
    const now = this.#clock.now();
    if (now < this.#emptyUntilMs) throw this.#tooFast(this.#emptyUntilMs - now);
    // Others who waited for the same handful may have left nothing: then the next is fetched, until the bucket is empty.
    do {
      await this.#fetch();
    } while (this.#tokens === 0 && this.#clock.now() >= this.#emptyUntilMs);
    if (this.#tokens === 0) throw this.#tooFast(Math.max(EMPTY_PAUSE_MS, this.#emptyUntilMs - this.#clock.now()));
    this.#tokens -= 1;
  }

  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchNow().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchNow(): Promise<void> {
    if (this.#clock.now() < this.#emptyUntilMs) return;
    const { granted, retryMs } = await this.#counts
      .lease(this.#rate, this.#authority, this.#handful)
      .catch((error: unknown) => {
        throw new Refusal('OVERLOADED', 'The rate of the authority cannot be read.', {
          retryAfterMs: 1_000,
          cause: error,
        });
      });
    const now = this.#clock.now();
    if (now >= this.#forfeitedAtMs) this.#tokens = 0;
    this.#tokens += granted;
    if (granted > 0) this.#forfeitedAtMs = now + HANDFUL_LIFE_MS;
    else this.#emptyUntilMs = now + Math.max(EMPTY_PAUSE_MS, retryMs);
  }

  #tooFast(retryAfterMs: number): Refusal {
    return new Refusal('RATE_LIMITED', 'The authority asks faster than it may.', {
      retryAfterMs,
      metadata: { rate: this.#rate.id, per_second: String(this.#rate.perSecond) },
    });
  }
}

/** A handful fetched ahead that does not come is asked for again by the call that needs it, and that one is refused. */
function ignoreUntilNeeded(): void {
  return undefined;
}
