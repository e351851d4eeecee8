/**
 * Keeps a second process out of a witness's memory. It saves the operator from a mistake; that two processes never
 * remember different things is what the numbered files see to (origin-memory.ts).
 */
import { readFile, rm } from 'node:fs/promises';
import { createOnce } from '../../shared/create-once.js';
import { startOf } from '../../shared/running-process.js';

/** Takes the lock; resolves to what gives it back. Rejects when a living process has it. */
export async function lockMemory(path: string): Promise<() => Promise<void>> {
  const own = await identityOf(process.pid);
  if (own === undefined) throw new Error('witness: this process cannot be identified');
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await createOnce(path, `${own}\n`)) return () => rm(path, { force: true });
    const holder = await readHolder(path);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new Error(`witness: process ${holder.split(' ')[0] ?? ''} works on this memory already`);
    }
    await rm(path, { force: true });
  }
  throw new Error('witness: another process is taking over this memory');
}

/** Process number and the moment it began, since numbers are given out again; undefined when it has ended. */
async function identityOf(pid: number): Promise<string | undefined> {
  const began = await startOf(pid);
  return began === undefined ? undefined : `${pid} ${began}`;
}

async function isAlive(holder: string): Promise<boolean> {
  const pid = Number(holder.split(' ')[0]);
  return Number.isSafeInteger(pid) && pid > 0 && (await identityOf(pid)) === holder;
}

async function readHolder(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trimEnd();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
