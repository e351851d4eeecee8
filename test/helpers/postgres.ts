import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded.js';

/** A database of one test's own. */
export interface TestDatabase {
  /** Connects as a superuser of the server. */
  readonly url: string;
  /** Removes it, along with connections still open. */
  drop(): Promise<void>;
}

interface TestServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

let server: Promise<TestServer> | undefined;

/** Filled databases, by what filled them. */
const models = new Map<(url: string) => Promise<void>, Promise<TestDatabase>>();

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
export async function createFilledDatabase(fill: (url: string) => Promise<void>): Promise<TestDatabase> {
  const model = models.get(fill) ?? fillDatabase(fill);
  models.set(fill, model);
  return createDatabase(new URL((await model).url).pathname.slice(1));
}

async function fillDatabase(fill: (url: string) => Promise<void>): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await fill(database.url);
  return database;
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const { url } = await (server ??= startServer());
  const name = `ostiary_test_${randomBytes(8).toString('hex')}`;
  await administer(url, `create database ${name} template ${template}`);
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
  const count = Number(process.env.OSTIARY_TEST_SERVERS ?? 0);
  for (let index = 0; index < count; index += 1) shared.push(await startServer());
  if (count > 0) process.env.OSTIARY_TEST_SERVER_URLS = shared.map(({ url }) => url).join(' ');
}

export async function stopTestServers(): Promise<void> {
  for (const { stop } of shared.splice(0)) await stop();
}

/** Mocha numbers its processes from 0; one that takes the place of one that died goes on counting. */
function serverOfThisWorker(): string | undefined {
  const urls = process.env.OSTIARY_TEST_SERVER_URLS?.split(' ');
  return urls?.[Number(process.env.MOCHA_WORKER_ID ?? 0) % urls.length];
}

async function startServer(): Promise<TestServer> {
  const given = serverOfThisWorker() ?? process.env.OSTIARY_DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };

  const dataDirectory = await mkdtemp(join(tmpdir(), 'ostiary-test-postgres-'));
  const { url, directory, stop } = await startEmbeddedPostgres({ dataDirectory, settings: { shared_buffers: '64MB' } });
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
