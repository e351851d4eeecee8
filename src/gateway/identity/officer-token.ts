/**
 * Officers' access tokens: JWTs (RFC 7519, profile RFC 9068) that the officer's own authority signed, bound to the
 * client certificate of the connection (RFC 8705). docs/identity.md shows one.
 */
import { timingSafeEqual } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { textFault } from '../contract/text.js';
import type { KeySet, KeySource } from './key-source.js';
import type { Authority, Officer, Peer, TokenIssuer } from './peer.js';
import { createTokenMemory, type VerifiedToken } from './token-memory.js';
import type { TokenSightings } from './token-sightings.js';

/** Longest accepted time between "iat" and "exp". */
export const MAX_TOKEN_LIFETIME_SECONDS = 15 * 60;

/** Clock difference to the authority's identity provider that is borne, both ways. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

/** Longest accepted token. */
export const MAX_TOKEN_LENGTH = 8 * 1024;

/** Tokens of one authority that are remembered at once. Reached, further officers are refused until others expire. */
export const MAX_TOKENS_PER_AUTHORITY = 20_000;

/** Signatures only, and none that a symmetric or an RSA key could make: one family of keys is one less to confuse. */
const ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519'];

/** By these a token names or brings along the key that it wants to be verified with (RFC 7515 section 4.1). */
const KEY_BEARING_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'] as const;

const BEARER = /^bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** Visible ASCII: identifiers go into the log and into search indexes. */
const identifier = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[\x21-\x7e]+$/);

/** SHA-256 in base64url without padding. */
const thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const claimsSchema = z.object({
  iat: z.number(),
  exp: z.number(),
  jti: identifier(128),
  sub: identifier(128),
  cnf: z.object({ 'x5t#S256': thumbprint }),
  roles: z.array(identifier(64)).max(32).default([]),
  unit: z
    .string()
    .min(1)
    .max(64)
    .refine((text) => textFault(text) === undefined)
    .optional(),
});

/** What the verifier needs to know of its surroundings. */
export interface TokenVerifierOptions {
  /** The gateway's own name, expected in "aud". */
  readonly audience: string;
  readonly clock: Clock;
  /** Where the keys of an issuer come from. */
  readonly keysOf: (issuer: TokenIssuer) => KeySource;
  /** The memory of tokens that all processes share. */
  readonly sightings: TokenSightings;
  /** Default MAX_TOKENS_PER_AUTHORITY. */
  readonly maxTokensPerAuthority?: number;
}

/** Turns tokens into officers. */
export interface TokenVerifier {
  /**
   * Verifies the Authorization header of one call. A token that was verified before is looked up, not verified again;
   * its peer, its issuer's keys and its expiry are checked every time. Rejects with a Refusal: TOKEN_MISSING,
   * TOKEN_INVALID, TOKEN_NOT_BOUND, TOKEN_REPLAYED; OVERLOADED when the authority has too many tokens alive;
   * SYSTEM_UNAVAILABLE when the issuer's keys or the memory of tokens cannot be had.
   */
  verify(authorization: string | undefined, peer: Peer): Promise<Officer>;
}

