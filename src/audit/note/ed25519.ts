/** Ed25519 (RFC 8032) by Node. The one file of the notes' code with a signature in it that ed25519.browser.ts replaces. */
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';

/** Length of a seed and of a public key, in bytes. */
export const ED25519_KEY_BYTES = 32;

// DER up to the raw key (RFC 8410 section 10).
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A fresh secret. */
export function randomSeed(): Uint8Array {
  return randomBytes(ED25519_KEY_BYTES);
}

/** A signing function and the public key that belongs to it. Equal messages get equal signatures. */
export function ed25519Signer(seed: Uint8Array): {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
} {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
  return { publicKey, sign: (message) => sign(null, message, key) };
}

/** A checking function. Throws for bytes that are no public key; the function itself never does. */
export function ed25519Verifier(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return (message, signature) => verify(null, message, key, signature);
}
