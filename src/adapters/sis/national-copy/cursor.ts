/**
 * Where the reading of a national copy has come to, for its reader to keep. Sealed and of one length: a position counts
 * all changes, also those of alerts that the reader may not see, and whoever could read it would learn of them.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

/** What a copy consists of; a reader whose scope becomes another one must begin again. */
export interface CopyExtent {
  /** As in Visibility. */
  readonly categories: number;
  readonly letters: number;
  /** Those of them whose alerts on objects it holds as well, as objectCategoriesOf gives them. */
  readonly objectCategories: number;
}

/** Who reads: a cursor serves nobody else. */
export interface CopyHolder {
  readonly authority: string;
  readonly authorityKind: string;
}

/** A place in the snapshot or in the changes. */
export interface CopyCursor extends CopyExtent {
  readonly phase: 'snapshot' | 'changes';
  /** Of the journal: a world that was loaded anew has another. */
  readonly epoch: number;
  /** Number of the change up to which the copy is, or will be once the snapshot is whole. */
  readonly position: number;
  /** Number of the alert up to which the snapshot is read; 0 in the changes. */
  readonly after: number;
}

/** Seals and opens cursors. */
export interface CopyCursors {
  seal(cursor: CopyCursor, holder: CopyHolder): string;
  /** Undefined for anything but a cursor that a gateway with the same key has sealed. */
  open(text: string): SealedCursor | undefined;
}

/** A cursor that was opened; whose it is has still to be asked. */
export interface SealedCursor {
  readonly cursor: CopyCursor;
  belongsTo(holder: CopyHolder): boolean;
}

/** Length of the key, in bytes. */
export const CURSOR_KEY_BYTES = 32;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HOLDER_BYTES = 16;
/** phase u8 ‖ epoch u32 ‖ position u64 ‖ after u32 ‖ categories u32 ‖ letters u32 ‖ object categories u32 ‖ holder. */
const PLAIN_BYTES = 29 + HOLDER_BYTES;
const LABEL = Buffer.from('ostiary-sis-copy-cursor/v2');
const PHASES = ['snapshot', 'changes'] as const;

/** Makes cursors under a key: AES-256-GCM with random nonces, for less than 2^32 pages (NIST SP 800-38D section 8.3). */
export function createCopyCursors(key: Uint8Array): CopyCursors {
  return {
    seal(cursor, holder) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(LABEL);
      const sealed = Buffer.concat([nonce, cipher.update(write(cursor, holder)), cipher.final(), cipher.getAuthTag()]);
      return sealed.toString('base64url');
    },
    open(text) {
      const sealed = Buffer.from(text, 'base64url');
      // The decoder forgives what is not of its alphabet, and bits that do not count.
      if (sealed.length !== NONCE_BYTES + PLAIN_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) {
        return undefined;
      }
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(LABEL).setAuthTag(sealed.subarray(-TAG_BYTES));
      const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return read(plain);
    },
  };
}

function write(cursor: CopyCursor, holder: CopyHolder): Buffer {
  const plain = Buffer.alloc(PLAIN_BYTES);
  plain.writeUInt8(PHASES.indexOf(cursor.phase), 0);
  plain.writeUInt32BE(cursor.epoch, 1);
  plain.writeBigUInt64BE(BigInt(cursor.position), 5);
  plain.writeUInt32BE(cursor.after, 13);
  plain.writeUInt32BE(cursor.categories, 17);
  plain.writeUInt32BE(cursor.letters, 21);
  plain.writeUInt32BE(cursor.objectCategories, 25);
  plain.set(markOf(holder), 29);
  return plain;
}

function read(plain: Buffer): SealedCursor | undefined {
  const phase = PHASES[plain.readUInt8(0)];
  if (phase === undefined) return undefined;
  const mark = plain.subarray(29);
  return {
    cursor: {
      phase,
      epoch: plain.readUInt32BE(1),
      position: Number(plain.readBigUInt64BE(5)),
      after: plain.readUInt32BE(13),
      categories: plain.readUInt32BE(17),
      letters: plain.readUInt32BE(21),
      objectCategories: plain.readUInt32BE(25),
    },
    belongsTo: (holder) => markOf(holder).equals(mark),
  };
}

/** Codes hold no NUL, so nothing in them can pass for the separator. */
const markOf = ({ authority, authorityKind }: CopyHolder): Buffer =>
  Buffer.from(hash('sha256', `${authority}\0${authorityKind}`), 'hex').subarray(0, HOLDER_BYTES);
