import { randomUUID } from 'node:crypto';
import { SignJWT, importJWK, type JWK } from 'jose';

/** Audience of officers' tokens in development: the gateway that `ostiary start` runs. */
export const DEVELOPMENT_AUDIENCE = 'urn:ostiary:gateway:dev';

/** Lifetime of a token when none is asked for, seconds. The gateway takes at most 900. */
export const TOKEN_LIFETIME_SECONDS = 600;

/** What a token says. */
export interface OfficerTokenRequest {
  /** Private JWK of the authority's identity provider, with "kid". */
  readonly signingKey: JWK;
  /** "iss": as registered for the authority. */
  readonly issuer: string;
  /** "cnf.x5t#S256": thumbprint of the client certificate the token is for (RFC 8705 section 3.1). */
  readonly certificateThumbprint: string;
  /** "sub": pseudonymous identifier of the officer. */
  readonly officer: string;
  readonly audience?: string;
  readonly roles?: readonly string[];
  readonly unit?: string;
  /** "jti"; random when absent. */
  readonly tokenId?: string;
  /** Time of issue, milliseconds since the epoch. */
  readonly issuedAtMs: number;
  readonly lifetimeSeconds?: number;
}

/** Plays an authority's identity provider: an access token (RFC 9068) for one officer and one client certificate. */
export async function mintOfficerToken(request: OfficerTokenRequest): Promise<string> {
  const algorithm = request.signingKey.kty === 'OKP' ? 'EdDSA' : 'ES256';
  const issuedAt = Math.floor(request.issuedAtMs / 1000);
  const claims = {
    cnf: { 'x5t#S256': request.certificateThumbprint },
    ...(request.roles === undefined ? {} : { roles: request.roles }),
    ...(request.unit === undefined ? {} : { unit: request.unit }),
  };
  const header = request.signingKey.kid === undefined ? {} : { kid: request.signingKey.kid };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', ...header })
    .setIssuer(request.issuer)
    .setSubject(request.officer)
    .setAudience(request.audience ?? DEVELOPMENT_AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (request.lifetimeSeconds ?? TOKEN_LIFETIME_SECONDS))
    .setJti(request.tokenId ?? randomUUID())
    .sign(await importJWK(request.signingKey, algorithm));
}
