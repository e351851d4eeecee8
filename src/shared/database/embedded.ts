import { prepareBinaries } from './embedded/binaries.js';
import { openCluster, readPassword, SUPERUSER } from './embedded/cluster.js';
import { findHome } from './embedded/home.js';
import { isServing, readLockFile } from './embedded/lock-file.js';
import { startPostmaster } from './embedded/postmaster.js';

/** Where an embedded PostgreSQL keeps its data, and what to set. */
export interface EmbeddedPostgresOptions {
  /** Folder for the cluster alone; made when missing. An existing cluster in it is used again. */
  readonly dataDirectory: string;
  /** Server settings over our own, e.g. { shared_buffers: '1GB' }. A port among them takes the place of a free one. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL of our own. It ends with our process, even when that is killed. */
export interface EmbeddedPostgres {
  /** Connects as the superuser: holds the password. */
  readonly url: string;
  /** e.g. "18.4". */
  readonly version: string;
  /**
   * Folder that really holds the cluster: the data directory, or one elsewhere when we are root and its parents are
   * closed to others (docs/database.md). Who throws a cluster away removes this folder.
   */
  readonly directory: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Shuts the server down in order (PostgreSQL's fast mode) and resolves once it is gone. May be called again. */
  readonly stop: () => Promise<void>;
}

/** For a machine that also runs the gateway. */
const SETTINGS: Readonly<Record<string, string>> = {
  // A receipt promises that the entry survives a power cut.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  listen_addresses: '127.0.0.1',
  // Socket paths are limited to about 100 bytes, and a checkout may lie anywhere.
  unix_socket_directories: '',
  shared_buffers: '256MB',
  // A gateway opens some fifty; there may be several, and a review service.
  max_connections: '300',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Errors go to the client, who knows what may be written down; their texts can quote personal data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/**
 * Starts a PostgreSQL of our own from the binaries npm installed, on a port of 127.0.0.1, with a random password.
 * Works for root too: PostgreSQL then runs as a user without rights.
 * @throws when the data directory is in use, holds another major version, or the binaries do not run here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await findHome(options.dataDirectory);
  const binaries = await prepareBinaries(home);
  const password = await openCluster(home, binaries);
  const postmaster = await startPostmaster(home, binaries, { ...SETTINGS, ...options.settings });
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(password, postmaster.port),
    version: binaries.version,
    directory: home.directory,
    pid: postmaster.pid,
    stop: () => (stopped ??= postmaster.stop()),
  };
}

/**
 * URL of the server that another process of ours runs on this data directory, so that a second command can look at a
 * gateway's database while it is at work; undefined when none is ready.
 */
export async function findRunningPostgres(dataDirectory: string): Promise<string | undefined> {
  const home = await findHome(dataDirectory);
  const lock = await readLockFile(home.data);
  if (lock?.status !== 'ready' || !(await isServing(home.data, lock))) return undefined;
  return urlOf(await readPassword(home), lock.port);
}

const urlOf = (password: string, port: number): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
