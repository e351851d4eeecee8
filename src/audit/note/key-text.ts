/** Keys of signed notes in text form (C2SP signed-note): name+id+base64(type ‖ key). */
import { sha256 } from '../merkle/sha256.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { concatBytes, readUint32, utf8 } from './bytes.js';

/** Signature types of C2SP signed-note that are known here. */
export const SIGNATURE_TYPES = {
  ed25519: 0x01,
  /** Timestamped Ed25519 cosignature (C2SP tlog-cosignature). */
  ed25519Cosignature: 0x04,
  /** Timestamped ML-DSA-44 cosignature (C2SP tlog-cosignature). */
  mlDsa44Cosignature: 0x06,
} as const;

/** A key text taken apart. */
export interface KeyText {
  readonly name: string;
  readonly keyId: number;
  /** Signature type. */
  readonly type: number;
  /** Public key, or the seed of a secret one. */
  readonly key: Uint8Array;
}

/** A key pair in text form. */
export interface NoteKeyPair {
  /** PRIVATE+KEY+<name>+<key id in hex>+<base64>: secret. */
  readonly signerKey: string;
  /** <name>+<key id in hex>+<base64>: to be published. */
  readonly verifierKey: string;
}

const SIGNER_PREFIX = 'PRIVATE+KEY+';
/** Longest key name, in bytes: cosignatures carry its length in one byte. */
const MAX_NAME_BYTES = 255;

/** Takes a verifier key apart and checks its key id. Throws a TypeError. */
export function parseVerifierKeyText(text: string): KeyText {
  const parts = splitKey(text, 'verifier key');
  if (parts.keyId !== keyIdOf(parts.name, parts.type, parts.key)) {
    throw new TypeError('verifier key: key id does not belong to the key');
  }
  return parts;
}

/**
 * Takes a signer key apart. Whether the key id belongs to it can be said only of its public half: assertKeyId. Throws a
 * TypeError that never quotes the key.
 */
export function parseSignerKeyText(text: string): KeyText {
  if (!text.startsWith(SIGNER_PREFIX)) throw new TypeError('signer key: wrong prefix');
  return splitKey(text.slice(SIGNER_PREFIX.length), 'signer key');
}

/** Throws a TypeError unless the signer key's id belongs to its public half. */
export function assertKeyId({ name, keyId, type }: KeyText, publicKey: Uint8Array): void {
  if (keyId !== keyIdOf(name, type, publicKey)) throw new TypeError('signer key: key id does not belong to the key');
}

/** Writes a verifier key. */
export function formatVerifierKey(name: string, type: number, publicKey: Uint8Array): string {
  return formatKey(name, type, publicKey, publicKey);
}

/** Writes a fresh key pair. Throws a TypeError when `name` cannot name a key. */
export function formatKeyPair(name: string, type: number, publicKey: Uint8Array, seed: Uint8Array): NoteKeyPair {
  if (!isKeyName(name)) throw new TypeError('key name: empty, too long, or holds a space or a plus sign');
  return {
    signerKey: SIGNER_PREFIX + formatKey(name, type, publicKey, seed),
    verifierKey: formatVerifierKey(name, type, publicKey),
  };
}

/** True when `name` may name a key: 1 to 255 bytes, no Unicode space, no plus sign, no control character. */
export function isKeyName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- the specification forbids them
  return name.length > 0 && !/[\p{White_Space}+\u0000-\u001f]/u.test(name) && utf8(name).length <= MAX_NAME_BYTES;
}

/** First four bytes, big-endian, of SHA-256(name ‖ 0A ‖ type ‖ public key). */
function keyIdOf(name: string, type: number, publicKey: Uint8Array): number {
  return readUint32(sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)));
}

function formatKey(name: string, type: number, publicKey: Uint8Array, key: Uint8Array): string {
  const id = keyIdOf(name, type, publicKey).toString(16).padStart(8, '0');
  return `${name}+${id}+${encodeBase64(concatBytes(Uint8Array.of(type), key))}`;
}

/** Splits at the first two plus signs only: the base64 may hold more. */
function splitKey(text: string, what: string): KeyText {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  if (!isKeyName(name)) throw new TypeError(`${what}: not of the form name+id+key`);
  const [type, ...key] = decodeBase64(encoded) ?? [];
  if (type === undefined) throw new TypeError(`${what}: not base64`);
  return { name, keyId: Number.parseInt(id, 16), type, key: Uint8Array.from(key) };
}
