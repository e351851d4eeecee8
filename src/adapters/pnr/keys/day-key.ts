/** The key of a day of a term: what it can do. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** Length of every key here. */
export const KEY_BYTES = 32;

/** Length of a search key. */
const TOKEN_BYTES = 16;

/** AES key wrap, RFC 3394. */
const AES_WRAP = 'id-aes256-wrap';
const RFC3394_IV = Buffer.alloc(8, 0xa6);

/** Wraps the keys of the records of a day, and makes what they are found by. Gone with its file, and with it all of that. */
export interface DayKey {
  /** Wraps the key of a record: 40 bytes. */
  wrap(recordKey: Uint8Array): Buffer;
  /** Undoes it; undefined for what another key wrapped. */
  unwrap(wrapped: Uint8Array): Buffer | undefined;
  /** Keyed digest of what a record can be found by, 16 bytes. */
  token(term: string): Buffer;
}

/** Makes it of the content of its file. */
export function dayKeyOf(secret: Uint8Array): DayKey {
  const derived = (purpose: string): Buffer =>
    createHmac('sha256', secret).update(`ostiary-pnr/v1\0${purpose}`).digest();
  const wrapping = derived('wrap');
  const index = derived('index');
  return {
    wrap(recordKey) {
      const cipher = createCipheriv(AES_WRAP, wrapping, RFC3394_IV);
      return Buffer.concat([cipher.update(recordKey), cipher.final()]);
    },
    unwrap(wrapped) {
      const decipher = createDecipheriv(AES_WRAP, wrapping, RFC3394_IV);
      try {
        return Buffer.concat([decipher.update(wrapped), decipher.final()]);
      } catch {
        // The one thing that it throws for: the integrity check of RFC 3394 fails.
        return undefined;
      }
    },
    token: (term) => createHmac('sha256', index).update(term).digest().subarray(0, TOKEN_BYTES),
  };
}
