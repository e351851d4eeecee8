/**
 * Sealing of an entry's sections: one random data key gives their salts and the encryption key; the payload is
 * AES-256-GCM; the data key is wrapped for the bucket and forgotten (audit-leaf/v1, docs/audit-log.md).
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { JsonObject } from '../../shared/json.js';
import type { SectionName, SectionOpening } from '../log/entry.js';
import { canonicalJson } from '../../shared/canonical-json.js';
import { withHmac } from './hmac.js';
import { type BucketWrapper, WRAPPED_KEY_BYTES } from './keys.js';
import { freshRandom } from './random.js';
import { commitTo, SECTION_NAMES } from '../leaf/commitment.js';
import { frameSections, parseFrames, saltOf, type SectionBytes } from './sections.js';

/** Sections sealed for a bucket. */
export interface SealedSections {
  readonly bucket: string;
  /** Commitments in base64. */
  readonly commitments: Readonly<Partial<Record<SectionName, string>>>;
  /** What opens the commitments. */
  readonly openings: Readonly<Partial<Record<SectionName, SectionOpening>>>;
  /** wrapped data key (48) ‖ nonce (12) ‖ ciphertext ‖ tag (16); empty when there are no sections. */
  readonly payload: Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ENCRYPTION_LABEL = Buffer.from('enc');
const NO_PAYLOAD = new Uint8Array();

/**
 * Seals sections. Throws a RangeError when one is longer than 65,535 bytes. Tests alone give the nonce, 12 bytes: with
 * one data key it must never be used twice.
 */
export function sealSections(
  requestId: string,
  sections: Readonly<Partial<Record<SectionName, JsonObject>>>,
  wrapper: Pick<BucketWrapper, 'bucket' | 'newDataKey'>,
  nonce: Uint8Array = freshRandom(NONCE_BYTES),
): SealedSections {
  const plaintexts = toBytes(sections);
  if (plaintexts.length === 0) {
    return { bucket: wrapper.bucket, commitments: {}, openings: {}, payload: NO_PAYLOAD };
  }
  const { dataKey, wrapped } = wrapper.newDataKey();
  const commitments: Partial<Record<SectionName, string>> = {};
  const openings: Partial<Record<SectionName, SectionOpening>> = {};
  const encryptionKey = withHmac(dataKey, (mac) => {
    for (const [name, plaintext] of plaintexts) {
      const salt = saltOf(name, mac);
      commitments[name] = commitTo(name, salt, plaintext);
      openings[name] = { salt, plaintext };
    }
    return mac(ENCRYPTION_LABEL);
  });
  const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce);
  cipher.setAAD(additionalData(requestId));
  const framed = frameSections(plaintexts);
  const ciphertext = cipher.update(framed);
  cipher.final();
  const payload = Buffer.concat([wrapped, nonce, ciphertext, cipher.getAuthTag()]);
  dataKey.fill(0);
  encryptionKey.fill(0);
  framed.fill(0);
  return { bucket: wrapper.bucket, commitments, openings, payload };
}

/** A payload taken apart: everything in it may be forged. */
export interface PayloadParts {
  readonly wrappedKey: Buffer;
  /** nonce ‖ ciphertext ‖ tag. */
  readonly sealed: Buffer;
}

/** Takes a payload apart; undefined when it is too short to be one. */
export function splitPayload(payload: Buffer): PayloadParts | undefined {
  if (payload.length < WRAPPED_KEY_BYTES + NONCE_BYTES + TAG_BYTES) return undefined;
  return { wrappedKey: payload.subarray(0, WRAPPED_KEY_BYTES), sealed: payload.subarray(WRAPPED_KEY_BYTES) };
}

/** Decrypts a payload with its data key; undefined when it does not open or holds no sections. */
export function openSections(
  requestId: string,
  sealed: Buffer,
  dataKey: Uint8Array,
): Map<SectionName, SectionOpening> | undefined {
  return withHmac(dataKey, (mac) => {
    const decipher = createDecipheriv('aes-256-gcm', mac(ENCRYPTION_LABEL), sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(additionalData(requestId));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const framed = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    const sections = parseFrames(framed);
    return (
      sections &&
      new Map(Array.from(sections, ([name, plaintext]) => [name, { salt: saltOf(name, mac), plaintext }] as const))
    );
  });
}

function toBytes(sections: Readonly<Partial<Record<SectionName, JsonObject>>>): SectionBytes[] {
  const bytes: SectionBytes[] = [];
  for (const name of SECTION_NAMES) {
    const section = sections[name];
    if (section !== undefined) bytes.push([name, Buffer.from(canonicalJson(section))]);
  }
  return bytes;
}

function additionalData(requestId: string): Buffer {
  return Buffer.from(`audit-payload/v1\0${requestId}`);
}
