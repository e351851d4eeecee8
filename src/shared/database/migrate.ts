import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type postgres from 'postgres';
import { projectRoot } from '../project-root.js';

interface Migration {
  /** File name, e.g. "0001-log.sql". */
  readonly name: string;
  readonly text: string;
  /** Lower-case hexadecimal SHA-256 of the file. */
  readonly sha256: string;
}

interface Applied {
  name: string;
  sha256: string;
}

const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/;

/**
 * Brings a component's tables up to date: applies the files of migrations/<component> that this database has not seen,
 * in the order of their numbers, each in a transaction of its own. Processes may call this at the same time.
 * @param folder another folder to take the files from
 * @returns the names of the files applied by this call
 * @throws when a file that was applied has changed or is missing, or a new one comes before it
 */
export async function migrate(
  sql: postgres.Sql,
  component: string,
  folder: string = join(projectRoot, 'migrations', component),
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const applied: string[] = [];
  await sql.begin(async (tx) => {
    await lock(tx);
    // When a file was applied is for people; nothing goes by it, and there is no clock of a gateway yet.
    // eslint-disable-next-line no-restricted-syntax
    await tx`
      create table if not exists ostiary_migration (
        component text not null,
        name text not null,
        sha256 text not null,
        applied_at timestamptz not null default now(),
        primary key (component, name)
      )`;
  });
  for (const migration of migrations) {
    await sql.begin(async (tx) => {
      await lock(tx);
      const history = await tx<Applied[]>`
        select name, sha256 from ostiary_migration where component = ${component} order by name`;
      checkHistory(component, migrations, history);
      if (history.some(({ name }) => name === migration.name)) return;
      await tx
        .unsafe(migration.text)
        .simple()
        .catch((error: unknown) => {
          throw new Error(`migration ${component}/${migration.name} failed`, { cause: error });
        });
      await tx`
        insert into ostiary_migration (component, name, sha256)
        values (${component}, ${migration.name}, ${migration.sha256})`;
      applied.push(migration.name);
    });
  }
  return applied;
}

/** Held to the end of the transaction, so that of several processes one works and the others find its work done. */
async function lock(tx: postgres.TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('ostiary migrations', 0))`;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  if (names.length === 0) throw new Error(`${folder} holds no migrations`);
  const misnamed = names.find((name) => !FILE_NAME.test(name));
  if (misnamed !== undefined) throw new Error(`migration ${misnamed} is not named like 0001-what-it-does.sql`);
  const twin = names.find((name, index) => names[index + 1]?.slice(0, 4) === name.slice(0, 4));
  if (twin !== undefined) throw new Error(`migration ${twin} shares its number with another`);
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return { name, text: bytes.toString('utf8'), sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/** What the database has seen must be the beginning of what the files say, byte for byte. */
function checkHistory(component: string, migrations: readonly Migration[], history: readonly Applied[]): void {
  for (const [index, seen] of history.entries()) {
    const file = migrations.find(({ name }) => name === seen.name);
    const label = `migration ${component}/${seen.name}`;
    if (file === undefined) throw new Error(`${label} was applied to this database but its file is missing`);
    if (file.sha256 !== seen.sha256) throw new Error(`${label} was changed after it was applied to this database`);
    const expected = migrations[index];
    if (expected !== file) {
      throw new Error(`migration ${component}/${expected?.name ?? ''} comes before ${seen.name}, which was applied`);
    }
  }
}
