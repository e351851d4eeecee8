import { expect } from 'chai';
import type postgres from 'postgres';
import {
  connectDatabase,
  type ConnectOptions,
  ensureSupported,
  findDurabilityRisks,
} from '../../../src/shared/database/connect.js';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.js';

/** Message of the error a query ends with. */
async function failureOf(promise: PromiseLike<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('database connection', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;

  before(async () => {
    database = await createTestDatabase();
  });

  after(() => database.drop());

  afterEach(() => sql.end());

  function connect(options: Partial<ConnectOptions> = {}, url = database.url): void {
    sql = connectDatabase(url, { applicationName: 'ostiary-test', max: 1, ...options });
  }

  it('names itself, speaks UTC and does not let a forgotten transaction hold its locks for ever', async () => {
    connect();
    const [settings] = await sql`
      select current_setting('application_name') as name, current_setting('TimeZone') as zone,
             current_setting('idle_in_transaction_session_timeout') as patience,
             current_setting('statement_timeout') as statement`;
    expect(settings).to.deep.equal({ name: 'ostiary-test', zone: 'UTC', patience: '1min', statement: '0' });
  });

  it('has the rights of its role and falls back to no others', async () => {
    connect({ role: 'pg_monitor' });
    await sql`reset role`;
    expect(await sql`select current_user::text as "user"`).to.deep.include({ user: 'pg_monitor' });
    expect(await failureOf(sql`create role ostiary_test_intruder`)).to.match(/permission denied/);
  });

  it('does not connect under a role that is not there', async () => {
    connect({ role: 'ostiary_test_missing' });
    expect(await failureOf(sql`select 1`)).to.match(/ostiary_test_missing/);
  });

  it('gives up a statement that takes too long', async () => {
    connect({ statementTimeoutMs: 50 });
    expect(await failureOf(sql`select pg_sleep(20)`)).to.match(/statement timeout/);
  });

  it('supports the server of the tests', async () => {
    connect();
    expect(await failureOf(ensureSupported(sql))).to.equal('no failure');
  });

  it('refuses connections that confirm what is not yet on disk', async () => {
    const url = new URL(database.url);
    url.searchParams.set('synchronous_commit', 'off');
    connect({}, url.href);
    expect(await failureOf(ensureSupported(sql))).to.match(/cannot keep an audit log: synchronous_commit is off$/);
    await sql.end();
    url.searchParams.set('synchronous_commit', 'local');
    url.searchParams.set('zero_damaged_pages', 'on');
    connect({}, url.href);
    expect(await failureOf(ensureSupported(sql))).to.match(
      /cannot keep an audit log: synchronous_commit is local; zero_damaged_pages is on$/,
    );
  });

  it('finds no risk in the server of the tests, and names those of others', async () => {
    connect();
    expect(await findDurabilityRisks(sql)).to.deep.equal([]);
    await sql.end();
    const url = new URL(database.url);
    url.searchParams.set('ignore_checksum_failure', 'on');
    connect({}, url.href);
    expect(await findDurabilityRisks(sql)).to.deep.equal([
      'ignore_checksum_failure is on: damage on disk is passed over',
    ]);
  });

  it('refuses a database that is not in UTF-8', async () => {
    connect();
    const name = new URL(database.url).pathname.slice(1);
    await sql.unsafe(`create database ${name}_ascii template template0 encoding 'SQL_ASCII' locale 'C'`);
    await sql.end();
    const url = new URL(database.url);
    url.pathname = `/${name}_ascii`;
    connect({}, url.href);
    expect(await failureOf(ensureSupported(sql))).to.match(/encoded in SQL_ASCII, UTF8 is needed$/);
    await sql.end();
    connect();
    await sql.unsafe(`drop database ${name}_ascii`);
  });
});
