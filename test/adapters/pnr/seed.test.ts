/** What simulated carriers push is taken whole, and finds the test persons as the catalogue says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openPnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { findRecords } from '../../../src/adapters/pnr/operations/find-records.js';
import { seedPnr } from '../../../src/adapters/pnr/simulator/seed.js';
import { openRetentionStore } from '../../../src/adapters/pnr/store/retention-store.js';
import { createPnrClock } from '../../../src/adapters/pnr/clock.js';
import type { SystemAct } from '../../../src/adapters/adapter.js';
import { openFlightStore } from '../../../src/adapters/pnr/store/flight-store.js';
import { openRecordStore } from '../../../src/adapters/pnr/store/record-store.js';
import type { Acknowledgement } from '../../../src/adapters/pnr/domain/push.js';
import { names } from '../../../src/matching/names/compare-names.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { migrate } from '../../../src/shared/database/migrate.js';
import { PNR_CASES } from '../../../src/world/test-pnr-cases.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { createFilledDatabase } from '../../helpers/postgres.js';

/** 2026-11-26T12:00:00Z. */
const NOW = Date.UTC(2026, 10, 26, 12);

describe('simulated carriers', function () {
  this.timeout(60_000);
  let folder: string;
  let sql: ReturnType<typeof connectDatabase>;
  let asGateway: ReturnType<typeof connectDatabase>;
  let drop: () => Promise<void>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-'));
    const database = await createFilledDatabase(async (url) => {
      const owner = connectDatabase(url, { applicationName: 'test-setup', max: 1 });
      await migrate(owner, 'pnr');
      await owner.end();
    });
    drop = () => database.drop();
    sql = connectDatabase(database.url, { applicationName: 'test-pnr-seed', max: 2 });
    asGateway = connectDatabase(database.url, { applicationName: 'test-pnr', max: 2, role: 'ostiary_gateway' });
    expect(await seed()).to.equal(true);
  });
  after(async () => {
    await asGateway.end();
    await sql.end();
    await drop();
    await rm(folder, { recursive: true, force: true });
  });

  const seed = (): Promise<boolean> => seedPnr({ sql, keyFolder: folder, flights: 10, seed: 7, nowMs: NOW });

  it('load once', async () => {
    const count = async (): Promise<number> => (await sql`select from pnr.record`).length;
    const before = await count();
    expect(before).to.be.greaterThan(50);
    expect(await seed()).to.equal(false);
    expect(await count()).to.equal(before);
  });

  it('write messages of which every record is taken and nothing is odd', async () => {
    const rows = await sql<{ told: Acknowledgement }[]>`select acknowledgement as told from pnr.push order by id`;
    expect(rows.length).to.be.greaterThan(5);
    for (const { told } of rows) {
      expect(told.diagnostics, told.flight).to.deep.equal([]);
      expect(told, told.flight).to.include({ refused: 0, cancelled: 0 });
      expect(told.taken + told.superseded).to.equal(told.records);
    }
  });

  it('leave to the clock of assessments what is to depart, and to officers what departed before', async () => {
    const flights = await sql<{ isAhead: boolean; waits: boolean }[]>`
      select f.departs_at > ${new Date(NOW)} as "isAhead", a.pushes > a.assessed as waits
      from pnr.assessment a join pnr.flight f on f.id = a.flight`;
    expect(new Set(flights.map(({ isAhead }) => isAhead))).to.deep.equal(new Set([true, false]));
    for (const { isAhead, waits } of flights) expect(waits).to.equal(isAhead);
  });

  it('push in time for the flight of the test persons', async () => {
    const flights = await openFlightStore(sql).list(NOW - 2 * 86_400_000, NOW, 50);
    const own = flights.find(({ carrier, number }) => carrier === '0Y' && number === '100');
    // It left on 25 November at ten; 36 hours and a quarter of an hour before that.
    expect(own?.receivedAtMs).to.deep.equal([Date.UTC(2026, 10, 23, 22), Date.UTC(2026, 10, 25, 9, 45)]);
  });

  for (const { person: key, locator, surname, document, with: companion } of PNR_CASES) {
    it(`${locator === undefined ? 'have no booking' : `have booking ${locator}`} of ${key}`, async () => {
      const { surname: family, forename: givenNames, dateOfBirth } = TEST_PERSONS[key];
      const scope = {
        ...{ authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU' },
        categories: new Set(['PASSENGER']),
      };
      const signal = { aborted: false, throwIfAborted: () => undefined } as never;
      const person = { surname: family, givenNames, dateOfBirth, names: names(family, givenNames) };
      const { shown } = await findRecords(
        openRecordStore(sql, await openPnrKeys(folder), { now: () => NOW }),
        { person },
        { size: 10, after: undefined },
        { scope, signal },
      );
      expect(shown.map(({ record }) => record.open.locators[0]?.code)).to.deep.equal(
        locator === undefined ? [] : [locator],
      );
      for (const { record, match } of shown) {
        expect(match?.birthConfirmed).to.equal(document);
        const travellers = record.sealed?.a.travellers.map((traveller) => traveller.surname);
        expect(travellers).to.include(surname);
        if (companion !== undefined) expect(travellers).to.include(companion);
        if (key === 'missingChild')
          expect(record.sealed?.e.remarks).to.deep.equal([{ kind: 'UNACCOMPANIED_MINOR', text: 'UM14' }]);
      }
    });
  }

  describe('and the clock', () => {
    const acts: SystemAct[] = [];

    async function round(nowMs: number, unflagged: 'deleted' | 'masked'): Promise<void> {
      await createPnrClock({
        unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
        retention: openRetentionStore(asGateway),
        flights: openFlightStore(asGateway),
        keys: await openPnrKeys(folder),
        clock: { now: () => nowMs },
        unflagged,
        tell: (act) => {
          acts.push(act);
          return Promise.resolve();
        },
        onMissing: () => undefined,
        onFault: () => undefined,
      }).round();
    }

    it('reports a push that does not come, once', async () => {
      // A flight that nobody has pushed for, 23 hours before it leaves.
      await sql`
        insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
        values ('0X', '999', '2026-11-27', 'IST', 'XAA', ${new Date(NOW + 23 * 3_600_000)})`;
      const missing = (): unknown[] =>
        acts
          .filter(({ act, facts }) => act === 'push-missing' && facts.flight === '0X999')
          .map(({ facts }) => facts.push);
      await round(NOW, 'deleted');
      expect(missing()).to.deep.equal(['first']);
      await round(NOW + 60_000, 'deleted');
      expect(missing()).to.deep.equal(['first']);
      await round(NOW + 25 * 3_600_000, 'deleted');
      expect(missing()).to.deep.equal(['first', 'closure']);
    });

    it('is not waited for: what its round has not come to yet, after six months or five years, nobody finds or flags', async () => {
      const [record] = await sql<{ id: string }[]>`select id from pnr.record where 'TSTAA1' = any(codes)`;
      const id = record?.id ?? '';
      const records = async (at: string) =>
        openRecordStore(asGateway, await openPnrKeys(folder), { now: () => Date.parse(at) });
      const found = async (at: string, state: 'active' | 'masked'): Promise<boolean[]> => {
        const store = await records(at);
        return [
          (await store.find(id, [state])) !== undefined,
          (await store.candidates({ locator: 'TSTAA1' }, [state], undefined, 10)).length > 0,
        ];
      };
      const flag = async (at: string): Promise<boolean> => (await records(at)).flag(id, true);
      // It was transferred on 23 November 2026.
      expect(await found('2027-05-22T23:59:59Z', 'active')).to.deep.equal([true, true]);
      expect(await flag('2027-05-22T23:59:59Z')).to.equal(true);
      expect(await found('2027-05-23T00:00:00Z', 'active')).to.deep.equal([false, false]);
      expect(await flag('2027-05-23T00:00:00Z')).to.equal(false);
      await sql`update pnr.record set state = 'masked' where id = ${id}`;
      expect(await found('2031-11-22T23:59:59Z', 'masked')).to.deep.equal([true, true]);
      expect(await found('2031-11-23T00:00:00Z', 'masked')).to.deep.equal([false, false]);
      await sql`update pnr.record set state = 'active', term = 'initial' where id = ${id}`;
    });

    it('masks what is not flagged, too, where the law keeps to the letter of Art. 12(2)', async () => {
      const states = async (): Promise<string[]> =>
        (await sql<{ state: string }[]>`select distinct state from pnr.record`).map(({ state }) => state);
      const count = async (): Promise<number> => (await sql`select from pnr.record`).length;
      const before = await count();
      await round(NOW + 200 * 86_400_000, 'masked');
      expect(await states()).to.deep.equal(['masked']);
      expect(await count()).to.equal(before);
      expect(acts.filter(({ act }) => act === 'deleted')).to.deep.equal([]);
      const records = openRecordStore(sql, await openPnrKeys(folder), { now: () => NOW + 200 * 86_400_000 });
      const [record] = await records.candidates({ locator: 'TSTAA1' }, ['masked'], undefined, 10);
      expect((await record?.unseal())?.a.travellers[0]?.surname).to.equal('MUELLER BEISPIEL');
      expect(await records.candidates({ document: 'TB1234567' }, ['active', 'masked'], undefined, 10)).to.deep.equal(
        [],
      );
    });
  });
});
