/**
 * Where the keys of a token issuer come from: the registry, or the provider's published set, which is kept, refreshed
 * and given up by the rules of docs/identity.md. Each issuer has a source of its own, so that a slow provider delays its
 * own authority and no other.
 */
import { isDeepStrictEqual } from 'node:util';
import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { fetchKeys } from './fetch-keys.js';
import type { PublishedKeysIssuer, TokenIssuer } from './peer.js';
import type { SigningKey } from './signing-keys.js';

/** Times of a published set, in milliseconds. */
export interface KeyTimes {
  /** From this age on the next use refreshes the set in the background. */
  readonly refreshAfterMs: number;
  /** From this age on nobody is verified before a refresh was tried: a key taken back holds no longer than this. */
  readonly maxAgeMs: number;
  /** While the provider cannot be reached the last good set lives on to this age, and no longer. */
  readonly lastResortMs: number;
  /** Least time between two fetches, whatever asks for them: an unknown key, age, or the failure of the last. */
  readonly cooldownMs: number;
}

export const DEFAULT_KEY_TIMES: KeyTimes = {
  refreshAfterMs: 5 * 60_000,
  maxAgeMs: 10 * 60_000,
  lastResortMs: 60 * 60_000,
  cooldownMs: 5_000,
};

/** Calls that wait for one provider's keys at a time; more are refused at once, lest they take the places of others. */
const MAX_WAITING = 128;

/** Keys of one issuer at one time. The same object as long as the keys are the same. */
export interface KeySet {
  has(kid: string): boolean;
  /** Finds the key of a token's header. */
  readonly getKey: JWTVerifyGetKey;
}

/** The keys of one issuer. */
export interface KeySource {
  /** The set by which tokens may be judged at once; undefined when somebody must be asked first. */
  current(): KeySet | undefined;
  /**
   * The set by which a token with this key identifier is judged: refreshed when it is too old or does not know the key,
   * at most once per cooldown. Rejects with a Refusal: SYSTEM_UNAVAILABLE when the provider cannot be reached and no set
   * is young enough, OVERLOADED when too many calls wait for it.
   */
  keysFor(kid: string): Promise<KeySet>;
}

/** What the sources need of their surroundings. */
export interface KeySourceParts {
  readonly clock: Clock;
  /** Default DEFAULT_KEY_TIMES. */
  readonly times?: KeyTimes;
  /** Hears of every fetch that brought no set; `problem` says what was wrong and quotes nothing of what was received. */
  readonly onProblem?: (issuer: string, problem: string) => void;
  /** Default fetchKeys. */
  readonly fetch?: (issuer: PublishedKeysIssuer) => Promise<readonly SigningKey[]>;
}

/** Finds the source of an issuer: the same one for the same registration. */
export function createKeySources(parts: KeySourceParts): (issuer: TokenIssuer) => KeySource {
  const sources = new WeakMap<TokenIssuer, KeySource>();
  return (issuer) => {
    let source = sources.get(issuer);
    if (source === undefined) {
      source = 'keys' in issuer ? registeredKeys(issuer.keys) : new PublishedKeys(issuer, parts);
      sources.set(issuer, source);
    }
    return source;
  };
}

function registeredKeys(keys: readonly SigningKey[]): KeySource {
  const set = keySetOf(keys);
  return { current: () => set, keysFor: () => Promise.resolve(set) };
}

function keySetOf(keys: readonly SigningKey[]): KeySet {
  const known = new Set(keys.map(({ kid }) => kid));
  return { has: (kid) => known.has(kid), getKey: createLocalJWKSet({ keys: keys.map((key) => ({ ...key }) as JWK) }) };
}

interface Fetched {
  readonly keys: readonly SigningKey[];
  readonly set: KeySet;
  /** When they were asked for: what was taken back while the answer was on its way is taken back. */
  readonly askedMs: number;
}

/**
 * jose's createRemoteJWKSet would do half of this. It asks again at once after a failure, forgets a good set when it
 * cannot be refreshed, and goes by the machine's clock (ADR 0016).
 */
class PublishedKeys implements KeySource {
  readonly #issuer: PublishedKeysIssuer;
  readonly #clock: Clock;
  readonly #times: KeyTimes;
  readonly #fetch: (issuer: PublishedKeysIssuer) => Promise<readonly SigningKey[]>;
  readonly #onProblem: (issuer: string, problem: string) => void;
  #fetched: Fetched | undefined;
  /** The last fetch brought nothing. */
  #failed = false;
  #askedMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;
  #waiting = 0;

  constructor(issuer: PublishedKeysIssuer, parts: KeySourceParts) {
    this.#issuer = issuer;
    this.#clock = parts.clock;
    this.#times = parts.times ?? DEFAULT_KEY_TIMES;
    this.#fetch = parts.fetch ?? fetchKeys;
    this.#onProblem = parts.onProblem ?? (() => undefined);
  }

  current(): KeySet | undefined {
    const now = this.#clock.now();
    const age = this.#age(now);
    if (age >= this.#times.refreshAfterMs) this.#refresh(now);
    if (age < this.#times.maxAgeMs) return this.#fetched?.set;
    // Somebody waits for a provider once. From its failure on it is asked in the background, until it answers.
    if (this.#asking !== undefined && !this.#failed) return undefined;
    return age < this.#times.lastResortMs ? this.#fetched?.set : undefined;
  }

  async keysFor(kid: string): Promise<KeySet> {
    let set = this.current();
    if (set?.has(kid) === true) return set;
    this.#refresh(this.#clock.now());
    await this.#answer();
    set = this.current();
    if (set === undefined) throw this.#unavailable();
    return set;
  }

  /** Asks the provider, unless it is being asked or was just now. */
  #refresh(now: number): void {
    if (this.#asking !== undefined || now - this.#askedMs < this.#times.cooldownMs) return;
    this.#askedMs = now;
    this.#asking = this.#fetch(this.#issuer)
      .then(
        (keys) => this.#take(keys, now),
        (error: unknown) => {
          this.#failed = true;
          this.#onProblem(this.#issuer.issuer, error instanceof Error ? error.message : 'unknown fault');
        },
      )
      .finally(() => {
        this.#asking = undefined;
      });
  }

  #take(keys: readonly SigningKey[], askedMs: number): void {
    const before = this.#fetched;
    const set = before !== undefined && isDeepStrictEqual(before.keys, keys) ? before.set : keySetOf(keys);
    this.#fetched = { keys, set, askedMs };
    this.#failed = false;
  }

  async #answer(): Promise<void> {
    if (this.#asking === undefined) return;
    if (this.#waiting >= MAX_WAITING) {
      throw new Refusal('OVERLOADED', 'Too many calls wait for the keys of the authority’s identity provider.', {
        retryAfterMs: 1_000,
      });
    }
    this.#waiting += 1;
    try {
      await this.#asking;
    } finally {
      this.#waiting -= 1;
    }
  }

  #age(now: number): number {
    return this.#fetched === undefined ? Number.POSITIVE_INFINITY : now - this.#fetched.askedMs;
  }

  #unavailable(): Refusal {
    return new Refusal('SYSTEM_UNAVAILABLE', 'The keys of the authority’s identity provider cannot be fetched.', {
      retryAfterMs: Math.max(this.#askedMs + this.#times.cooldownMs - this.#clock.now(), 1),
      metadata: { system: 'IDENTITY-PROVIDER' },
    });
  }
}
