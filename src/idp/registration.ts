/** How a gateway's registry gets to know a development identity provider, and the keys of one that it knows already. */
import { readFile } from 'node:fs/promises';
import { writePublic } from '../pki/files.js';
import type { PkiLayout } from '../pki/layout.js';
import { readKeyRing, rotateKey } from './key-ring.js';
import { issuerUrl, keysUrl } from './provider.js';

interface Entry {
  readonly code: string;
  tokenIssuer?: Record<string, unknown>;
}

/**
 * Makes the registry of a development PKI expect tokens of the provider at `baseUrl`, whose keys it fetches there. A
 * gateway that runs takes it over, and cuts the connections of the authorities whose entries changed.
 */
export async function registerProvider(layout: PkiLayout, codes: readonly string[], baseUrl: string): Promise<void> {
  const jwksCa = await readFile(layout.rootCertificate, 'utf8');
  await changeRegistry(layout, (entry) => {
    if (!codes.includes(entry.code)) return;
    entry.tokenIssuer = { issuer: issuerUrl(baseUrl, entry.code), jwksUri: keysUrl(baseUrl, entry.code), jwksCa };
  });
}

/** Gives an authority a new signing key. A registry that holds its keys, rather than their address, gets it, too. */
export async function rotateSigningKey(layout: PkiLayout, code: string, now: number): Promise<void> {
  const files = layout.client(code);
  await rotateKey(files, now);
  const { published } = await readKeyRing(files, now);
  await changeRegistry(layout, (entry) => {
    if (entry.code === code && entry.tokenIssuer?.keys !== undefined) entry.tokenIssuer.keys = published;
  });
}

async function changeRegistry(layout: PkiLayout, change: (entry: Entry) => void): Promise<void> {
  const before = await readFile(layout.registry, 'utf8');
  const registry = JSON.parse(before) as { readonly authorities: Entry[] };
  registry.authorities.forEach(change);
  const after = `${JSON.stringify(registry, null, 2)}\n`;
  if (after !== before) await writePublic(layout.registry, after);
}
