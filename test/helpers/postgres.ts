import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded.js';
import { migrate } from '../../src/shared/database/migrate.js';

/** A database of one test's own. */
export interface TestDatabase {
  /** Connects as a superuser of the server. */
  readonly url: string;
  /** Removes it, along with connections still open. */
  drop(): Promise<void>;
}

/** Less than the product's, so that several servers fit in memory; what is promised of a commit stays as it is. */
const SETTINGS = { shared_buffers: '64MB', max_wal_size: '256MB' };

/** What a server may come to hold, in bytes. */
const SERVER_BYTES = 3 * 2 ** 30;

/**
 * In memory where there is enough of it: a product that asks for fsync gets it, and it costs nothing. What is tested
 * about disks and kills runs servers of its own, on disk (test/faults, test/shared/database).
 */
async function serverFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined);
  const enough = memory !== undefined && memory.bavail * memory.bsize >= SERVER_BYTES;
  return mkdtemp(join(enough ? '/dev/shm' : tmpdir(), 'ostiary-test-postgres-'));
}

interface TestServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

let server: Promise<TestServer> | undefined;

/** Filled databases, by what filled them, or by the components whose tables they have. */
const models = new Map<((url: string) => Promise<void>) | string, Promise<TestDatabase>>();

/**
 * Makes an empty database on the server of OSTIARY_DATABASE_URL, or else on an embedded one that this process starts
 * with the first call and hooks.ts stops. Under `mocha --parallel` it is the server of this process (startTestServers).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase('template1');
}

/**
 * Makes a database that is like one which `fill` has filled. It is filled once in a process; everybody gets a copy, which
 * takes a tenth of a second. `fill` leaves no connection open.
 */
export async function createFilledDatabase(
  fill: (url: string) => Promise<void>,
  name: string | typeof fill = fill,
): Promise<TestDatabase> {
  const model = models.get(name) ?? fillDatabase(fill);
  models.set(name, model);
  return createDatabase(new URL((await model).url).pathname.slice(1));
}

/** Makes a database that has the tables of these components (migrations/) and is otherwise empty. */
export async function createMigratedDatabase(...components: readonly string[]): Promise<TestDatabase> {
  const fill = async (url: string): Promise<void> => {
    const owner = connectDatabase(url, { applicationName: 'test-migrations', max: 1 });
    for (const component of components) await migrate(owner, component);
    await owner.end();
  };
  return createFilledDatabase(fill, components.join());
}

async function fillDatabase(fill: (url: string) => Promise<void>): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await fill(database.url);
  return database;
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const { url } = await (server ??= startServer());
  const name = `ostiary_test_${randomBytes(8).toString('hex')}`;
  // Copies files, which costs less than the write-ahead log of every page.
  await administer(url, `create database ${name} template ${template} strategy file_copy`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(url, `drop database if exists ${name} with (force)`) };
}

/** Stops the embedded server, if this process started one, and removes its files. */
export async function stopTestServer(): Promise<void> {
  if (serverOfThisWorker() !== undefined) return;
  for (const model of models.values()) await (await model).drop();
  models.clear();
  const started = server;
  server = undefined;
  await (await started)?.stop();
}

/** Servers for processes that share the files, and what stops them. */
const shared: TestServer[] = [];

/**
 * Starts as many servers as OSTIARY_TEST_SERVERS says, for the processes of `mocha --parallel`, and tells them by
 * OSTIARY_TEST_SERVER_URLS: a process of mocha ends without running anything of ours, so it cannot stop its own.
 */
export async function startTestServers(): Promise<void> {
  process.env.OSTIARY_TEST_FOLDER = await mkdtemp(join(tmpdir(), 'ostiary-test-run-'));
  const count = Number(process.env.OSTIARY_TEST_SERVERS ?? 0);
  for (let index = 0; index < count; index += 1) shared.push(await startServer());
  if (count > 0) process.env.OSTIARY_TEST_SERVER_URLS = shared.map(({ url }) => url).join(' ');
}

export async function stopTestServers(): Promise<void> {
  for (const { stop } of shared.splice(0)) await stop();
  await rm(runFolder(), { recursive: true });
}

/** Folder of the whole run, for what its files share; removed at the end. */
export const runFolder = (): string => process.env.OSTIARY_TEST_FOLDER!;

/** Mocha numbers its processes from 0; one that takes the place of one that died goes on counting. */
function serverOfThisWorker(): string | undefined {
  const urls = process.env.OSTIARY_TEST_SERVER_URLS?.split(' ');
  return urls?.[Number(process.env.MOCHA_WORKER_ID ?? 0) % urls.length];
}

async function startServer(): Promise<TestServer> {
  const given = serverOfThisWorker() ?? process.env.OSTIARY_DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };

  const dataDirectory = await serverFolder();
  const { url, directory, stop } = await startEmbeddedPostgres({ dataDirectory, settings: SETTINGS });
  return {
    url,
    stop: async () => {
      await stop();
      for (const folder of [directory, dataDirectory]) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const sql = connectDatabase(url, { applicationName: 'ostiary-test', max: 1 });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
