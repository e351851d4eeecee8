/**
 * Keeps a second process out of a witness's memory. It saves the operator from a mistake; that two processes never
 * remember different things is what the numbered files see to (origin-memory.ts).
 */
import { readFile, rm } from 'node:fs/promises';
import { createOnce } from '../../shared/create-once.js';

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

/** Process number and, where the system tells, the moment it began: numbers are given out again. */
async function identityOf(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's is one all the same.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined;
  }
  return `${String(pid)} ${await startOf(pid)}`;
}

async function isAlive(holder: string): Promise<boolean> {
  const pid = Number(holder.split(' ')[0]);
  return Number.isSafeInteger(pid) && pid > 0 && (await identityOf(pid)) === holder;
}

/** Start of a process in clock ticks since the machine's (proc(5), field 22 of stat); "" elsewhere than on Linux. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program, in brackets, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

async function readHolder(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trimEnd();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
