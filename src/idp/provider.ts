/**
 * An identity provider for development: one issuer for each authority of a development PKI, with keys of its own. It
 * believes whoever holds the authority's certificate about who the officer is, which no real provider must do.
 */
import type { JWK } from 'jose';
import { authorityUri } from '../pki/development-authorities.js';
import { mintOfficerToken, TOKEN_LIFETIME_SECONDS } from '../pki/dev-token.js';
import type { PkiLayout } from '../pki/layout.js';
import type { Clock } from '../shared/clock.js';
import { readKeyRing } from './key-ring.js';
import { type TokenRequest, TokenRequestError } from './token-request.js';

/** A client that showed a certificate which the PKI issued and has not revoked. */
export interface TokenClient {
  /** All of its alternative names, as Node.js renders them. */
  readonly names: string;
  /** SHA-256 of the DER certificate, base64url (RFC 8705). */
  readonly thumbprint: string;
}

/** An issued token (RFC 6749 section 5.1). */
export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** The issuer of one authority. */
export interface Issuer {
  readonly code: string;
  /** Metadata (RFC 8414). */
  metadata(): object;
  /** Published keys (RFC 7517). */
  keys(): Promise<{ readonly keys: readonly JWK[] }>;
  /** Throws a TokenRequestError when the client is not the authority. */
  issue(client: TokenClient, request: TokenRequest): Promise<IssuedToken>;
}

/** Name of the authority in paths: "xa-police". */
export const pathNameOf = (code: string): string => code.toLowerCase();

/** "iss" of an authority's officers under this provider. */
export const issuerUrl = (baseUrl: string, code: string): string => `${baseUrl}/${pathNameOf(code)}`;

/** Where its keys are published. */
export const keysUrl = (baseUrl: string, code: string): string => `${issuerUrl(baseUrl, code)}/jwks.json`;

/** What an issuer is made of. */
export interface IssuerParts {
  readonly layout: PkiLayout;
  readonly code: string;
  /** Where metadata and keys are. */
  readonly baseUrl: string;
  /** Where tokens are, for holders of a client certificate. */
  readonly tokenUrl: string;
  readonly clock: Clock;
}

/** Makes the issuer of one authority. */
export function createIssuer({ layout, code, baseUrl, tokenUrl, clock }: IssuerParts): Issuer {
  const issuer = issuerUrl(baseUrl, code);
  const files = layout.client(code);
  return {
    code,
    metadata: () => ({
      issuer,
      jwks_uri: keysUrl(baseUrl, code),
      token_endpoint: `${tokenUrl}/${pathNameOf(code)}/token`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['tls_client_auth'],
      tls_client_certificate_bound_access_tokens: true,
    }),
    keys: async () => ({ keys: (await readKeyRing(files, clock.now())).published }),
    async issue(client, { officer, roles, unit, audience, lifetimeSeconds = TOKEN_LIFETIME_SECONDS }) {
      // A certificate of the gateway's PKI names its owner by one URI and nothing else.
      if (client.names !== `URI:${authorityUri(code)}`) {
        throw new TokenRequestError('invalid_client', `the client certificate is not one of ${code}`);
      }
      const token = await mintOfficerToken({
        signingKey: (await readKeyRing(files, clock.now())).signing,
        issuer,
        certificateThumbprint: client.thumbprint,
        officer,
        lifetimeSeconds,
        issuedAtMs: clock.now(),
        ...(roles.length > 0 && { roles }),
        ...(unit !== undefined && { unit }),
        ...(audience !== undefined && { audience }),
      });
      return { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds };
    },
  };
}
