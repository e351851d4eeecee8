/** Reads back what a development PKI keeps of its certification authorities. */
import { readFile } from 'node:fs/promises';
import type { Clock } from '../shared/clock.js';
import { pemBlocks } from '../shared/pem.js';
import { X509Certificate } from '../shared/x509.js';
import type { CertificationAuthority } from './certificates.js';
import { privateKeyFromDer } from './keys.js';
import type { PkiLayout } from './layout.js';

/** The authority that issues clients' and servers' certificates, able to sign. */
export async function readIntermediate(layout: PkiLayout, clock: Clock): Promise<CertificationAuthority> {
  const [key] = pemBlocks(await readFile(layout.intermediateKey, 'utf8'), 'PRIVATE KEY');
  if (key === undefined) throw new Error(`${layout.intermediateKey}: holds no private key`);
  return {
    clock,
    certificate: await readCertificate(layout.intermediateCertificate),
    signingKey: await privateKeyFromDer(key.der),
  };
}

/** The first certificate in a PEM file. */
export async function readCertificate(path: string): Promise<X509Certificate> {
  const [block] = pemBlocks(await readFile(path, 'utf8'), 'CERTIFICATE');
  if (block === undefined) throw new Error(`${path}: holds no certificate`);
  return new X509Certificate(block.der);
}
