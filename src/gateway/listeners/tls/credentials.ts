/** What the listener reads from its directory: one consistent, fully checked set, or an error. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContextOptions, type SecureVersion } from 'node:tls';
import { pemBlocks } from '../../../shared/pem.js';
import { parseRegistry, type AuthorityRegistry } from '../../identity/registry.js';
import { readTrust, type Trust } from './trust.js';

/** Files in the directory. */
export const CREDENTIAL_FILES = {
  /** Certificates of all trusted certification authorities, root and intermediate, PEM. */
  authorities: 'ca.pem',
  /** One current revocation list for each of them, PEM. */
  revocationLists: 'crl.pem',
  /** The gateway's certificate followed by its intermediates, PEM. */
  certificate: 'server.pem',
  /** Its private key, PKCS#8 PEM. */
  key: 'server.key',
  /** The registry of authorities. */
  registry: 'authorities.json',
} as const;

/** Largest file that is read, bytes. */
export const MAX_CREDENTIAL_FILE_BYTES = 16 * 1024 * 1024;

/** TLS 1.3 suites, then those of TLS 1.2 with forward secrecy and authenticated encryption, should 1.2 be allowed. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/** A checked set of credentials. */
export interface Credentials {
  readonly tls: SecureContextOptions;
  readonly trust: Trust;
  readonly registry: AuthorityRegistry;
  /** When the gateway's own certificate runs out. */
  readonly certificateExpiresAtMs: number;
}

/**
 * Reads and checks everything: key matches certificate, chain and dates, lists signed and current, registry well-formed.
 * Rejects with an Error that names the file and the rule, and quotes nothing.
 */
export async function readCredentials(directory: string, minVersion: SecureVersion, now: number): Promise<Credentials> {
  const files = await readFiles(directory);
  const trust = await readTrust(files.authorities, files.revocationLists, now);
  const registry = parseRegistry(files.registry);
  const certificateExpiresAtMs = checkServerCertificate(files.certificate, files.key, now);
  const tls = secureContextOptions(files, trust, minVersion);
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new Error('the files do not make a TLS context', { cause: error });
  }
  return { tls, trust, registry, certificateExpiresAtMs };
}

type FileContents = Readonly<Record<keyof typeof CREDENTIAL_FILES, string>>;

async function readFiles(directory: string): Promise<FileContents> {
  // Kubernetes swaps the link "..data": resolved once, all files come from the same generation.
  const generation = await realpath(join(directory, '..data')).catch(() => realpath(directory));
  const read = async (name: string): Promise<string> => {
    const content = await readFile(join(generation, name), 'utf8').catch((error: unknown) => {
      throw new Error(`${name}: cannot be read`, { cause: error });
    });
    if (content.length > MAX_CREDENTIAL_FILE_BYTES) throw new Error(`${name}: larger than 16 MiB`);
    return content;
  };
  const [authorities, revocationLists, certificate, key, registry] = await Promise.all([
    read(CREDENTIAL_FILES.authorities),
    read(CREDENTIAL_FILES.revocationLists),
    read(CREDENTIAL_FILES.certificate),
    read(CREDENTIAL_FILES.key),
    read(CREDENTIAL_FILES.registry),
  ]);
  return { authorities, revocationLists, certificate, key, registry };
}

/**
 * The one place that says how TLS is spoken. A context made from less, without minVersion above all, would silently
 * fall back to Node's defaults at the next reload.
 */
function secureContextOptions(files: FileContents, trust: Trust, minVersion: SecureVersion): SecureContextOptions {
  return {
    ca: trust.authorities.map(({ certificate }) => certificate.toString()),
    // Node reads one list from each string.
    crl: trust.authorities.map(({ list }) => list.pem),
    cert: files.certificate,
    key: files.key,
    minVersion,
    ciphers: CIPHERS,
    honorCipherOrder: true,
  };
}

/** Returns when the chain's first certificate runs out, milliseconds since the epoch. */
function checkServerCertificate(chainPem: string, keyPem: string, now: number): number {
  const chain = pemBlocks(chainPem, 'CERTIFICATE').map(({ der }) => new X509Certificate(der));
  const [own] = chain;
  if (own === undefined) throw new Error('server.pem: holds no certificate');
  if (!own.checkPrivateKey(readKey(keyPem))) throw new Error('server.key: does not belong to server.pem');
  chain.forEach((certificate, position) => {
    const name = `server.pem: certificate ${position + 1}`;
    if (Date.parse(certificate.validFrom) > now) throw new Error(`${name}: is not valid yet`);
    if (Date.parse(certificate.validTo) <= now) throw new Error(`${name}: has expired`);
    const issuer = chain[position + 1];
    if (issuer !== undefined && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) {
      throw new Error(`${name}: was not issued by the next certificate`);
    }
  });
  return Math.min(...chain.map(({ validTo }) => Date.parse(validTo)));
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // No cause: nothing from a file that should hold a secret goes on.
    throw new Error('server.key: holds no unencrypted private key in PEM');
  }
}