/** Makes a verifier. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { audience, clock, keysOf, sightings } = options;
  const memory = createTokenMemory(clock, options.maxTokensPerAuthority ?? MAX_TOKENS_PER_AUTHORITY);
  // Calls that come with a new token at the same time share its verification. Keyed by the registration's own object:
  // one that changes meanwhile is another.
  const underWay = new WeakMap<Authority, Map<string, Promise<VerifiedToken>>>();
  const thumbprints = new WeakMap<Peer, Buffer>();

  /** RFC 8705 section 3. Throws a Refusal when the token is bound to another certificate than the peer's. */
  const assertBound = (verified: VerifiedToken, peer: Peer): void => {
    let own = thumbprints.get(peer);
    if (own === undefined) {
      own = Buffer.from(peer.certificateThumbprint, 'base64url');
      thumbprints.set(peer, own);
    }
    if (own.length !== verified.thumbprint.length || !timingSafeEqual(own, verified.thumbprint)) {
      throw new Refusal('TOKEN_NOT_BOUND', 'The token (cnf.x5t#S256) is bound to another client certificate.');
    }
  };

  const assertAlive = ({ expiresAtMs }: VerifiedToken): void => {
    if (clock.now() >= expiresAtMs) throw new Refusal('TOKEN_INVALID', 'The token has expired (exp).');
  };

  /** Whether what was found still holds: the registration is the same, and so are the issuer's keys. */
  const stands = (known: VerifiedToken, authority: Authority): boolean =>
    known.issuer === authority.tokenIssuer && known.keys === keysOf(known.issuer).current();

  const verifyAnew = async (token: string, authority: Authority): Promise<VerifiedToken> => {
    const issuer = authority.tokenIssuer;
    if (issuer === undefined) {
      throw new Refusal(
        'TOKEN_NOT_BOUND',
        'No token issuer is registered for the authority of the client certificate.',
      );
    }
    const { keyId, issuerName } = readUnverified(token);
    // Looked at before the signature only to say more precisely why the token is refused.
    if (issuerName !== issuer.issuer) {
      throw new Refusal(
        'TOKEN_NOT_BOUND',
        'The token (iss) is not from the issuer of the authority that the client certificate names.',
      );
    }
    const keys = await keysOf(issuer).keysFor(keyId);
    const claims = await verifyClaims(token, issuer, keys, audience, clock);
    return {
      issuer,
      keys,
      thumbprint: Buffer.from(claims.cnf['x5t#S256'], 'base64url'),
      tokenId: claims.jti,
      expiresAtMs: (claims.exp + MAX_CLOCK_SKEW_SECONDS) * 1000,
      officer: { id: claims.sub, roles: claims.roles, unit: claims.unit },
    };
  };

  const admit = async (token: string, peer: Peer): Promise<VerifiedToken> => {
    const { authority } = peer;
    const verified = await verifyAnew(token, authority);
    // Before it is remembered: a token shown by somebody else takes no room, and spoils no identifier.
    assertBound(verified, peer);
    assertAlive(verified);
    if (memory.find(authority.code, token) === undefined) {
      memory.assertRoom(authority.code, token);
      const { tokenId, expiresAtMs } = verified;
      await sightings.remember({ authority: authority.code, tokenId, token, expiresAtMs }, clock.now());
    }
    memory.remember(authority.code, token, verified);
    return verified;
  };

  const admitOnce = (token: string, peer: Peer): Promise<VerifiedToken> => {
    let calls = underWay.get(peer.authority);
    if (calls === undefined) {
      calls = new Map();
      underWay.set(peer.authority, calls);
    }
    const key = `${peer.certificateThumbprint} ${token}`;
    const inProgress = calls.get(key);
    if (inProgress !== undefined) return inProgress;
    const call = admit(token, peer).finally(() => calls.delete(key));
    calls.set(key, call);
    return call;
  };

  return {
    async verify(authorization, peer) {
      const token = bearerToken(authorization);
      const known = memory.find(peer.authority.code, token);
      const verified = known !== undefined && stands(known, peer.authority) ? known : await admitOnce(token, peer);
      assertBound(verified, peer);
      assertAlive(verified);
      return verified.officer;
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

/** What must be known before the signature can be verified. None of it is believed. */
function readUnverified(token: string): { readonly keyId: string; readonly issuerName: string | undefined } {
  let header: ReturnType<typeof decodeProtectedHeader>;
  let issuerName: string | undefined;
  try {
    header = decodeProtectedHeader(token);
    issuerName = decodeJwt(token).iss;
  } catch {
    throw new Refusal('TOKEN_INVALID', 'The token is not a well-formed JWT.');
  }
  const bearing = KEY_BEARING_HEADERS.find((name) => header[name] !== undefined);
  if (bearing !== undefined) {
    throw new Refusal('TOKEN_INVALID', `The token names a key of its own (${bearing}); registered keys alone count.`);
  }
  // Nobody's keys are fetched for what could never be verified.
  if (!ALGORITHMS.includes(header.alg ?? '')) {
    throw new Refusal('TOKEN_INVALID', 'The algorithm of the token (alg) is not allowed.');
  }
  if (typeof header.kid !== 'string' || header.kid === '') {
    throw new Refusal('TOKEN_INVALID', 'The token names no key (kid).');
  }
  return { keyId: header.kid, issuerName };
}

async function verifyClaims(
  token: string,
  issuer: TokenIssuer,
  keys: KeySet,
  audience: string,
  clock: Clock,
): Promise<z.infer<typeof claimsSchema>> {
  const now = clock.now();
  const { payload } = await jwtVerify(token, keys.getKey, {
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
