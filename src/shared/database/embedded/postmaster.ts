import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicClock } from '../../clock.js';
import type { Binaries } from './binaries.js';
import { errorCode } from './error-code.js';
import type { ClusterHome } from './home.js';
import { isServing, readLockFile } from './lock-file.js';
import { cleanEnvironment } from './run-as.js';

/** A running server. */
export interface Postmaster {
  readonly pid: number;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** Shuts the server down and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/** How long a server that someone else started may take to go, once it is stopping and before. */
const STOPPING_PATIENCE_MS = 60_000;
const RUNNING_PATIENCE_MS = 3_000;
/** Replaying max_wal_size of log after a crash takes minutes on a slow disk. */
const READY_TIMEOUT_MS = 300_000;
/** A fast shutdown writes one checkpoint; after this we fall back on crash recovery at the next start. */
const STOP_TIMEOUT_MS = 60_000;
const START_ATTEMPTS = 50;
const POLL_MS = 25;
const RETRY_MS = 200;
/** Most of the log that an error shows. */
const LOG_EXCERPT_CHARACTERS = 2_000;

/** Failures that pass: another program took the port, or processes of a killed server are not yet gone. */
const PASSING_FAILURE = /could not bind|Address already in use|pre-existing shared memory block/;

/**
 * Runs the server and stops it when standard input closes, which the kernel sees to however our process ends. The
 * shell ignores the signals a terminal or service manager sends to everyone: the order of shutdown is ours to choose.
 */
const SUPERVISOR = `
umask 077
log=$1
shift
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
postmaster=$!
trap '' HUP INT TERM
(read -r _ <&3; kill -INT "$postmaster") 2>/dev/null &
watcher=$!
exec 3<&-
wait "$postmaster"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
`;

/** Starts the server of a cluster, on a free port unless the settings name one, and waits until it accepts connections. */
export async function startPostmaster(
  home: ClusterHome,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const log = join(home.directory, 'server.log');
  const bystander = await waitForPredecessor(home.data);
  await keepPreviousLog(log);
  for (let attempt = 1; ; attempt += 1) {
    const logStart = await sizeOf(log);
    const port = settings.port === undefined ? await freePort() : Number(settings.port);
    const server = launch(home, binaries, log, { ...settings, port: String(port) }, bystander);
    const pid = await untilReady(server, home.data, port);
    if (pid !== undefined) return { pid, port, stop: () => stop(server, pid) };

    const complaint = (await readFile(log)).subarray(logStart).toString('utf8').slice(-LOG_EXCERPT_CHARACTERS).trim();
    if (!PASSING_FAILURE.test(complaint) || attempt === START_ATTEMPTS) {
      throw new Error(`PostgreSQL does not start in ${home.directory}: ${complaint}`);
    }
    await sleep(RETRY_MS);
  }
}

/** The log holds one run, and the run before stays at hand, so neither grows without end. */
async function keepPreviousLog(log: string): Promise<void> {
  await rename(log, `${log}.previous`).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Waits until a server that already runs on the cluster is gone: one whose parent was just killed is on its way out.
 * @returns the process that a stale lock file names although it has nothing to do with PostgreSQL, if any
 * @throws when the server stays
 */
async function waitForPredecessor(data: string): Promise<number | undefined> {
  const started = monotonicClock.now();
  for (;;) {
    const lock = await readLockFile(data);
    if (lock === undefined) return undefined;
    if (!(await isServing(data, lock))) return lock.pid;
    const patience = lock.status === 'stopping' ? STOPPING_PATIENCE_MS : RUNNING_PATIENCE_MS;
    if (monotonicClock.now() - started > patience) {
      throw new Error(
        `${data} is in use by the running PostgreSQL process ${lock.pid}; stop the program that started it`,
      );
    }
    await sleep(RETRY_MS);
  }
}

interface Server {
  readonly shell: ChildProcess;
  readonly exited: Promise<unknown>;
}

function launch(
  { data, directory, user }: ClusterHome,
  { folder }: Binaries,
  log: string,
  settings: Readonly<Record<string, string>>,
  bystander: number | undefined,
): Server {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const shell = spawn(
    '/bin/sh',
    ['-c', SUPERVISOR, 'sh', log, join(folder, 'bin', 'postgres'), '-D', data, ...options],
    {
      ...user,
      cwd: '/',
      // Its own session, so that Ctrl-C reaches our process alone.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      // pg_ctl's own way of telling the server which process in a stale lock file cannot be another server.
      env: { ...cleanEnvironment(), ...(bystander !== undefined && { PG_GRANDPARENT_PID: String(bystander) }) },
    },
  );
  const exited = new Promise((resolve, reject) => {
    shell.once('exit', resolve);
    shell.once('error', (error) => reject(new Error(`PostgreSQL cannot be run for ${directory}`, { cause: error })));
  });
  return { shell, exited };
}

/** The server's process id once it accepts connections on the port; undefined when it ends before. */
async function untilReady({ shell, exited }: Server, data: string, port: number): Promise<number | undefined> {
  const started = monotonicClock.now();
  for (;;) {
    const ended = await Promise.race([exited.then(() => true), sleep(POLL_MS, false)]);
    if (ended) return undefined;
    const lock = await readLockFile(data);
    // What a killed server left behind says "ready", too.
    if (lock?.port === port && lock.status === 'ready' && (await isServing(data, lock))) return lock.pid;
    if (monotonicClock.now() - started > READY_TIMEOUT_MS) {
      shell.stdin?.end();
      throw new Error(`PostgreSQL in ${data} was not ready after ${READY_TIMEOUT_MS / 1000} s`);
    }
  }
}

async function stop({ shell, exited }: Server, pid: number): Promise<void> {
  shell.stdin?.end();
  const overdue = setTimeout(() => process.kill(pid, 'SIGQUIT'), STOP_TIMEOUT_MS);
  try {
    await exited;
  } finally {
    clearTimeout(overdue);
  }
}

/** A port nobody listens on now. Another program may be quicker to take it: the caller tries again. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}
