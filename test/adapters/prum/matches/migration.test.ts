/** Matches that were there before steps were decided on first: they end when they ended, and their time for core data runs. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { migrate } from '../../../../src/shared/database/migrate.js';
import { projectRoot } from '../../../../src/shared/project-root.js';
import { createTestDatabase } from '../../../helpers/postgres.js';

const MIGRATIONS = join(projectRoot, 'migrations/prum');

describe('the migration of Prüm matches', () => {
  it('has closed ones end now, and gives requests without a time 48 hours from when they were made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-migrations-'));
    const database = await createTestDatabase();
    const sql = connectDatabase(database.url, { applicationName: 'match-migration', max: 1 });
    try {
      for (const file of readdirSync(MIGRATIONS)) {
        if (file < '0006') cpSync(join(MIGRATIONS, file), join(folder, file));
      }
      await migrate(sql, 'prum', folder);
      await sql`
        insert into prum.match (id, category, state, search, reference, holding_state, asking_state, authority, quality,
                                until, changed_by)
        select id, 'dna', 'matched', id, 'DNA-XB-I-1', 'XB', 'XA', 'XA-POLICE', 1, now() + interval '20 days', 'XA-POLICE'
        from unnest('{closed,open,requested}'::text[]) id`;
      await sql`update prum.match set state = 'closed' where id = 'closed'`;
      await sql`update prum.match set state = 'confirmed', confirmed_at = now() where id = 'requested'`;
      await sql`update prum.match set state = 'core_requested' where id = 'requested'`;
      await migrate(sql, 'prum', MIGRATIONS);
      const rows = await sql`
        select m.id, m.until <= now() as over,
               m.release_by - (select max(at) from prum.match_history where match = m.id) = interval '48 hours' as in_time
        from prum.match m order by id`;
      expect(rows.map((row): unknown[] => Object.values(row))).to.deep.equal([
        ['closed', true, null],
        ['open', false, null],
        ['requested', false, true],
      ]);
    } finally {
      await sql.end();
      rmSync(folder, { recursive: true });
      await database.drop();
    }
  });
});
