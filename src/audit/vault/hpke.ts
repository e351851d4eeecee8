/**
 * Hybrid public-key encryption (RFC 9180), base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-GCM.
 * Whoever has the public key can seal; only the owner of the private key opens. P-256, because hardware modules derive
 * on it, so that a private key may stay in one: opening asks for the agreement (ECDH) alone.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** Length of an uncompressed point of P-256 (SEC 1 section 2.3.3). */
export const POINT_BYTES = 65;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const SECRET_BYTES = 32;
const EMPTY = Buffer.alloc(0);
const VERSION = Buffer.from('HPKE-v1');
/** "KEM" and the identifier of DHKEM(P-256, HKDF-SHA256). */
const KEM_SUITE = Buffer.from('KEM\x00\x10', 'latin1');
const MODE_BASE = Buffer.from([0x00]);

/** AEADs of RFC 9180 section 7.3 that are of use here: what is sealed uses the first. */
export const AES_256_GCM = { id: 0x0002, keyBytes: 32, cipher: 'aes-256-gcm' } as const;
/** For the test vectors of the RFC. */
export const AES_128_GCM = { id: 0x0001, keyBytes: 16, cipher: 'aes-128-gcm' } as const;
type Aead = typeof AES_256_GCM | typeof AES_128_GCM;

/** The x coordinate of private key × point: what ECDH gives (SEC 1 section 3.3.1). 32 bytes. */
export type Agree = (point: Uint8Array) => Buffer | Promise<Buffer>;

/** A key pair of P-256, private part 32 bytes. */
export interface PointPair {
  readonly point: Buffer;
  readonly scalar: Buffer;
}

/** Makes a key pair. */
export function generatePair(): PointPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { d = '' } = privateKey.export({ format: 'jwk' });
  return { point: pointOf(privateKey), scalar: Buffer.from(d, 'base64url') };
}

/** The public point of a key of P-256. Throws a TypeError for a key of another kind. */
export function pointOf(key: KeyObject): Buffer {
  const { crv, x, y } = key.export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined) throw new TypeError('not a key of P-256');
  return Buffer.concat([Buffer.from([0x04]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

/** A public key from its point. Throws when the point is not on the curve. */
export function publicKeyOf(point: Uint8Array): KeyObject {
  if (point.length !== POINT_BYTES || point[0] !== 0x04) throw new TypeError('not an uncompressed point of P-256');
  const coordinate = (from: number): string => Buffer.from(point.subarray(from, from + 32)).toString('base64url');
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) } });
}

/** ECDH with a private key in memory. */
export function agreeWith(privateKey: KeyObject): (point: Uint8Array) => Buffer {
  return (point) => diffieHellman({ privateKey, publicKey: publicKeyOf(point) });
}

/** Seals a secret for the owner of a public key. `info` names what is sealed: under another name it does not open. */
export function hpkeSeal(recipient: Uint8Array, info: string, secret: Uint8Array): Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const enc = pointOf(privateKey);
  const { key, nonce } = schedule(AES_256_GCM, agreeWith(privateKey)(recipient), enc, recipient, Buffer.from(info));
  const cipher = createCipheriv(AES_256_GCM.cipher, key, nonce);
  const ciphertext = cipher.update(secret);
  cipher.final();
  key.fill(0);
  return Buffer.concat([enc, ciphertext, cipher.getAuthTag()]);
}

/** Opens what was sealed; undefined when it does not open. `recipient` is the public point of the key behind `agree`. */
export async function hpkeOpen(
  agree: Agree,
  recipient: Uint8Array,
  info: string | Uint8Array,
  sealed: Uint8Array,
  { aead = AES_256_GCM, aad = EMPTY }: { readonly aead?: Aead; readonly aad?: Uint8Array } = {},
): Promise<Buffer | undefined> {
  if (sealed.length < POINT_BYTES + TAG_BYTES) return undefined;
  const enc = sealed.subarray(0, POINT_BYTES);
  if (!isPoint(enc)) return undefined;
  const { key, nonce } = schedule(aead, await agree(enc), enc, recipient, Buffer.from(info));
  const decipher = createDecipheriv(aead.cipher, key, nonce, { authTagLength: TAG_BYTES });
  key.fill(0);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(POINT_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // The one thing that final() throws for: the tag does not fit.
    return undefined;
  }
  return plaintext;
}

/** Key and nonce: ExtractAndExpand of section 4.1, then KeySchedule of section 5.1 in base mode. */
function schedule(
  aead: Aead,
  agreement: Buffer,
  enc: Uint8Array,
  recipient: Uint8Array,
  info: Uint8Array,
): { key: Buffer; nonce: Buffer } {
  const suite = Buffer.from([0x48, 0x50, 0x4b, 0x45, 0x00, 0x10, 0x00, 0x01, 0x00, aead.id]);
  const shared = expand(
    KEM_SUITE,
    extract(KEM_SUITE, EMPTY, 'eae_prk', agreement),
    'shared_secret',
    Buffer.concat([enc, recipient]),
    SECRET_BYTES,
  );
  const context = Buffer.concat([
    MODE_BASE,
    extract(suite, EMPTY, 'psk_id_hash', EMPTY),
    extract(suite, EMPTY, 'info_hash', info),
  ]);
  const secret = extract(suite, shared, 'secret', EMPTY);
  return {
    key: expand(suite, secret, 'key', context, aead.keyBytes),
    nonce: expand(suite, secret, 'base_nonce', context, NONCE_BYTES),
  };
}

/** LabeledExtract. */
function extract(suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  return createHmac('sha256', salt).update(VERSION).update(suite).update(label).update(ikm).digest();
}

/** LabeledExpand to at most 32 bytes: one round of HKDF-Expand. */
function expand(suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer {
  return createHmac('sha256', prk)
    .update(Buffer.from([0x00, length]))
    .update(VERSION)
    .update(suite)
    .update(label)
    .update(info)
    .update(Buffer.from([0x01]))
    .digest()
    .subarray(0, length);
}

function isPoint(point: Uint8Array): boolean {
  try {
    publicKeyOf(point);
    return true;
  } catch {
    return false;
  }
}
