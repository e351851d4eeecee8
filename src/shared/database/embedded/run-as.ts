import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A system user by numbers; null stands for the user we already are. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/** Making a cluster writes 40 MB and waits for the disk: usually a second, minutes on a slow and busy one. */
const COMMAND_TIMEOUT_MS = 300_000;

const run = promisify(execFile);

/** What our children see of the environment: PostgreSQL needs no secret of ours, and PG* variables would bend it. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Runs a program to its end as a user and returns what it wrote to standard output.
 * @throws an error that holds the program's standard error when it fails
 */
export async function runAs(user: RunAs, program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, {
    ...user,
    cwd: '/',
    env: cleanEnvironment(),
    timeout: COMMAND_TIMEOUT_MS,
  });
  return stdout;
}

/** Whether PostgreSQL would refuse to run as the user we are. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * A user without rights for PostgreSQL to run as when we are root: nobody, else the first of /etc/passwd that is not
 * root. Numbers beyond 31 bits are passed over, since the operating system's calls take them differently.
 * @throws when /etc/passwd names none
 */
export async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const users = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && uid < 2 ** 31 && gid > 0 && gid < 2 ** 31);
  const chosen = users.find(({ name }) => name === 'nobody') ?? users[0];
  if (chosen === undefined) throw new Error('PostgreSQL refuses to run as root and /etc/passwd names no other user');
  return { uid: chosen.uid, gid: chosen.gid };
}

/** Whether the user can pass through a folder. Asked of the operating system: modes alone do not tell of ACLs. */
export async function canEnter(user: RunAs, folder: string): Promise<boolean> {
  const verdict = await runAs(user, '/bin/sh', ['-c', 'cd -- "$1" 2>/dev/null && echo yes || echo no', 'sh', folder]);
  return verdict.trim() === 'yes';
}
