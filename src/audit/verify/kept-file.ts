/** The checkpoint that a verifier verified last, in a file of its own: it must outlive the process, and the log. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Remembers one signed checkpoint. */
export interface KeptCheckpoint {
  /** Undefined when none was kept yet. */
  read(): Promise<string | undefined>;
  /** Resolves once it is durable. */
  keep(note: string): Promise<void>;
}

/** Remembers it in a file, readable by its owner alone; the folder is made when missing. */
export function keptFile(path: string): KeptCheckpoint {
  return {
    async read() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async keep(note) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}.tmp`;
      try {
        await writeDurably(draft, note);
        await rename(draft, path);
      } finally {
        await rm(draft, { force: true });
      }
      const folder = await open(dirname(path), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
