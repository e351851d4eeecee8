import { KeyObject, webcrypto } from 'node:crypto';

/** Signs every certificate and list of the development PKI: ECDSA on P-256 with SHA-256 (RFC 5758 section 3.2). */
export const SIGNING_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes an extractable EC P-256 key pair. */
export async function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(SIGNING_ALGORITHM, true, ['sign', 'verify']);
}

/** Private key as unencrypted PKCS#8 PEM. Belongs in a file of mode 0600. */
export function privateKeyToPem(key: CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Reads back what privateKeyToPem wrote. */
export async function privateKeyFromDer(pkcs8: Uint8Array): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, SIGNING_ALGORITHM, true, ['sign']);
}
