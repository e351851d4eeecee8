/** Releases in PostgreSQL: who gets a match, once, and what recipients are told of. */
import { expect } from 'chai';
import type postgres from 'postgres';
import { openReleaseStore } from '../../../../src/adapters/pnr/assessment/store/release-store.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { migrate } from '../../../../src/shared/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../../../helpers/postgres.js';

const AT = Date.parse('2026-11-24T12:00:00Z');

describe('releases of matches', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: postgres.Sql;

  before(async () => {
    database = await createTestDatabase();
    sql = connectDatabase(database.url, { applicationName: 'test-releases', max: 3 });
    await migrate(sql, 'pnr');
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination) values ('0X', '1', '2026-12-01', 'IST', 'VIE')`;
    await sql`select pnr.ensure_month('2026-11-24')`;
    await sql`
      insert into pnr.record (transferred_on, id, flight, received_at, version, push, locators, codes, state, term,
                              cancelled, open)
      select '2026-11-24', id, (select id from pnr.flight), now(), 1, 'P', '{}', '{}', 'active', 'flagged', false, '{}'
      from unnest('{R1,R2,R3,R4}'::text[]) id`;
    await sql`
      insert into pnr.match (id, record, transferred_on, record_version, flight, system, source, version, sha256,
        traveller, grounds, found_at, review_by, state, reviewed_by, reviewed_at, wrapped_key, sealed)
      select 'PNM-' || n, 'R' || n, '2026-11-24', 1, (select id from pnr.flight), 'SIS', 'A', 0, '', '1', '{name}',
        now(), now(), 'confirmed', 'reviewer', now(), decode(repeat('00', 40), 'hex'), ''
      from generate_series(1, 4) n`;
  });
  after(async () => {
    await sql.end();
    await database.drop();
  });

  const store = (nowMs = AT) => openReleaseStore(sql, { now: () => nowMs });
  const release = (id: string, recipient: string, atMs: number) =>
    store().release(id, { officer: 'releaser', atMs, recipient });
  const received = async (recipient: string, after?: string) =>
    (await store().receivedBy(recipient, after, 10)).map(({ id }) => id);

  it('go to each recipient once, also when two officers release at the same time', async () => {
    const both = await Promise.all([release('PNM-1', 'XB-PIU', AT + 2), release('PNM-1', 'XB-PIU', AT + 3)]);
    expect(both.sort()).to.deep.equal([false, true]);
    expect(await release('PNM-2', 'XB-PIU', AT + 10)).to.equal(true);
    expect(await release('PNM-9', 'XB-PIU', AT + 10)).to.equal(false);
    const states = await sql`select id, state from pnr.match order by id`;
    expect(states.map(({ state }) => state as string)).to.deep.equal([
      'released',
      'released',
      'confirmed',
      'confirmed',
    ]);
  });

  it('are none of a match whose record is deleted meanwhile', async () => {
    let waiting: Promise<boolean> | undefined;
    await sql.begin(async (tx) => {
      await tx`delete from pnr.record where id = 'R4'`;
      waiting = release('PNM-4', 'XB-PIU', AT);
      const isWaiting = () =>
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await isWaiting()).length === 0);
    });
    expect(await waiting).to.equal(false);
  });

  it('are listed for their recipient alone, the newest first and page by page, as long as they can be read', async () => {
    expect(await received('XB-PIU')).to.deep.equal(['PNM-2', 'PNM-1']);
    expect(await received('XB-PIU', 'PNM-2')).to.deep.equal(['PNM-1']);
    expect(await received('XB-PIU', 'PNM-3')).to.deep.equal([]);
    expect(await received('XC-PIU')).to.deep.equal([]);
    // After six months nobody is told of it any more (Art. 12(2)), also before the round that masks it.
    const last = await store(Date.parse('2027-05-23T12:00:00Z')).receivedBy('XB-PIU', undefined, 10);
    expect(last.map(({ id }) => id)).to.deep.equal(['PNM-2', 'PNM-1']);
    expect(await store(Date.parse('2027-05-24T12:00:00Z')).receivedBy('XB-PIU', undefined, 10)).to.deep.equal([]);
    await sql`update pnr.record set state = 'masked' where id = 'R2'`;
    expect(await received('XB-PIU')).to.deep.equal(['PNM-1']);
    // It is gone with its record: masked, because it would tell of a traveller (Art. 12(2)(a)), or deleted (Art. 12(4)).
    const releases = async () => (await sql`select match from pnr.release`).map(({ match }) => match as string);
    expect(new Set(await releases())).to.deep.equal(new Set(['PNM-1']));
    await sql`delete from pnr.record where id = 'R1'`;
    expect(await releases()).to.deep.equal([]);
  });
});
