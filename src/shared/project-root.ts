import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Folder that holds package.json, whether this code runs from src/ or from dist/src/. SQL, data tables and the
 * descriptor set are read from there.
 */
export const projectRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json not found above the code');
    folder = parent;
  }
  return folder;
})();
