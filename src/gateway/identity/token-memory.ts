import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { Officer, TokenIssuer } from './peer.js';

/** A token whose signature and claims were found good. */
export interface VerifiedToken {
  /** Registration it was verified against. */
  readonly issuer: TokenIssuer;
  /** "cnf.x5t#S256". */
  readonly thumbprint: string;
  /** "jti". */
  readonly tokenId: string;
  /** Time from which it is refused, milliseconds since the epoch. */
  readonly expiresAtMs: number;
  readonly officer: Officer;
}

/** Remembers verified tokens until they expire, authority by authority, so that none can crowd out another. */
export interface TokenMemory {
  find(authority: string, token: string): VerifiedToken | undefined;
  /** Throws a Refusal: TOKEN_REPLAYED when another living token has the same jti, OVERLOADED when the share is full. */
  remember(authority: string, token: string, verified: VerifiedToken): void;
}

/** What is known of one authority's tokens. Every entry of one map has its partner in the other. */
interface Share {
  readonly byToken: Map<string, VerifiedToken>;
  readonly tokenById: Map<string, string>;
  nextSweepMs: number;
}

/** Expired tokens are forgotten this often and no oftener: a sweep walks the whole share. */
const SWEEP_INTERVAL_MS = 10_000;

/** Makes an empty memory for at most so many living tokens per authority. */
export function createTokenMemory(clock: Clock, maxTokensPerAuthority: number): TokenMemory {
  const shares = new Map<string, Share>();

  const sweep = (share: Share, now: number): void => {
    if (now < share.nextSweepMs) return;
    share.nextSweepMs = now + SWEEP_INTERVAL_MS;
    for (const [token, verified] of share.byToken) {
      if (verified.expiresAtMs > now) continue;
      share.byToken.delete(token);
      share.tokenById.delete(verified.tokenId);
    }
  };

  return {
    find: (authority, token) => shares.get(authority)?.byToken.get(token),

    remember(authority, token, verified) {
      const now = clock.now();
      let share = shares.get(authority);
      if (share === undefined) {
        share = { byToken: new Map(), tokenById: new Map(), nextSweepMs: now + SWEEP_INTERVAL_MS };
        shares.set(authority, share);
      }
      sweep(share, now);
      const namesake = share.tokenById.get(verified.tokenId);
      if (namesake !== undefined && namesake !== token) {
        const other = share.byToken.get(namesake);
        if (other !== undefined && other.expiresAtMs > now) {
          throw new Refusal('TOKEN_REPLAYED', 'The identifier of the token (jti) names another token.');
        }
        share.byToken.delete(namesake);
      }
      if (share.byToken.size >= maxTokensPerAuthority && !share.byToken.has(token)) {
        const retryAfterMs = Math.max(share.nextSweepMs - now, 0);
        throw new Refusal('OVERLOADED', 'The authority has too many officer tokens alive.', { retryAfterMs });
      }
      share.byToken.set(token, verified);
      share.tokenById.set(verified.tokenId, token);
    },
  };
}
