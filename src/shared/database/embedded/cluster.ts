import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { errorCode } from './error-code.js';
import type { ClusterHome } from './home.js';
import { runAs } from './run-as.js';

/** Name of the cluster's owner, the role the embedded database is administered as. */
export const SUPERUSER = 'postgres';

/** Lies among PostgreSQL's own files, so that cluster and password come into being in one rename. */
const PASSWORD_FILE = 'ostiary-password';

/**
 * Makes the cluster when there is none and returns its superuser's password.
 * @throws when the existing cluster is of another major version, which PostgreSQL cannot read
 */
export async function openCluster(home: ClusterHome, binaries: Binaries): Promise<string> {
  const existing = await majorVersionOf(home.data);
  if (existing === undefined) await createCluster(home, binaries);
  else if (existing !== majorVersion(binaries.version)) {
    throw new Error(
      `${home.data} was made by PostgreSQL ${existing} and this is ${binaries.version}; ` +
        'dump it with its own version and restore it here (docs/database.md), or use another data directory',
    );
  }
  return readPassword(home);
}

/** The superuser's password of an existing cluster. */
export function readPassword({ data }: ClusterHome): Promise<string> {
  return readFile(join(data, PASSWORD_FILE), 'utf8');
}

async function majorVersionOf(data: string): Promise<string | undefined> {
  try {
    return (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function majorVersion(version: string): string {
  return /^\d+/.exec(version)?.[0] ?? version;
}

async function createCluster({ directory, data, user }: ClusterHome, binaries: Binaries): Promise<void> {
  const unfinished = join(directory, 'data-unfinished');
  const password = join(directory, 'password-unfinished');
  for (const stale of [unfinished, password]) await rm(stale, { recursive: true, force: true });

  await writeFile(password, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  if (user !== null) await chown(password, user.uid, user.gid);
  await runAs(user, join(binaries.folder, 'bin', 'initdb'), [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
  ]);
  await rename(password, join(unfinished, PASSWORD_FILE));
  await syncFolder(unfinished);
  await rename(unfinished, data);
  // Were this rename lost in a power cut, the next start would make an empty cluster over a full one.
  await syncFolder(directory);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
