import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const PUBLIC_MODE = 0o644;
const SECRET_MODE = 0o600;

/** Writes a file that others may read. Readers see the old content or the new, never a part. */
export async function writePublic(path: string, content: string | Uint8Array): Promise<void> {
  await replace(path, content, PUBLIC_MODE);
}

/** Writes a file that only its owner may read. */
export async function writeSecret(path: string, content: string | Uint8Array): Promise<void> {
  await replace(path, content, SECRET_MODE);
}

async function replace(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await writeFile(draft, content, { mode, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
