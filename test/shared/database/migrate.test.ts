import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { migrate } from '../../../src/shared/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.js';

/** Message of the error a migration ends with. */
async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('migrations', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let folder: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    sql = connectDatabase(database.url, { applicationName: 'ostiary-test', max: 2 });
    folder = await mkdtemp(join(tmpdir(), 'ostiary-migrations-'));
  });

  afterEach(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function file(name: string, text: string): Promise<void> {
    await writeFile(join(folder, name), text);
  }

  async function columns(table: string): Promise<string[]> {
    const rows = await sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = ${table} order by ordinal_position`;
    return rows.map(({ name }) => name);
  }

  it('applies files in the order of their numbers, once', async () => {
    await file('0010-third.sql', 'alter table t add c int; alter table t add d int;');
    await file('0002-second.sql', 'alter table t add b int;');
    await file('0001-first.sql', 'create table t (a int);');
    const names = ['0001-first.sql', '0002-second.sql', '0010-third.sql'];
    expect(await migrate(sql, 'one', folder)).to.deep.equal(names);
    expect(await columns('t')).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(await migrate(sql, 'one', folder)).to.deep.equal([]);
    await file('0011-fourth.sql', 'alter table t add e int;');
    expect(await migrate(sql, 'one', folder)).to.deep.equal(['0011-fourth.sql']);
  });

  it('records the SHA-256 of each file', async () => {
    // printf 'select 1;' | sha256sum
    await file('0001-first.sql', 'select 1;');
    await migrate(sql, 'one', folder);
    expect(await sql`select component, name, sha256 from ostiary_migration`).to.deep.include({
      component: 'one',
      name: '0001-first.sql',
      sha256: '354b7196c9ba5fb4b21cf615bb6ec4cd5c07503c34229feef033fc081a8c03f4',
    });
  });

  it('keeps components apart', async () => {
    await file('0001-first.sql', 'create table if not exists t (a int);');
    expect(await migrate(sql, 'one', folder)).to.deep.equal(['0001-first.sql']);
    expect(await migrate(sql, 'two', folder)).to.deep.equal(['0001-first.sql']);
  });

  it('lets several processes start together', async () => {
    for (let number = 1; number <= 9; number += 1) await file(`000${number}-step.sql`, `create table t${number} ();`);
    const others = Array.from({ length: 4 }, () => connectDatabase(database.url, { applicationName: 'other', max: 1 }));
    const applied = await Promise.all(others.map((other) => migrate(other, 'one', folder)));
    await Promise.all(others.map((other) => other.end()));
    expect(applied.flat().sort()).to.deep.equal(Array.from({ length: 9 }, (_, index) => `000${index + 1}-step.sql`));
  });

  it('undoes a file that fails, keeps those before, and goes on once it is mended', async () => {
    await file('0001-first.sql', 'create table t (a int);');
    await file('0002-second.sql', 'alter table t add b int; select 1/0;');
    expect(await failureOf(migrate(sql, 'one', folder))).to.equal('migration one/0002-second.sql failed');
    expect(await columns('t')).to.deep.equal(['a']);
    await file('0002-second.sql', 'alter table t add b int;');
    expect(await migrate(sql, 'one', folder)).to.deep.equal(['0002-second.sql']);
  });

  it('refuses to go on after an applied file changed', async () => {
    await file('0001-first.sql', 'create table t (a int);');
    await migrate(sql, 'one', folder);
    await file('0001-first.sql', 'create table t (a int); ');
    await file('0002-second.sql', 'create table u ();');
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(/^migration one\/0001-first\.sql was changed/);
    expect(await sql`select to_regclass('u') as u`).to.deep.include({ u: null });
  });

  it('refuses to go on when an applied file is missing', async () => {
    await file('0001-first.sql', 'select 1;');
    await file('0002-second.sql', 'select 1;');
    await migrate(sql, 'one', folder);
    await rm(join(folder, '0001-first.sql'));
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(/0001-first\.sql .* its file is missing$/);
  });

  it('refuses a new file that comes before an applied one', async () => {
    await file('0002-second.sql', 'select 1;');
    await migrate(sql, 'one', folder);
    await file('0001-first.sql', 'select 1;');
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(
      /0001-first\.sql comes before 0002-second\.sql, which was applied$/,
    );
  });

  it('refuses names that leave the order open', async () => {
    await file('0001-first.sql', 'select 1;');
    await file('0001-other.sql', 'select 1;');
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(/0001-first\.sql shares its number/);
    await rm(join(folder, '0001-other.sql'));
    await file('2-second.sql', 'select 1;');
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(/2-second\.sql is not named like/);
  });

  it('refuses a folder without migrations', async () => {
    expect(await failureOf(migrate(sql, 'one', folder))).to.match(/holds no migrations/);
  });
});
