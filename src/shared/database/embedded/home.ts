import { createHash } from 'node:crypto';
import { access, chmod, chown, constants, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode } from './error-code.js';
import { canEnter, isRoot, type RunAs, unprivilegedUser } from './run-as.js';

/** Where a cluster lives and whose it is. */
export interface ClusterHome {
  /** Folder of the cluster, its log and, where needed, a copy of the binaries. Mode 0700 when we are root. */
  readonly directory: string;
  /** PostgreSQL's own data directory inside. */
  readonly data: string;
  readonly user: RunAs;
}

/**
 * Decides where the cluster lives, and makes the folder. That is the data directory, unless we are root and the user
 * PostgreSQL then runs as cannot get there: then it is a folder elsewhere whose name follows from the data directory.
 * A cluster that exists is found again, and in the data directory it keeps its owner.
 * @throws when the folder belongs to another user or holds something else
 */
export async function findHome(dataDirectory: string): Promise<ClusterHome> {
  const wanted = resolve(dataDirectory);
  if (!isRoot()) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    if (await isOpen(wanted)) return home(wanted, null);
    throw new Error(`${wanted} belongs to another user; run as that user, or as root, or use another data directory`);
  }
  await mkdir(dirname(wanted), { recursive: true });
  const parent = await realpath(dirname(wanted));
  const direct = join(parent, basename(wanted));
  const owner = await ownerOf(join(direct, 'data'));
  if (owner !== undefined) {
    if (await canEnter(owner, direct)) return home(direct, owner);
    throw new Error(`${direct} holds a cluster whose owner cannot get there; open the folders above to that user`);
  }
  const user = await unprivilegedUser();
  const elsewhere = await folderElsewhere(direct);
  const moved = (await ownerOf(join(elsewhere, 'data'))) !== undefined;
  const directory = !moved && (await canEnter(user, parent)) ? direct : elsewhere;
  await claim(directory, user);
  return home(directory, user);
}

function home(directory: string, user: RunAs): ClusterHome {
  return { directory, data: join(directory, 'data'), user };
}

/** The system's folder for programs' state, before one that is swept of old files. */
async function folderElsewhere(directory: string): Promise<string> {
  const name = `ostiary-postgres-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;
  for (const base of ['/var/lib', '/var/tmp']) {
    if (await isOpen(base)) return join(base, name);
  }
  return join(tmpdir(), name);
}

/** Whether we can look into a folder, and make something in it. */
async function isOpen(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EROFS'].includes(errorCode(error))) return false;
    throw error;
  }
}

/** Owner of an existing cluster, or undefined when there is none. */
async function ownerOf(data: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(data);
    if (uid === 0) throw new Error(`${data} belongs to root, as whom PostgreSQL refuses to run`);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Makes the folder the user's own. One that exists must be theirs already or be root's and empty: its name can be
 * foreseen, so another user may have planted something there.
 */
async function claim(directory: string, user: { uid: number; gid: number }): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const found = await lstat(directory);
  const ours = found.uid === user.uid || (found.uid === 0 && (await readdir(directory)).length === 0);
  if (!found.isDirectory() || !ours) {
    throw new Error(`${directory} belongs to another user or holds other files; PostgreSQL cannot live there`);
  }
  await chown(directory, user.uid, user.gid);
  await chmod(directory, 0o700);
}
