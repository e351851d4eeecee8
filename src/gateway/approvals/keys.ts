/**
 * Keys of approvals, in a folder outside the database and its backups:
 *
 *   secret      32 bytes: makes keyed digests of officers and questions
 *   keys/<id>   32 bytes for each approval and emergency that is alive: seals its question and reasons
 *
 * A key is removed when its approval's life ends; then no copy of the database gives the question back (ADR 0019).
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTime } from 'ulid';
import { SETTLING_MS } from '../../audit/completeness/own-days.js';
import type { Clock } from '../../shared/clock.js';
import { createOnce } from '../../shared/create-once.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_LENGTH = 26;
const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** Also what a process that died while it made a key leaves beside it (createOnce): it may hold the same key. */
const KEY_FILE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}(\.[0-9a-f-]{36}\.tmp)?$/;

/**
 * An identifier is older than this before its key is taken for a leftover: the row, or the key itself, may be about to be
 * written. One that another gateway made may come as old as SETTLING_MS. The time of the file says nothing here: it is by
 * the machine's clock.
 */
const LEFTOVER_AFTER_MS = SETTLING_MS + 600_000;

/** Keys that are looked up at a time. */
const MOST_AT_ONCE = 500;

/** What a digest is of. */
export type DigestPurpose = 'officer' | 'question';

/** The right to seal, open and forget. */
export interface ApprovalKeys {
  /** Keyed digest, 32 bytes: tells whether two values are the same, and nothing else without the key. */
  digest(purpose: DigestPurpose, value: string): Buffer;
  /** Makes the key of an approval, durably. Rejects when there is one. */
  make(id: string): Promise<void>;
  /** Whether the key of an approval is there. Rejects when the folder cannot say. */
  has(id: string): Promise<boolean>;
  /** Seals a text for a place. Rejects when the key is gone. */
  seal(id: string, place: string, text: string): Promise<Buffer>;
  /** Opens it; undefined when the key is gone or does not fit. */
  open(id: string, place: string, sealed: Uint8Array): Promise<string | undefined>;
  /** Removes a key. Resolves also when it is gone. */
  forget(id: string): Promise<void>;
  /**
   * Removes every key that is not of the living, and what was left behind by a process that died while it made one.
   * `livingAmong` is asked, some at a time, which of some identifiers are of the living.
   */
  forgetAllBut(livingAmong: (ids: readonly string[]) => Promise<readonly string[]>): Promise<void>;
}

/** Opens the folder; makes it, and the secret, on first use. Several processes may do so at once. */
export async function openApprovalKeys(folder: string, clock: Clock): Promise<ApprovalKeys> {
  const keyFolder = join(folder, 'keys');
  await mkdir(keyFolder, { recursive: true, mode: 0o700 });
  await createOnce(join(folder, 'secret'), randomBytes(KEY_BYTES));
  const secret = await readFile(join(folder, 'secret'));
  if (secret.length !== KEY_BYTES) throw new Error('approvals/secret: does not hold 32 bytes');

  function pathOf(id: string): string {
    // It becomes a path.
    if (!ID.test(id)) throw new TypeError('not the identifier of an approval');
    return join(keyFolder, id);
  }

  async function read(id: string): Promise<Buffer | undefined> {
    try {
      return await readFile(pathOf(id));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  return {
    digest: (purpose, value) => createHmac('sha256', secret).update(`${purpose}\0${value}`).digest(),
    async make(id) {
      if (!(await createOnce(pathOf(id), randomBytes(KEY_BYTES)))) throw new Error('an approval has a key already');
    },
    has: async (id) => (await read(id)) !== undefined,
    async seal(id, place, text) {
      const key = await read(id);
      if (key === undefined) throw new Error('the key of an approval is gone');
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(additionalData(id, place));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    async open(id, place, sealed) {
      const key = await read(id);
      if (key === undefined || sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(additionalData(id, place));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        // The one thing that final() throws for: the tag does not fit.
        return undefined;
      }
    },
    forget: (id) => rm(pathOf(id), { force: true }),
    async forgetAllBut(livingAmong) {
      const before = clock.now() - LEFTOVER_AFTER_MS;
      const names = (await readdir(keyFolder)).filter(
        (name) => KEY_FILE.test(name) && decodeTime(name.slice(0, ID_LENGTH)) < before,
      );
      for (let at = 0; at < names.length; at += MOST_AT_ONCE) {
        const some = names.slice(at, at + MOST_AT_ONCE);
        const ids = some.filter((name) => ID.test(name));
        const living = new Set(ids.length === 0 ? [] : await livingAmong(ids));
        for (const name of some) if (!living.has(name)) await rm(join(keyFolder, name), { force: true });
      }
    },
  };
}

const additionalData = (id: string, place: string): Buffer => Buffer.from(`ostiary-approval/v1\0${id}\0${place}`);
