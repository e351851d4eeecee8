import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type postgres from 'postgres';
import { runCancellable } from '../../../../src/adapters/sis/store/cancellable.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../../../../src/shared/database/embedded.js';
import { eventually } from '../../../helpers/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../helpers/postgres.js';

const NEVER = new AbortController().signal;

describe('a query that can be cancelled', () => {
  describe('among others on one connection', () => {
    let database: TestDatabase;
    let sql: postgres.Sql;
    let owner: postgres.Sql;
    beforeEach(async () => {
      database = await createTestDatabase();
      owner = connectDatabase(database.url, { applicationName: 'owner', max: 1 });
      await owner`create table gate ()`;
      sql = connectDatabase(database.url, { applicationName: 'cancellable', max: 1 });
    });
    afterEach(async () => {
      await sql.end();
      await owner.end();
      await database.drop();
    });

    const ask = (name: string, signal = NEVER) =>
      runCancellable(() => sql<{ name: string }[]>`select ${name} as name`, signal).then(
        (rows) => rows.map((row) => row.name),
        (error: unknown) => error,
      );

    it('never gets the answer to another', async () => {
      const caller = new AbortController();
      const gone = new Error('gone');
      // Only statements that are prepared are sent behind others that still run.
      await ask('prepared');
      let answers: Promise<unknown>[] = [];
      await owner.begin(async (tx) => {
        await tx`lock table gate in access exclusive mode`;
        const waiting = runCancellable(() => sql`select from gate`, NEVER);
        answers = [waiting, ask('first'), ask('second', caller.signal), ask('third'), ask('fourth')];
        await eventually(async () => {
          const [row] = await tx<{ n: number }[]>`
            select count(*)::int as n from pg_stat_activity
             where application_name = 'cancellable' and wait_event_type = 'Lock' and datname = current_database()`;
          expect(row?.n).to.equal(1);
        });
        // The second is on its way to the server, behind what the server works on.
        caller.abort(gone);
        expect(await answers[2]).to.equal(gone);
      });
      expect(await Promise.all(answers.slice(1))).to.deep.equal([['first'], gone, ['third'], ['fourth']]);
      expect(await ask('fifth')).to.deep.equal(['fifth']);
    });
  });

  it('leaves its connections of use when the database was away', async function () {
    this.timeout(60_000);
    const directory = await mkdtemp(join(tmpdir(), 'ostiary-cancel-'));
    const start = (settings: Record<string, string> = {}) =>
      startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), settings });
    let server = await start();
    const { port } = new URL(server.url);
    const sql = connectDatabase(server.url, { applicationName: 'cancellable', max: 2 });
    const look = () => runCancellable(() => sql`select 1`, AbortSignal.timeout(200));
    try {
      await Promise.all([look(), look()]);
      await server.stop();
      // As many as there are connections, several times over: each attempt to connect has a query given up.
      for (let rounds = 0; rounds < 5; rounds += 1) {
        await Promise.all(Array.from({ length: 4 }, () => look().catch(() => undefined)));
      }
      server = await start({ port });
      await eventually(() => Promise.all([look(), look(), look()]));
    } finally {
      await sql.end({ timeout: 1 });
      await server.stop();
      for (const folder of [server.directory, directory]) await rm(folder, { recursive: true, force: true });
    }
  });
});
