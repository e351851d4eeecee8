/**
 * Tokens by which this gateway vouches for an officer at another one (docs/identity.md): they name the pseudonym and
 * nothing else of whoever asks, and are bound to the certificate of the connection (RFC 8705).
 */
import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { readSecret } from '../../audit/vault/key-folder.js';
import type { Clock } from '../../shared/clock.js';
import type { PartnerSettings } from './partner-file.js';

/** Life of a token, in seconds: the other gateway takes at most 900. */
const LIFETIME_SECONDS = 600;

/** A token is not used when it has less than this left, in milliseconds: it must be valid when it arrives. */
const LEAST_LEFT_MS = 60_000;

/** Tokens kept; the oldest is forgotten first. The other gateway remembers no more of one authority than 20,000. */
const MOST_TOKENS = 5_000;

const keySchema = z.object({
  kty: z.enum(['EC', 'OKP']),
  kid: z.string().min(1).max(128),
  d: z.string().min(1),
});

interface KeptToken {
  readonly token: string;
  readonly untilMs: number;
}

/** Tokens for one partner. */
export class OfficerTokens {
  readonly #settings: PartnerSettings['token'];
  readonly #clock: Clock;
  readonly #kept = new Map<string, KeptToken>();

  constructor(settings: PartnerSettings['token'], clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** The officer's token for a certificate, by its SHA-256 in base64url. Rejects when the key cannot be read. */
  async of(officer: string, thumbprint: string): Promise<string> {
    const now = this.#clock.now();
    const name = `${thumbprint} ${officer}`;
    const known = this.#kept.get(name);
    if (known !== undefined && known.untilMs - now >= LEAST_LEFT_MS) return known.token;
    const token = await this.#sign(officer, thumbprint, Math.floor(now / 1000));
    this.#kept.delete(name);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_TOKENS && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(name, { token, untilMs: now + LIFETIME_SECONDS * 1000 });
    return token;
  }

  async #sign(officer: string, thumbprint: string, issuedAt: number): Promise<string> {
    const { issuer, audience, keyFile } = this.#settings;
    const parsed = keySchema.loose().safeParse(parseJson((await readSecret(keyFile, 'token key')).toString('utf8')));
    if (!parsed.success) throw new Error('token key: must be a private JWK, EC or OKP, with "kid"');
    const key = parsed.data as JWK & { readonly kid: string };
    const algorithm = key.kty === 'OKP' ? 'EdDSA' : 'ES256';
    return new SignJWT({ cnf: { 'x5t#S256': thumbprint } })
      .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: key.kid })
      .setIssuer(issuer)
      .setSubject(officer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME_SECONDS)
      .setJti(randomUUID())
      .sign(await importJWK(key, algorithm));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
