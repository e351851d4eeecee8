/** The same search in PostgreSQL, as one would build it there: pg_trgm over a column without case and accents. */
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../../src/shared/database/embedded.js';
import type { GalleryPerson, GalleryQuery } from './gallery.js';

/** A gallery in PostgreSQL. */
export interface TrigramSearch {
  readonly loadMs: number;
  readonly indexBytes: number;
  /** Places in the gallery of the ten best, best first. */
  find(query: GalleryQuery): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Below this likeness the index proposes nobody: pg_trgm's own default. */
const THRESHOLD = 0.3;
/** What an equal date of birth, or an equal year if no more is asked for, adds to the likeness. */
const DATE_BONUS = 0.3;

/** Loads the gallery into a server of its own. */
export async function startTrigramSearch(people: readonly GalleryPerson[]): Promise<TrigramSearch> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-names-'));
  const server = await startEmbeddedPostgres({
    dataDirectory: join(directory, 'postgres'),
    settings: { shared_buffers: '512MB', maintenance_work_mem: '512MB', work_mem: '64MB', jit: 'off' },
  });
  const setup = connectDatabase(server.url, { applicationName: 'bench-setup', max: 1 });
  // Letters of every script are letters: in the locale C pg_trgm would see none but A to Z.
  await setup`create database names template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C.UTF-8'`;
  await setup.end();
  const url = new URL(server.url);
  url.pathname = '/names';
  const sql = connectDatabase(url.href, { applicationName: 'bench', max: 1 });
  const loadMs = await load(sql, people);
  const [size] = await sql<{ bytes: number }[]>`select pg_relation_size('person_by_name')::int as bytes`;
  return {
    loadMs,
    indexBytes: size?.bytes ?? 0,
    find: (query) => find(sql, query),
    async stop() {
      await sql.end();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function load(sql: postgres.Sql, people: readonly GalleryPerson[]): Promise<number> {
  await sql`create extension pg_trgm`;
  await sql`create extension unaccent`;
  await sql`create table given (place int, name text, date_of_birth text)`;
  const lines = people.map(
    ({ givenNames, familyName, dateOfBirth }, place) =>
      `${place}\t${`${givenNames} ${familyName}`.replace(/[\t\n\\]/g, ' ')}\t${dateOfBirth}\n`,
  );
  await pipeline(Readable.from(lines), await sql`copy given from stdin`.writable());
  const began = performance.now();
  await sql`create table person as select place, lower(unaccent(name)) as name, date_of_birth from given`;
  await sql`create index person_by_name on person using gin (name gin_trgm_ops)`;
  await sql`vacuum analyze person`;
  await sql.unsafe(`set pg_trgm.similarity_threshold = ${THRESHOLD}`);
  return performance.now() - began;
}

async function find(sql: postgres.Sql, { query, dateOfBirth }: GalleryQuery): Promise<readonly number[]> {
  const rows = await sql<{ place: number }[]>`
    select place
    from person, lower(unaccent(${query})) as asked
    where name % asked
    order by similarity(name, asked)
        + case when ${dateOfBirth} <> '' and starts_with(date_of_birth, ${dateOfBirth}) then ${DATE_BONUS}::real else 0 end desc,
      place
    limit 10`;
  return rows.map(({ place }) => place);
}
