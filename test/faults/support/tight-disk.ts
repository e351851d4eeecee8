/**
 * A PostgreSQL whose disk can be filled and freed. Where this process may mount, the data lie in a memory file system
 * of their own, which is really full. Elsewhere the kernel's limit on file sizes stands in: files that exist can be
 * written, but none can grow (RLIMIT_FSIZE), which PostgreSQL meets at the same calls and reports as it does a full
 * disk.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type postgres from 'postgres';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/shared/database/embedded.js';

const run = promisify(execFile);

/** See above. */
export interface TightDisk {
  /** What it is, for people. */
  readonly description: string;
  start(settings: Readonly<Record<string, string>>): Promise<EmbeddedPostgres>;
  /** From now on nothing can be added. Resolves once that is so. */
  fill(server: EmbeddedPostgres, sql: postgres.Sql): Promise<void>;
  free(server: EmbeddedPostgres): Promise<void>;
  dispose(): Promise<void>;
}

const MOUNT_SIZE = '256m';
const BALLAST_CHUNK = Buffer.alloc(1 << 20, 1);

/** Takes the best there is here. */
export async function tightDisk(directory: string): Promise<TightDisk> {
  // PostgreSQL runs as somebody else when we are root, and must get there.
  await chmod(directory, 0o755);
  const mountPoint = join(directory, 'tight');
  await mkdir(mountPoint, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${MOUNT_SIZE},mode=0755`, 'ostiary-tight-disk', mountPoint]);
  } catch {
    return limitedFiles(join(directory, 'limited'));
  }
  return mountedDisk(mountPoint);
}

function mountedDisk(mountPoint: string): TightDisk {
  const ballast = join(mountPoint, 'ballast');
  return {
    description: `a mounted file system of ${MOUNT_SIZE}`,
    start: (settings) => startEmbeddedPostgres({ dataDirectory: join(mountPoint, 'postgres'), settings }),
    async fill() {
      await writeFile(ballast, '');
      for (let chunk = BALLAST_CHUNK; chunk.length >= 512;) {
        try {
          await writeFile(ballast, chunk, { flag: 'a' });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          chunk = chunk.subarray(0, chunk.length / 2);
        }
      }
    },
    free: () => rm(ballast, { force: true }),
    async dispose() {
      await run('umount', ['--lazy', mountPoint]);
    },
  };
}

/** Size of a segment of PostgreSQL's own log, which must still be written: without it the server only ever restarts. */
const WAL_SEGMENT_BYTES = 16 * 1024 * 1024;

/** Of a row that fills a quarter of a page and is not yet compressed. */
const ROW_BYTES = 1_900;

function limitedFiles(dataDirectory: string): TightDisk {
  /** Sets the limit for every process of the server, as its own user: no right is needed for that. */
  async function limit(server: EmbeddedPostgres, bytes: string): Promise<void> {
    const { uid, gid } = await stat(join(server.directory, 'data'));
    const user = process.getuid?.() === 0 ? { uid, gid } : {};
    for (const pid of [server.pid, ...(await childrenOf(server.pid))]) {
      // One that has just ended needs no limit.
      await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], user).catch(async (error: unknown) => {
        if ((await readdir('/proc')).includes(String(pid))) throw error;
      });
    }
  }
  return {
    description: 'files that cannot grow (this process may not mount: no file system was filled)',
    start: (settings) => startEmbeddedPostgres({ dataDirectory, settings: { ...settings, autovacuum: 'off' } }),
    async fill(server, sql) {
      // Rows that were never committed take their room all the same: the table is as long as a file may be.
      await sql
        .begin(async (tx) => {
          await tx`SET LOCAL session_replication_role = replica`;
          await tx`INSERT INTO audit.log_entry (idx, kind, leaf, body)
            SELECT n, 'none', decode(repeat('00', 32), 'hex'), convert_to(repeat('x', ${ROW_BYTES}), 'UTF8')
              FROM generate_series(1000000000, 1000000000 + ${Math.ceil(WAL_SEGMENT_BYTES / ROW_BYTES)}::int) AS n`;
          throw new NotMeant();
        })
        .catch((error: unknown) => {
          if (!(error instanceof NotMeant)) throw error;
        });
      await limit(server, String(WAL_SEGMENT_BYTES));
    },
    free: (server) => limit(server, 'unlimited'),
    dispose: () => Promise.resolve(),
  };
}

class NotMeant extends Error {}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}
