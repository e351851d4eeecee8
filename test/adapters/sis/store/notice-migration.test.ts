/** Notices that were given before they could be read: whom they are for, and what became of them, is found out. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { migrate } from '../../../../src/shared/database/migrate.js';
import { projectRoot } from '../../../../src/shared/project-root.js';
import { createTestDatabase } from '../../../helpers/postgres.js';

const MIGRATIONS = join(projectRoot, 'migrations/sis');
const reference = (n: number): string => `SIM-XB-0000000000000000000000000${n}`;

describe('the migration of notices', () => {
  it('takes what they are about from alert or history, ends those of alerts that are gone, and drops the rest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-migrations-'));
    const database = await createTestDatabase();
    const sql = connectDatabase(database.url, { applicationName: 'notice-migration', max: 1 });
    try {
      for (const file of readdirSync(MIGRATIONS)) {
        if (file < '0006') cpSync(join(MIGRATIONS, file), join(folder, file));
      }
      await migrate(sql, 'sis', folder);
      await sql`
        insert into sis.alert (alert_no, reference, issuing_state, category, object_letter, expires_on, record)
        values (1, ${reference(1)}, 'XB', 4, 0, '2030-01-01', '{"createdBy": "XB-COURT"}'),
               (2, ${reference(2)}, 'XC', 15, 1, '2030-01-01', '{"createdBy": "XC-POLICE"}')`;
      await sql`
        insert into sis.history (reference, issuing_state, category, object_letter, version, act, authority, authority_kind,
                                 officer, request_id)
        values (${reference(3)}, 'XB', 10, 0, 1, 'entered', 'XB-POLICE', 'POL', 'o', 'r'),
               (${reference(3)}, 'XB', 10, 0, 1, 'deleted', 'XB-COURT', 'JUD', 'o', 'r')`;
      await sql`
        insert into sis.notice (kind, reference, for_state, other_reference)
        values ('expiry', ${reference(1)}, 'XB', null),
               ('arrest_alert', ${reference(1)}, '*', null),
               ('same_identity', ${reference(1)}, 'XB', ${reference(2)}),
               ('incompatible', ${reference(1)}, 'XB', ${reference(3)}),
               ('majority', ${reference(3)}, 'XB', null),
               ('expired', ${reference(3)}, 'XB', null),
               ('expired', ${reference(4)}, 'XB', null),
               ('incompatible', ${reference(1)}, 'XB', ${reference(5)})`;
      await migrate(sql, 'sis', MIGRATIONS);
      const rows = await sql`
        select kind, reference, issuing_state, category, object_letter, for_authority, other_category, other_letter,
               ended_at is not null as ended
        from sis.notice order by id`;
      expect(rows.map((row): unknown[] => Object.values(row))).to.deep.equal([
        ['expiry', reference(1), 'XB', 4, 0, 'XB-COURT', null, null, false],
        ['arrest_alert', reference(1), 'XB', 4, 0, null, null, null, false],
        ['same_identity', reference(1), 'XB', 4, 0, null, 15, 1, false],
        ['incompatible', reference(1), 'XB', 4, 0, null, 10, 0, true],
        ['majority', reference(3), 'XB', 10, 0, 'XB-POLICE', null, null, true],
        ['expired', reference(3), 'XB', 10, 0, 'XB-POLICE', null, null, false],
      ]);
    } finally {
      await sql.end();
      rmSync(folder, { recursive: true });
    }
  });
});
