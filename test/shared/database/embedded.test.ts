import { expect } from 'chai';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { connectDatabase, ensureSupported, findDurabilityRisks } from '../../../src/shared/database/connect.js';
import {
  type EmbeddedPostgres,
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../../../src/shared/database/embedded.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { processGone, serveCluster } from './served-cluster.js';

/** Message of the error a promise ends with. */
async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('embedded PostgreSQL', () => {
  let dataDirectory: string;
  let running: EmbeddedPostgres | undefined;
  const folders = new Set<string>();

  async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
    running = await startEmbeddedPostgres({ dataDirectory, settings: { shared_buffers: '16MB', ...settings } });
    folders.add(running.directory);
    return running;
  }

  async function query<Row extends postgres.MaybeRow>(url: string, text: string): Promise<postgres.RowList<Row[]>> {
    const sql = connectDatabase(url, { applicationName: 'test', max: 1 });
    try {
      return await sql.unsafe<Row[]>(text);
    } finally {
      await sql.end();
    }
  }

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'ostiary-embedded-'));
    folders.add(dataDirectory);
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    folders.clear();
  });

  it('is found by a second command while it runs, and only then', async () => {
    expect(await findRunningPostgres(dataDirectory)).to.equal(undefined);
    const { url, stop } = await start();
    const found = await findRunningPostgres(dataDirectory);
    expect(found).to.equal(url);
    expect(await query(found ?? '', 'select 1 as one')).to.deep.equal([{ one: 1 }]);
    await stop();
    expect(await findRunningPostgres(dataDirectory)).to.equal(undefined);
  });

  it('serves a durable, checksummed UTF-8 cluster in UTC', async () => {
    const { url, version } = await start();
    const [settings] = await query(
      url,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
              current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
              current_setting('server_encoding') as encoding, current_setting('log_timezone') as zone,
              current_setting('server_version') as version, current_setting('listen_addresses') as addresses`,
    );
    expect(settings).to.deep.equal({
      fsync: 'on',
      pages: 'on',
      commit: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      zone: 'UTC',
      version,
      addresses: '127.0.0.1',
    });
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { url, directory } = await start();
    const withoutPassword = new URL(url);
    const { password } = withoutPassword;
    withoutPassword.password = 'wrong';
    expect(await failureOf(query(withoutPassword.href, 'select 1'))).to.match(/password authentication failed/);
    expect(password).to.have.length.above(40);
    expect((await stat(join(directory, 'data', 'ostiary-password'))).mode & 0o777).to.equal(0o600);
    expect((await stat(directory)).mode & 0o777).to.equal(0o700);
  });

  it('keeps what it stored over a restart, and stops twice without complaint', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    await first.stop();
    const second = await start();
    expect(second.directory).to.equal(first.directory);
    expect(await query(second.url, 'select answer from kept')).to.deep.include({ answer: 42 });
  });

  it('starts again after its server was killed, with all that was committed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.pid).to.not.equal(first.pid);
    expect(await query(second.url, 'select answer from kept')).to.deep.include({ answer: 42 });
  });

  it('comes back on the port it is told, though its killed predecessor still claims to be ready there', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    process.kill(first.pid, 'SIGKILL');
    const second = await start({ port });
    expect(second.url).to.equal(first.url);
    expect(second.pid).not.to.equal(first.pid);
    expect(await query(second.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
  });

  it('passes over a lock file that names a process of another program', async () => {
    const { directory, stop } = await start();
    await stop();
    const foreign = `${process.pid}\n${directory}/data\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`;
    await writeFile(join(directory, 'data', 'postmaster.pid'), foreign);
    const { url } = await start();
    expect(await query(url, 'select 1 as one')).to.deep.include({ one: 1 });
  });

  it('refuses a data directory that a running server uses', async () => {
    const { pid } = await start();
    expect(await failureOf(startEmbeddedPostgres({ dataDirectory }))).to.contain(
      `is in use by the running PostgreSQL process ${pid}`,
    );
  });

  it('refuses a cluster of another major version', async () => {
    const { directory, stop } = await start();
    await stop();
    await writeFile(join(directory, 'data', 'PG_VERSION'), '17\n');
    expect(await failureOf(start())).to.match(/was made by PostgreSQL 17 and this is 18\.\d/);
  });

  it('tells why it does not start', async () => {
    const failure = await failureOf(start({ shared_buffers: 'plenty' }));
    expect(failure).to.match(/^PostgreSQL does not start in .*: .*"shared_buffers"/);
    folders.add(/start in (.*?): /.exec(failure)?.[1] ?? dataDirectory);
  });

  it('keeps the texts of failed statements out of its log', async () => {
    const { url, directory } = await start();
    expect(await failureOf(query(url, `select 'NOVAK'::int`))).to.match(/NOVAK/);
    expect(await readFile(join(directory, 'server.log'), 'utf8'))
      .to.match(/ready to accept/)
      .and.not.match(/NOVAK/);
  });

  it('ends when the process that started it is killed, and its cluster can be used at once', async () => {
    const program = join(projectRoot, 'test/shared/database/serve-cluster.ts');
    const { pid, server, directory } = await serveCluster(
      [process.execPath, '--import', 'tsx', program],
      dataDirectory,
    );
    folders.add(directory);
    server.kill('SIGKILL');
    const { url } = await start();
    await processGone(pid);
    expect(await query(url, 'select 1 as one')).to.deep.include({ one: 1 });
  });

  it('is refused by the start check when durability is off', async () => {
    const { url } = await start({ fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0' });
    const sql = connectDatabase(url, { applicationName: 'test', max: 1 });
    expect(await failureOf(ensureSupported(sql))).to.match(/fsync is off; full_page_writes is off/);
    expect(await findDurabilityRisks(sql)).to.deep.equal([
      'wal_level is minimal: there can be neither a standby nor an archive',
    ]);
    await sql.end();
  });
});
