import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a file that either does not exist or is complete and durable, whatever crashes; readable and writable by its
 * owner alone unless `mode` says otherwise. Returns false, and changes nothing, when the file exists: of several
 * processes that try, one succeeds.
 */
export async function createOnce(path: string, content: string | Uint8Array, mode = 0o600): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.tmp`;
  const file = await open(draft, 'wx', mode);
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (error) {
    if (isExists(error)) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return true;
}

function isExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
