/** The sealed half of a record, or of what was found in it, under a key of its own (AES-256-GCM), bound to its reference. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedHalf } from '../domain/kept-record.js';
import { KEY_BYTES } from './day-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals it under a new key. */
export function seal(reference: string, half: object): { readonly recordKey: Buffer; readonly sealed: Buffer } {
  const recordKey = randomBytes(KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', recordKey, nonce);
  cipher.setAAD(boundTo(reference));
  const sealed = Buffer.concat([
    nonce,
    cipher.update(JSON.stringify(half), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { recordKey, sealed };
}

/** Opens it; the caller knows what was sealed. Throws for what was not sealed under this key for this reference. */
export function unsealObject(reference: string, recordKey: Uint8Array, sealed: Uint8Array): object {
  const decipher = createDecipheriv('aes-256-gcm', recordKey, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(reference));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  // What we sealed ourselves, and nobody changed since, is an object.
  return JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8')) as object;
}

/** Opens the sealed half of a record. Throws as unsealObject does. */
export const unseal = (reference: string, recordKey: Uint8Array, sealed: Uint8Array): SealedHalf =>
  unsealObject(reference, recordKey, sealed) as SealedHalf;

const boundTo = (reference: string): Buffer => Buffer.from(`ostiary-pnr/v1\0${reference}`);
