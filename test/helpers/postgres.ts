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

/**
 * Makes an empty database on the server of OSTIARY_DATABASE_URL, or else on an embedded one that this process starts
 * with the first call and hooks.ts stops.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url } = await (server ??= startServer());
  const name = `ostiary_test_${randomBytes(8).toString('hex')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(url, `drop database if exists ${name} with (force)`) };
}

/** Stops the embedded server, if one was started, and removes its files. */
export async function stopTestServer(): Promise<void> {
  const started = server;
  server = undefined;
  await (await started)?.stop();
}

async function startServer(): Promise<TestServer> {
  const given = process.env.OSTIARY_DATABASE_URL;
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
