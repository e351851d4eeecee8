/** Ed25519 keys of signed notes (C2SP signed-note, signature type 0x01). */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { sha256 } from '../merkle/hash.js';
import { decodeBase64, encodeBase64 } from './base64.js';

/** Checks signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  /** First four bytes, big-endian, of SHA-256(name ‖ 0A ‖ type ‖ public key). */
  readonly keyId: number;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with one key. Ed25519 is deterministic: equal messages get equal signatures. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  sign(message: Uint8Array): Buffer;
}

/** A key pair in text form. */
export interface NoteKeyPair {
  /** PRIVATE+KEY+<name>+<key id in hex>+<base64>: secret. */
  readonly signerKey: string;
  /** <name>+<key id in hex>+<base64>: to be published. */
  readonly verifierKey: string;
}

const ED25519 = 0x01;
const RAW_KEY_BYTES = 32;
const SIGNER_PREFIX = 'PRIVATE+KEY+';

// DER up to the raw key (RFC 8410 section 10).
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Makes a fresh key pair. Throws a TypeError when `name` cannot name a key. */
export function generateKeyPair(name: string): NoteKeyPair {
  if (!isKeyName(name)) throw new TypeError('key name: empty, or holds a space or a plus sign');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  const id = keyIdOf(name, rawPublicKey(publicKey));
  return {
    signerKey: `${SIGNER_PREFIX}${name}+${hexId(id)}+${typed(seed)}`,
    verifierKey: formatVerifierKey(name, rawPublicKey(publicKey)),
  };
}

/** Reads a verifier key. Throws a TypeError for any other form, key type or a wrong key id. */
export function parseVerifierKey(text: string): NoteVerifier {
  const { name, keyId, raw } = splitKey(text, 'verifier key');
  if (keyId !== keyIdOf(name, raw)) throw new TypeError('verifier key: key id does not belong to the key');
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return { name, keyId, verify: (message, signature) => verify(null, message, key, signature) };
}

/** Reads a signer key. Throws a TypeError for any other form, key type or a wrong key id; never quotes the key. */
export function parseSignerKey(text: string): NoteSigner & { readonly verifierKey: string } {
  if (!text.startsWith(SIGNER_PREFIX)) throw new TypeError('signer key: wrong prefix');
  const { name, keyId, raw } = splitKey(text.slice(SIGNER_PREFIX.length), 'signer key');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, raw]), format: 'der', type: 'pkcs8' });
  const publicKey = rawPublicKey(createPublicKey(key));
  if (keyId !== keyIdOf(name, publicKey)) throw new TypeError('signer key: key id does not belong to the key');
  return {
    name,
    keyId,
    verifierKey: formatVerifierKey(name, publicKey),
    sign: (message) => sign(null, message, key),
  };
}

/** True when `name` may name a key: not empty, no Unicode space, no plus sign, no control character. */
export function isKeyName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- the specification forbids them
  return name.length > 0 && !/[\p{White_Space}+\u0000-\u001f]/u.test(name);
}

function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  return `${name}+${hexId(keyIdOf(name, publicKey))}+${typed(publicKey)}`;
}

/** Splits at the first two plus signs only: the base64 may hold more. */
function splitKey(text: string, what: string): { name: string; keyId: number; raw: Buffer } {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text);
  const [, name = '', id = '', encoded = ''] = match ?? [];
  if (!isKeyName(name)) throw new TypeError(`${what}: not of the form name+id+key`);
  const key = decodeBase64(encoded);
  if (key?.length !== 1 + RAW_KEY_BYTES || key[0] !== ED25519) throw new TypeError(`${what}: not an Ed25519 key`);
  return { name, keyId: Number.parseInt(id, 16), raw: key.subarray(1) };
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

function typed(raw: Uint8Array): string {
  return encodeBase64(Buffer.concat([Buffer.of(ED25519), raw]));
}

function keyIdOf(name: string, publicKey: Uint8Array): number {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey])).readUInt32BE(0);
}

function hexId(id: number): string {
  return id.toString(16).padStart(8, '0');
}
