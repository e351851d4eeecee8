/**
 * A complete PKI for development: two certification authorities, revocation lists, the gateway's certificate, and for
 * each synthetic authority a client certificate and the signing key of its identity provider.
 */
import { access, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../shared/clock.js';
import {
  createIntermediate,
  createRoot,
  issueClient,
  issueServer,
  toPem,
  type CertificationAuthority,
} from './certificates.js';
import {
  authorityUri,
  DEVELOPMENT_AUTHORITIES,
  tokenIssuerOf,
  type DevelopmentAuthority,
} from './development-authorities.js';
import { writePublic, writeSecret } from './files.js';
import { privateKeyToPem } from './keys.js';
import { BUNDLE_PASSWORD, pkiLayout, type PkiLayout } from './layout.js';
import { makePkcs12 } from './pkcs12.js';
import { CRL_LIFETIME_MS, issueCrl } from './revocation.js';
import { generateTokenKey, publicPart } from './token-key.js';

const DAY_MS = 24 * 60 * 60 * 1000;

const manifestSchema = z.strictObject({
  version: z.literal(1),
  authorities: z.array(z.string()),
  goodUntil: z.iso.datetime(),
});

/** How to make the PKI. */
export interface DevelopmentPkiOptions {
  /** Makes everything anew even when a complete PKI is there. */
  readonly force?: boolean;
  readonly authorities?: readonly DevelopmentAuthority[];
}

/** The PKI that now stands in the directory. */
export interface DevelopmentPki {
  readonly layout: PkiLayout;
  /** False when a complete PKI was found and kept. */
  readonly created: boolean;
}

/**
 * Makes a development PKI in the directory. One that is complete, for the same authorities, and good for another day is
 * kept. Private keys get mode 0600.
 */
export async function makeDevelopmentPki(
  directory: string,
  clock: Clock,
  options: DevelopmentPkiOptions = {},
): Promise<DevelopmentPki> {
  const layout = pkiLayout(directory);
  const authorities = options.authorities ?? DEVELOPMENT_AUTHORITIES;
  if (options.force !== true && (await isComplete(layout, authorities, clock))) return { layout, created: false };

  // From here on the old files mix with new ones: without its manifest nobody takes them for complete.
  await rm(layout.manifest, { force: true });
  const root = await createRoot({ commonName: 'Ostiary development root', clock });
  const intermediate = await createIntermediate(root, { commonName: 'Ostiary development clients and servers' });
  await writeAuthorities(layout, root, intermediate);
  await writeServer(layout, intermediate);
  const clients = await Promise.all(authorities.map((authority) => writeClient(layout, intermediate, authority)));
  const revoked = clients.filter(({ authority }) => authority.revoked === true);
  const lists = await Promise.all([
    issueCrl({ ca: root, number: 1, revoked: [] }),
    issueCrl({
      ca: intermediate,
      number: 1,
      revoked: revoked.map(({ serial }) => ({ serial, revokedAt: new Date(clock.now()) })),
    }),
  ]);
  await writePublic(layout.revocationLists, lists.join(''));
  await writePublic(layout.registry, json({ version: 1, authorities: clients.map(({ entry }) => entry) }));
  await writePublic(
    layout.manifest,
    json({
      version: 1,
      authorities: authorities.map(({ code }) => code),
      // Lists and leaf certificates live equally long; a day's margin covers their backdating.
      goodUntil: new Date(clock.now() + CRL_LIFETIME_MS - DAY_MS).toISOString(),
    }),
  );
  return { layout, created: true };
}

async function writeAuthorities(
  layout: PkiLayout,
  root: CertificationAuthority,
  intermediate: CertificationAuthority,
): Promise<void> {
  await writePublic(layout.rootCertificate, toPem(root.certificate));
  await writeSecret(layout.rootKey, privateKeyToPem(root.signingKey));
  await writePublic(layout.intermediateCertificate, toPem(intermediate.certificate));
  await writeSecret(layout.intermediateKey, privateKeyToPem(intermediate.signingKey));
  await writePublic(layout.caBundle, toPem(root.certificate) + toPem(intermediate.certificate));
}

async function writeServer(layout: PkiLayout, ca: CertificationAuthority): Promise<void> {
  const server = await issueServer({
    ca,
    commonName: 'Ostiary development gateway',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
  });
  await writePublic(layout.serverCertificate, server.chainPem);
  await writeSecret(layout.serverKey, server.keyPem);
}

async function writeClient(layout: PkiLayout, ca: CertificationAuthority, authority: DevelopmentAuthority) {
  const uri = authorityUri(authority.code);
  const files = layout.client(authority.code);
  const client = await issueClient({ ca, commonName: authority.displayName, uris: [uri] });
  await writePublic(files.certificate, client.chainPem);
  await writeSecret(files.key, client.keyPem);
  const bundle = { keyPem: client.keyPem, chainPem: client.chainPem, friendlyName: authority.code };
  await writeSecret(files.bundle, makePkcs12({ ...bundle, password: BUNDLE_PASSWORD }));

  const tokenKey = await generateTokenKey();
  await writeSecret(files.tokenKey, json(tokenKey));
  await rm(files.retiredTokenKeys, { force: true });
  return {
    authority,
    serial: client.serial,
    entry: {
      code: authority.code,
      uri,
      memberState: authority.code.slice(0, 2),
      displayName: authority.displayName,
      kinds: authority.kinds,
      suspended: authority.suspended ?? false,
      tokenIssuer: { issuer: tokenIssuerOf(authority.code), keys: [publicPart(tokenKey)] },
      oversees: authority.oversees ?? [],
      overseesState: authority.overseesState ?? false,
    },
  };
}

/** Codes of the authorities that a development PKI was made for. Rejects when there is none. */
export async function authoritiesOf(layout: PkiLayout): Promise<readonly string[]> {
  const manifest = await readManifest(layout);
  if (manifest === undefined) throw new Error(`${layout.manifest}: there is no development PKI; make one: ostiary pki`);
  return manifest.authorities;
}

async function isComplete(
  layout: PkiLayout,
  authorities: readonly DevelopmentAuthority[],
  clock: Clock,
): Promise<boolean> {
  const manifest = await readManifest(layout);
  if (manifest === undefined || Date.parse(manifest.goodUntil) < clock.now() + DAY_MS) return false;
  if (manifest.authorities.join() !== authorities.map(({ code }) => code).join()) return false;
  const clients = authorities.map(({ code }) => layout.client(code));
  const files = [
    ...[layout.rootCertificate, layout.rootKey, layout.intermediateCertificate, layout.intermediateKey],
    ...[layout.caBundle, layout.revocationLists, layout.serverCertificate, layout.serverKey, layout.registry],
    ...clients.flatMap(({ certificate, key, bundle, tokenKey }) => [certificate, key, bundle, tokenKey]),
  ];
  return (await Promise.all(files.map(exists))).every(Boolean);
}

/** The manifest, or undefined when there is none that this version wrote: then the PKI is made anew. */
async function readManifest(layout: PkiLayout): Promise<z.infer<typeof manifestSchema> | undefined> {
  if (!(await exists(layout.manifest))) return undefined;
  const parsed = manifestSchema.safeParse(JSON.parse(await readFile(layout.manifest, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
