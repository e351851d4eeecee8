import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { JWK } from 'jose';
import { pemBlocks } from '../shared/pem.js';
import { authorityUri, tokenIssuerOf } from './development-authorities.js';
import type { Clock } from '../shared/clock.js';
import { mintOfficerToken, type OfficerTokenRequest } from './dev-token.js';
import { pkiLayout } from './layout.js';

/** What a synthetic authority's client needs to call the gateway. */
export interface DevelopmentClient {
  readonly code: string;
  readonly uri: string;
  /** Trust anchors for the gateway's certificate, PEM. */
  readonly caPem: string;
  /** Client certificate with its chain, PEM. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of the DER client certificate, base64url (RFC 8705). */
  readonly thumbprint: string;
  /** Mints a token of this authority for this certificate; every claim can be overridden. */
  mintToken(request: { readonly officer: string } & Partial<OfficerTokenRequest>): Promise<string>;
}

/**
 * Loads one client of a development PKI.
 *
 * @throws Error that names the clients there are, when this is none of them; or for a file that cannot be read
 */
export async function readDevelopmentClient(directory: string, code: string, clock: Clock): Promise<DevelopmentClient> {
  const layout = pkiLayout(directory);
  const files = layout.client(code);
  await ensureThere(dirname(files.directory), basename(files.directory), code);
  const [caPem, certificatePem, keyPem, tokenKey, registry] = await Promise.all([
    readFile(layout.caBundle, 'utf8'),
    readFile(files.certificate, 'utf8'),
    readFile(files.key, 'utf8'),
    readFile(files.tokenKey, 'utf8'),
    readFile(layout.registry, 'utf8'),
  ]);
  const [own] = pemBlocks(certificatePem, 'CERTIFICATE');
  if (own === undefined) throw new Error(`${files.certificate}: holds no certificate`);
  const issuer = issuerIn(registry, code) ?? tokenIssuerOf(code);
  const signingKey = JSON.parse(tokenKey) as JWK;
  const thumbprint = createHash('sha256').update(own.der).digest('base64url');
  return {
    code,
    uri: authorityUri(code),
    caPem,
    certificatePem,
    keyPem,
    thumbprint,
    mintToken: (request) =>
      mintOfficerToken({ signingKey, issuer, certificateThumbprint: thumbprint, issuedAtMs: clock.now(), ...request }),
  };
}

/** Throws unless the folder of the clients holds this one's. */
async function ensureThere(clients: string, folder: string, code: string): Promise<void> {
  const there = await readdir(clients).catch((error: unknown): string[] => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (there.includes(folder)) return;
  const names = there.map((name) => name.toUpperCase()).sort();
  const others = names.length === 0 ? 'there are none (`ostiary pki` makes them)' : `there are: ${names.join(', ')}`;
  throw new Error(`no development certificate for ${code} in ${clients}; ${others}`);
}

/** The issuer that the gateway expects of an authority: another than the first one once an `ostiary idp` is registered. */
function issuerIn(registry: string, code: string): string | undefined {
  const { authorities } = JSON.parse(registry) as {
    readonly authorities: readonly { readonly code: string; readonly tokenIssuer?: { readonly issuer: string } }[];
  };
  return authorities.find((entry) => entry.code === code)?.tokenIssuer?.issuer;
}
