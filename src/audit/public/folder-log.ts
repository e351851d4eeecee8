/** The public face in a folder: the layout that any web server can serve as it is. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filedLog, type PublicLog } from './public-log.js';

/** Reads a folder. */
export function folderLog(folder: string): PublicLog {
  return filedLog(async (path, most) => {
    const file = join(folder, path);
    try {
      if ((await stat(file)).size > most) throw new Error(`${path}: longer than any such file may be`);
      return await readFile(file);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
