/**
 * Keeps a file for one run of a command at a time. Whoever wants it says so in a lock file of its own beside it and looks for
 * others afterwards: of two, at least one sees the other, and who sees another that runs steps back. A process that was killed
 * leaves its lock, which counts for nothing and is taken away.
 *
 *   <file>.<UUID>.lock   JSON: machine, number of the process, when that began
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { createOnce } from '../shared/create-once.js';
import { errorCode } from '../shared/database/embedded/error-code.js';
import { parseJson } from '../shared/parse-json.js';
import { startOf } from '../shared/running-process.js';

/** A process that has a lock. */
const holder = z.strictObject({ machine: z.string(), pid: z.int().positive(), began: z.string() });
type Holder = z.infer<typeof holder>;

/** The right to the file. */
export interface RunLock {
  readonly release: () => Promise<void>;
}

const LOCK = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.lock$/;

/**
 * Locks a file, by its real path, until it is released or the process ends. Throws an Error that says who has it: of several
 * that try at the same moment, one succeeds at most.
 */
export async function lockForRun(path: string): Promise<RunLock> {
  const own = `${path}.${randomUUID()}.lock`;
  const release = (): Promise<void> => rm(own, { force: true });
  const began = await startOf(process.pid);
  if (began === undefined) throw new Error('the operating system does not know this process');
  const self: Holder = { machine: hostname(), pid: process.pid, began };
  await createOnce(own, `${JSON.stringify(self)}\n`);
  try {
    for (const other of await locksOf(path)) if (other !== own) await clear(path, other);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

async function locksOf(path: string): Promise<readonly string[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const names = await readdir(folder);
  return names
    .filter((one) => one.startsWith(name) && LOCK.test(one.slice(name.length)))
    .map((one) => join(folder, one));
}

/** Takes away a lock whose process has ended. Throws for one that counts. */
async function clear(path: string, lock: string): Promise<void> {
  const found = await readHolder(lock);
  if (found === undefined) return;
  const { machine, pid, began } = found;
  if (machine !== hostname()) {
    throw new Error(
      `${path}: a run on ${machine} (process ${pid}) writes to it, as far as can be told from here; ` +
        `if it has ended, remove ${lock}`,
    );
  }
  if ((await startOf(pid)) === began) {
    throw new Error(`${path}: another run (process ${pid}) writes to it; begin again when that has ended`);
  }
  await rm(lock, { force: true });
}

/** Undefined when it was released meanwhile. */
async function readHolder(lock: string): Promise<Holder | undefined> {
  const text = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = holder.safeParse(parseJson(text));
  if (!parsed.success) throw new Error(`${lock}: does not say which process has it; if none has, remove it`);
  return parsed.data;
}
