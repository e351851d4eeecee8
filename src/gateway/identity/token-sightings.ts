/**
 * The memory of tokens that all processes share: an identifier ("jti") names one token, whichever process saw it first
 * and however often any of them was restarted. It holds digests only (migrations/access/0001-tokens.sql).
 */
import { hash } from 'node:crypto';
import type postgres from 'postgres';
import { Refusal } from '../../shared/refusal.js';

/** A token that was found good. */
export interface Sighting {
  /** Code of the authority whose issuer signed it. */
  readonly authority: string;
  /** "jti". */
  readonly tokenId: string;
  /** The token as received; its digest alone is kept. */
  readonly token: string;
  /** Time from which it is refused, milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Remembers tokens. */
export interface TokenSightings {
  /**
   * Remembers a token at `now`, milliseconds since the epoch. Of several tokens with one identifier the first wins, in
   * whichever process; the same token may be seen any number of times. Rejects with a Refusal: TOKEN_REPLAYED when
   * another living token has the identifier, SYSTEM_UNAVAILABLE when the memory does not answer.
   */
  remember(sighting: Sighting, now: number): Promise<void>;
}

/** The shared memory at work. */
export interface OpenTokenSightings extends TokenSightings {
  /** Forgets up to one batch of tokens that had expired by `now`; returns how many. */
  sweep(now: number): Promise<number>;
  /** Stops sweeping. */
  close(): Promise<void>;
}

/** Tokens that are forgotten in one statement. */
export const SWEEP_BATCH = 1_000;

/** Time between two sweeps, in milliseconds; a full batch is followed by the next at once. */
const SWEEP_EVERY_MS = 60_000;

/**
 * Tokens are forgotten this long after they have expired, in milliseconds: the clock of the process that sweeps may be
 * ahead of that of the one that is shown the token.
 */
const SWEEP_GRACE_MS = 10 * 60_000;

/** A token that is not remembered within this time is refused, in milliseconds. */
const PATIENCE_MS = 3_000;

/** How to open the memory. */
export interface TokenSightingsParts {
  /** Pool with the rights of ostiary_gateway. */
  readonly sql: postgres.Sql;
  readonly now: () => number;
  /** Hears of a sweep that failed; the next one tries again. */
  readonly onFault: (error: unknown) => void;
  /** Default PATIENCE_MS. */
  readonly patienceMs?: number;
}

/** Opens the memory on a migrated database and sweeps it in the background. */
export function openTokenSightings(parts: TokenSightingsParts): OpenTokenSightings {
  const { sql, patienceMs = PATIENCE_MS } = parts;

  async function sweep(now: number): Promise<number> {
    // Two processes that sweep at once do not wait for each other.
    const forgotten = await sql`
      delete from access.token_seen
       where (authority, jti_sha256) in (
         select authority, jti_sha256 from access.token_seen
          where expires_ms <= ${now - SWEEP_GRACE_MS}
          order by expires_ms limit ${SWEEP_BATCH} for update skip locked)`;
    return forgotten.count;
  }

  let sweeping: Promise<void> = Promise.resolve();
  let closed = false;
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweepAll).catch(parts.onFault);
  }, SWEEP_EVERY_MS).unref();

  async function sweepAll(): Promise<void> {
    while (!closed && (await sweep(parts.now())) === SWEEP_BATCH);
  }

  /** Whether the token was the first with its identifier, or was known. One statement: the row decides a race. */
  async function isFirst({ authority, tokenId, token, expiresAtMs }: Sighting, now: number): Promise<boolean> {
    const digest = hash('sha256', token, 'buffer');
    const taken = await sql`
      insert into access.token_seen as seen (authority, jti_sha256, token_sha256, expires_ms)
      values (${authority}, ${hash('sha256', tokenId, 'buffer')}, ${digest}, ${Math.ceil(expiresAtMs)})
      on conflict (authority, jti_sha256) do update
         set token_sha256 = excluded.token_sha256, expires_ms = excluded.expires_ms
       where seen.token_sha256 = excluded.token_sha256 or seen.expires_ms <= ${now}
      returning true`;
    return taken.count === 1;
  }

  return {
    async remember(sighting, now) {
      const first = await within(isFirst(sighting, now), patienceMs).catch((cause: unknown) => {
        throw new Refusal('SYSTEM_UNAVAILABLE', 'It cannot be told whether the token was used before.', {
          retryAfterMs: 1_000,
          metadata: { system: 'TOKEN-MEMORY' },
          cause,
        });
      });
      if (!first) throw new Refusal('TOKEN_REPLAYED', 'The identifier of the token (jti) names another token.');
    },
    sweep,
    async close() {
      closed = true;
      clearInterval(timer);
      await sweeping;
    },
  };
}

/** Waits for work, but not longer. */
async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the memory of tokens did not answer in time')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
