/** Issues certificates. Every field a test may want to get wrong is a parameter. */
import { createHash, randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type JsonGeneralName,
  type X509Certificate,
} from '../shared/x509.js';
import type { Clock } from '../shared/clock.js';
import { SIGNING_ALGORITHM, generateKeys, privateKeyToPem } from './keys.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Clock difference between machines that a fresh certificate must survive. */
const BACKDATE_MS = 5 * 60 * 1000;

/** Validity of a certification authority when none is asked for. */
export const CA_LIFETIME_MS = 10 * 365 * DAY_MS;

/** Validity of a server or client certificate when none is asked for. */
export const LEAF_LIFETIME_MS = 365 * DAY_MS;

/** A certification authority that can sign. */
export interface CertificationAuthority {
  /** By which it dates what it signs. */
  readonly clock: Clock;
  readonly certificate: X509Certificate;
  readonly signingKey: CryptoKey;
}

/** A certificate with the key that belongs to it. */
export interface Credential {
  /** The certificate alone, PEM. */
  readonly certificatePem: string;
  /** The certificate followed by the intermediates between it and the root, PEM: what a TLS peer presents. */
  readonly chainPem: string;
  /** PKCS#8 PEM, unencrypted. */
  readonly keyPem: string;
  /** Serial number, lower-case hex. */
  readonly serial: string;
  /** SHA-256 of the DER certificate, base64url without padding (RFC 8705 "x5t#S256"). */
  readonly thumbprint: string;
}

/** Validity; by default from five minutes ago for the usual time of its kind of certificate. */
export interface Validity {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Makes a self-signed certification authority. */
export async function createRoot(
  options: Validity & { readonly commonName: string; readonly clock: Clock },
): Promise<CertificationAuthority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: distinguishedName(options.commonName),
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    serialNumber: newSerial(),
    ...validity(options, CA_LIFETIME_MS, options.clock),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, signingKey: keys.privateKey, clock: options.clock };
}

/** Makes a certification authority under another; it may issue end-entity certificates only. */
export async function createIntermediate(
  parent: CertificationAuthority,
  options: Validity & { readonly commonName: string },
): Promise<CertificationAuthority> {
  const keys = await generateKeys();
  const certificate = await sign(parent, keys.publicKey, options, CA_LIFETIME_MS, [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]);
  return { certificate, signingKey: keys.privateKey, clock: parent.clock };
}

/** What a server certificate is issued for. */
export interface ServerRequest extends Validity {
  readonly ca: CertificationAuthority;
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** Issues a certificate for TLS server authentication. */
export async function issueServer(request: ServerRequest): Promise<Credential> {
  return issueLeaf(request, ExtendedKeyUsage.serverAuth, [
    ...request.dnsNames.map((value): JsonGeneralName => ({ type: 'dns', value })),
    ...request.ipAddresses.map((value): JsonGeneralName => ({ type: 'ip', value })),
  ]);
}

/** What a client certificate is issued for. */
export interface ClientRequest extends Validity {
  readonly ca: CertificationAuthority;
  readonly commonName: string;
  /** URI names. The gateway takes exactly one; tests ask for none or several. */
  readonly uris: readonly string[];
  /** "server" makes a certificate that must not be accepted from a client. */
  readonly usage?: 'client' | 'server';
}

/** Issues a certificate for TLS client authentication. */
export async function issueClient(request: ClientRequest): Promise<Credential> {
  const usage = request.usage === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
  return issueLeaf(
    request,
    usage,
    request.uris.map((value): JsonGeneralName => ({ type: 'url', value })),
  );
}

async function issueLeaf(
  request: Validity & { readonly ca: CertificationAuthority; readonly commonName: string },
  usage: ExtendedKeyUsage,
  names: readonly JsonGeneralName[],
): Promise<Credential> {
  const keys = await generateKeys();
  const certificate = await sign(request.ca, keys.publicKey, request, LEAF_LIFETIME_MS, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension([...names])]),
  ]);
  const issuer = request.ca.certificate;
  const certificatePem = toPem(certificate);
  return {
    certificatePem,
    chainPem: issuer.subject === issuer.issuer ? certificatePem : certificatePem + toPem(issuer),
    keyPem: privateKeyToPem(keys.privateKey),
    serial: certificate.serialNumber,
    thumbprint: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('base64url'),
  };
}

async function sign(
  ca: CertificationAuthority,
  publicKey: CryptoKey,
  options: Validity & { readonly commonName: string },
  lifetimeMs: number,
  extensions: readonly Extension[],
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    subject: distinguishedName(options.commonName),
    issuer: ca.certificate.subjectName,
    publicKey,
    signingKey: ca.signingKey,
    signingAlgorithm: SIGNING_ALGORITHM,
    serialNumber: newSerial(),
    ...validity(options, lifetimeMs, ca.clock),
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(ca.certificate),
    ],
  });
}

/** PEM with a final line break, so that blocks can be joined. */
export function toPem(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trimEnd()}\n`;
}

function distinguishedName(commonName: string): Record<string, string[]>[] {
  return [{ O: ['Ostiary (synthetic)'] }, { CN: [commonName] }];
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. CA/Browser practice: at least 64 random bits. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function validity(options: Validity, lifetimeMs: number, clock: Clock): { notBefore: Date; notAfter: Date } {
  const notBefore = options.notBefore ?? new Date(clock.now() - BACKDATE_MS);
  return { notBefore, notAfter: options.notAfter ?? new Date(notBefore.getTime() + lifetimeMs) };
}
