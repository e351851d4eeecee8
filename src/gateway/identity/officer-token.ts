/**
 * Officers' access tokens: JWTs (RFC 7519, profile RFC 9068) that the officer's own authority signed, bound to the
 * client certificate of the connection (RFC 8705). docs/identity.md shows one.
 */
import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { Authority, Officer, Peer, TokenIssuer } from './peer.js';
import { createTokenMemory, type VerifiedToken } from './token-memory.js';

/** Longest accepted time between "iat" and "exp". */
export const MAX_TOKEN_LIFETIME_SECONDS = 15 * 60;

/** Clock difference to the authority's identity provider that is borne, both ways. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

/** Longest accepted token. */
export const MAX_TOKEN_LENGTH = 8 * 1024;

/** Tokens of one authority that are remembered at once. Reached, further officers are refused until others expire. */
export const MAX_TOKENS_PER_AUTHORITY = 20_000;

const ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519'];

const BEARER = /^bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** Visible ASCII: identifiers go into the log and into search indexes. */
const identifier = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[\x21-\x7e]+$/);

const claimsSchema = z.object({
  iat: z.number(),
  exp: z.number(),
  jti: identifier(128),
  sub: identifier(128),
  cnf: z.object({ 'x5t#S256': z.string() }),
  roles: z.array(identifier(64)).max(32).default([]),
  unit: z.string().min(1).max(64).optional(),
});

/** What the verifier needs to know of its surroundings. */
export interface TokenVerifierOptions {
  /** The gateway's own name, expected in "aud". */
  readonly audience: string;
  readonly clock: Clock;
  /** Default MAX_TOKENS_PER_AUTHORITY. */
  readonly maxTokensPerAuthority?: number;
}

/** Turns tokens into officers. */
export interface TokenVerifier {
  /**
   * Verifies the Authorization header of one call. A token that was verified before is looked up, not verified again;
   * its peer and its expiry are checked every time. Rejects with a Refusal: TOKEN_MISSING, TOKEN_INVALID,
   * TOKEN_NOT_BOUND, TOKEN_REPLAYED, or OVERLOADED when the authority has too many tokens alive.
   */
  verify(authorization: string | undefined, peer: Peer): Promise<Officer>;
}

/** Makes a verifier with an empty memory. The memory is of one process: a restart forgets which jti were seen. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { audience, clock } = options;
  const memory = createTokenMemory(clock, options.maxTokensPerAuthority ?? MAX_TOKENS_PER_AUTHORITY);
  const keySets = new WeakMap<TokenIssuer, JWTVerifyGetKey>();

  const keysOf = (issuer: TokenIssuer): JWTVerifyGetKey => {
    let keys = keySets.get(issuer);
    if (keys === undefined) {
      keys = createLocalJWKSet({ keys: issuer.keys.map((key) => ({ ...key, kty: String(key.kty) })) });
      keySets.set(issuer, keys);
    }
    return keys;
  };

  const verifyAnew = async (token: string, authority: Authority): Promise<VerifiedToken> => {
    const issuer = authority.tokenIssuer;
    if (issuer === undefined) {
      throw new Refusal(
        'TOKEN_NOT_BOUND',
        'No token issuer is registered for the authority of the client certificate.',
      );
    }
    // Looked at before the signature only to say more precisely why the token is refused.
    if (unverifiedIssuer(token) !== issuer.issuer) {
      throw new Refusal(
        'TOKEN_NOT_BOUND',
        'The token (iss) is not from the issuer of the authority that the client certificate names.',
      );
    }
    const claims = await verifyClaims(token, issuer, keysOf(issuer), audience, clock);
    return {
      issuer,
      thumbprint: claims.cnf['x5t#S256'],
      tokenId: claims.jti,
      expiresAtMs: (claims.exp + MAX_CLOCK_SKEW_SECONDS) * 1000,
      officer: { id: claims.sub, roles: claims.roles, unit: claims.unit },
    };
  };

  return {
    async verify(authorization, peer) {
      const token = bearerToken(authorization);
      const { authority } = peer;
      const known = memory.find(authority.code, token);
      // When the registration has changed since, its keys above all, the token is verified again.
      const stands = known !== undefined && known.issuer === authority.tokenIssuer;
      const current = stands ? known : await verifyAnew(token, authority);
      if (current.thumbprint !== peer.certificateThumbprint) {
        throw new Refusal('TOKEN_NOT_BOUND', 'The token (cnf.x5t#S256) is bound to another client certificate.');
      }
      if (clock.now() >= current.expiresAtMs) throw new Refusal('TOKEN_INVALID', 'The token has expired (exp).');
      if (!stands) memory.remember(authority.code, token, current);
      return current.officer;
    },
  };
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') {
    throw new Refusal('TOKEN_MISSING', 'The call carries no officer token (authorization: Bearer).');
  }
  if (authorization.length > MAX_TOKEN_LENGTH) {
    throw new Refusal('TOKEN_INVALID', `The token is longer than ${MAX_TOKEN_LENGTH} characters.`);
  }
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new Refusal('TOKEN_INVALID', 'The authorization value is not a bearer JWT.');
  return token;
}

function unverifiedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new Refusal('TOKEN_INVALID', 'The token is not a well-formed JWT.');
  }
}

async function verifyClaims(
  token: string,
  issuer: TokenIssuer,
  keys: JWTVerifyGetKey,
  audience: string,
  clock: Clock,
): Promise<z.infer<typeof claimsSchema>> {
  const now = clock.now();
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ALGORITHMS,
    // RFC 8725 section 3.11: an ID token of the same provider must not pass for an access token.
    typ: 'at+jwt',
    issuer: issuer.issuer,
    audience,
    clockTolerance: MAX_CLOCK_SKEW_SECONDS,
    currentDate: new Date(now),
    requiredClaims: ['exp', 'iat', 'jti', 'sub', 'cnf'],
  }).catch((error: unknown) => {
    throw toRefusal(error);
  });
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) {
    const claim = parsed.error.issues[0]?.path.join('.') ?? 'claims';
    throw new Refusal('TOKEN_INVALID', `The claim ${claim} of the token is missing or malformed.`);
  }
  const claims = parsed.data;
  if (claims.iat > now / 1000 + MAX_CLOCK_SKEW_SECONDS) {
    throw new Refusal('TOKEN_INVALID', 'The token was issued in the future (iat).');
  }
  if (claims.exp <= claims.iat || claims.exp - claims.iat > MAX_TOKEN_LIFETIME_SECONDS) {
    throw new Refusal('TOKEN_INVALID', `The token must live 1 to ${MAX_TOKEN_LIFETIME_SECONDS} seconds (exp - iat).`);
  }
  return claims;
}

/**
 * One public sentence per failure. The library's errors carry the claims, which name an officer, so they do not become
 * the refusal's cause.
 */
function toRefusal(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return new Refusal('TOKEN_INVALID', 'The token has expired (exp).');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new Refusal('TOKEN_INVALID', `The claim or header ${error.claim} of the token is missing or wrong.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return new Refusal('TOKEN_INVALID', 'The algorithm of the token (alg) is not allowed.');
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return new Refusal('TOKEN_INVALID', 'The token names no registered key (kid).');
  }
  if (error instanceof errors.JOSEError) {
    return new Refusal('TOKEN_INVALID', 'The signature of the token does not verify.');
  }
  return new Refusal('INTERNAL', 'The token could not be verified.', { cause: error });
}
