import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createOnce } from './create-once.js';

/** A secret key in a file of its own. */
export interface KeyFile {
  /** What it is called in errors, e.g. "pseudonym key". */
  readonly name: string;
  /** Name of the file. */
  readonly file: string;
  /** Length of the key in bytes. */
  readonly bytes: number;
}

/**
 * Loads a key from a folder; makes key and folder first if there are none. Rejects when it is no key, or when others than
 * its owner may read it.
 */
export async function ensureKeyFile(folder: string, { name, file, bytes }: KeyFile): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  await createOnce(path, `${randomBytes(bytes).toString('base64url')}\n`);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error(`${name}: file must be readable by its owner alone (mode 0600)`);
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
  if (key.length !== bytes) throw new Error(`${name}: must be ${bytes} bytes in base64url`);
  return key;
}
