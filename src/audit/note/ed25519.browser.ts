/** Ed25519 (RFC 8032) without Node: takes the place of ed25519.ts in the browser bundle. */
import { ed25519 } from '@noble/curves/ed25519.js';

export const ED25519_KEY_BYTES = 32;

export function randomSeed(): Uint8Array {
  return ed25519.utils.randomSecretKey();
}

export function ed25519Signer(seed: Uint8Array): {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
} {
  return { publicKey: ed25519.getPublicKey(seed), sign: (message) => ed25519.sign(message, seed) };
}

export function ed25519Verifier(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  return (message, signature) =>
    // The library throws for signatures of another length. zip215 would admit encodings that RFC 8032 refuses.
    signature.length === 2 * ED25519_KEY_BYTES && ed25519.verify(signature, message, publicKey, { zip215: false });
}
