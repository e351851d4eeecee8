/** What one process remembers of tokens, so that a token is verified once and looked up from then on. */
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { KeySet } from './key-source.js';
import type { Officer, TokenIssuer } from './peer.js';

/** A token whose signature and claims were found good. */
export interface VerifiedToken {
  /** Registration it was verified against. */
  readonly issuer: TokenIssuer;
  /** Keys of that issuer it was verified against. */
  readonly keys: KeySet;
  /** "cnf.x5t#S256", decoded. */
  readonly thumbprint: Buffer;
  /** "jti". */
  readonly tokenId: string;
  /** Time from which it is refused, milliseconds since the epoch. */
  readonly expiresAtMs: number;
  readonly officer: Officer;
}

/** Remembers verified tokens until they expire, authority by authority, so that none can crowd out another. */
export interface TokenMemory {
  find(authority: string, token: string): VerifiedToken | undefined;
  /** Throws a Refusal OVERLOADED when the authority has no room for another token. */
  assertRoom(authority: string, token: string): void;
  remember(authority: string, token: string, verified: VerifiedToken): void;
}

/** Expired tokens are forgotten this often and no oftener: a sweep walks all that is remembered. */
const SWEEP_INTERVAL_MS = 10_000;

/** Makes an empty memory for at most so many living tokens per authority. */
export function createTokenMemory(clock: Clock, maxTokensPerAuthority: number): TokenMemory {
  const shares = new Map<string, Map<string, VerifiedToken>>();
  let nextSweepMs = clock.now() + SWEEP_INTERVAL_MS;

  const shareOf = (authority: string): Map<string, VerifiedToken> => {
    let share = shares.get(authority);
    if (share === undefined) {
      share = new Map();
      shares.set(authority, share);
    }
    return share;
  };

  /** Of every authority: also of those that have fallen silent, or are registered no more. */
  const sweep = (now: number): void => {
    if (now < nextSweepMs) return;
    nextSweepMs = now + SWEEP_INTERVAL_MS;
    for (const share of shares.values()) {
      for (const [token, { expiresAtMs }] of share) if (expiresAtMs <= now) share.delete(token);
    }
  };

  return {
    find: (authority, token) => shares.get(authority)?.get(token),

    assertRoom(authority, token) {
      const now = clock.now();
      sweep(now);
      const share = shareOf(authority);
      if (share.size < maxTokensPerAuthority || share.has(token)) return;
      const retryAfterMs = Math.max(nextSweepMs - now, 0);
      throw new Refusal('OVERLOADED', 'The authority has too many officer tokens alive.', { retryAfterMs });
    },

    remember(authority, token, verified) {
      shareOf(authority).set(token, verified);
    },
  };
}
