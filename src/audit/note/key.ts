/** Ed25519 keys of signed notes (C2SP signed-note, signature type 0x01). */
import { ED25519_KEY_BYTES, ed25519Signer, ed25519Verifier, randomSeed } from './ed25519.js';
import {
  assertKeyId,
  formatKeyPair,
  formatVerifierKey,
  type KeyText,
  type NoteKeyPair,
  parseSignerKeyText,
  parseVerifierKeyText,
  SIGNATURE_TYPES,
} from './key-text.js';

/** Checks signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  /** First four bytes, big-endian, of SHA-256(name ‖ 0A ‖ type ‖ public key). */
  readonly keyId: number;
  /** True when the signature holds for the text of a note; never throws. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with one key. Ed25519 is deterministic: equal messages get equal signatures. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  sign(message: Uint8Array): Uint8Array;
}

/** Makes a fresh key pair. Throws a TypeError when `name` cannot name a key. */
export function generateKeyPair(name: string): NoteKeyPair {
  const seed = randomSeed();
  return formatKeyPair(name, SIGNATURE_TYPES.ed25519, ed25519Signer(seed).publicKey, seed);
}

/** Reads a verifier key. Throws a TypeError for any other form, key type or a wrong key id. */
export function parseVerifierKey(text: string): NoteVerifier {
  const parts = parseVerifierKeyText(text);
  assertEd25519(parts, 'verifier key');
  return { name: parts.name, keyId: parts.keyId, verify: ed25519Verifier(parts.key) };
}

/** Reads a signer key. Throws a TypeError for any other form, key type or a wrong key id; never quotes the key. */
export function parseSignerKey(text: string): NoteSigner & { readonly verifierKey: string } {
  const parts = parseSignerKeyText(text);
  assertEd25519(parts, 'signer key');
  const { publicKey, sign } = ed25519Signer(parts.key);
  assertKeyId(parts, publicKey);
  const { name, keyId, type } = parts;
  return { name, keyId, verifierKey: formatVerifierKey(name, type, publicKey), sign };
}

function assertEd25519({ type, key }: KeyText, what: string): void {
  if (type !== SIGNATURE_TYPES.ed25519 || key.length !== ED25519_KEY_BYTES) {
    throw new TypeError(`${what}: not an Ed25519 key`);
  }
}
