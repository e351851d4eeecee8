/** What the operating system says of a process by its number, which may belong to another one once it has ended. */
import { readFile } from 'node:fs/promises';
import { errorCode } from './database/embedded/error-code.js';
import { runAs } from './database/embedded/run-as.js';

/** A process's program and arguments; "" when it is gone. */
export async function commandLineOf(pid: number): Promise<string> {
  return (process.platform === 'linux' ? await procFile(pid, 'cmdline') : await ps(pid, 'command')) ?? '';
}

/**
 * When a process began, in the operating system's own terms: no two processes of one number have the same. Undefined when it is
 * gone, or has ended and nobody has asked how.
 */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const [state, ...began] = ((await ps(pid, 'stat', 'lstart')) ?? '').trim().split(/\s+/);
    return state === '' || state?.startsWith('Z') ? undefined : began.join(' ');
  }
  const stat = await procFile(pid, 'stat');
  if (stat === undefined) return undefined;
  // The name of the program, in brackets, may hold anything. Behind it the third field, the state, comes first: the start, in
  // ticks since the machine began, is the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()} ${fields[19]}`;
}

async function procFile(pid: number, name: string): Promise<string | undefined> {
  return unlessGone(readFile(`/proc/${pid}/${name}`, 'utf8'));
}

async function ps(pid: number, ...columns: readonly string[]): Promise<string | undefined> {
  return unlessGone(runAs(null, 'ps', [...columns.flatMap((one) => ['-o', `${one}=`]), '-p', String(pid)]));
}

async function unlessGone(answer: Promise<string>): Promise<string | undefined> {
  try {
    return await answer;
  } catch (error) {
    const gone = ['ENOENT', 'ESRCH'].includes(errorCode(error)) || (error as { code?: unknown }).code === 1;
    if (gone) return undefined;
    throw error;
  }
}
