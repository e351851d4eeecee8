import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLineOf } from '../../running-process.js';
import { errorCode } from './error-code.js';

/** What a running server writes about itself into postmaster.pid (PostgreSQL's src/include/utils/pidfile.h). */
export interface LockFile {
  readonly pid: number;
  readonly port: number;
  /** "starting", "stopping", "ready" or "standby"; "" until written. */
  readonly status: string;
}

/** Reads the lock file of a data directory; undefined when there is none. */
export async function readLockFile(data: string): Promise<LockFile | undefined> {
  try {
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether the process that the lock file names is a server on that data directory. After a crash the number may
 * belong to any program, in a container even usually does.
 */
export async function isServing(data: string, { pid }: LockFile): Promise<boolean> {
  return (await commandLineOf(pid)).includes(data);
}
