import { expect } from 'chai';
import type postgres from 'postgres';
import type { SystemAct } from '../../../../src/adapters/adapter.js';
import { type AlertClock, createAlertClock } from '../../../../src/adapters/sis/alerts/clock.js';
import type { Alert, PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { startSimulatedSis, TODAY, type SimulatedSis, changeAlerts, NOON } from '../simulated-sis.js';

const WANTED = testAlerts(TODAY)[0] as PersonAlert;
const reference = (n: number): string => `SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, '0')}`;

describe('the clock of alerts', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let today = TODAY;
  let told: SystemAct[] = [];
  let fault: Error | undefined;

  const makeClock = (): AlertClock =>
    createAlertClock({
      sql: gateway,
      clock: { now: () => Date.parse(`${today}T09:00:00Z`) },
      tell: (act) => {
        if (fault !== undefined) return Promise.reject(fault);
        told.push(act);
        return Promise.resolve();
      },
      onFault: (error) => {
        throw error;
      },
    });

  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'clock', max: 4, role: 'ostiary_gateway' });
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });
  beforeEach(() => {
    today = TODAY;
    told = [];
    fault = undefined;
  });

  const alive = () =>
    sis.sql<{ reference: string }[]>`select reference from sis.alert order by reference`.then((rows) =>
      rows.map((row) => row.reference),
    );
  const notices = (kind: string) =>
    sis.sql<{ reference: string; for_state: string }[]>`
      select reference, for_state from sis.notice where kind = ${kind} order by reference, for_state`.then((rows) =>
      rows.map((row) => [row.reference, row.for_state]),
    );
  const load = (...alerts: Alert[]) => sis.load(alerts);

  it('deletes an alert at its term, with the object that was to help find its person, and tells the log before', async () => {
    const expired: PersonAlert = { ...WANTED, reference: reference(1), expiresOn: TODAY, createdBy: 'XB-COURT' };
    const locator: Alert = {
      ...WANTED,
      subject: 'object',
      reference: reference(2),
      object: { letter: 'a', plate: 'XB 1 LOC' },
      locates: reference(1),
    };
    const lives: PersonAlert = { ...WANTED, reference: reference(3), expiresOn: '2026-11-24' };
    await load(expired, locator, lives);
    await changeAlerts(
      sis.sql,
      (tx) => tx`insert into sis.link values (${reference(1)}, ${reference(2)}, ${new Date(NOON)})`,
    );
    fault = new Error('the log is away');
    expect(
      await makeClock()
        .round()
        .catch((error: unknown) => (error as Error).message),
    ).to.match(/round/);
    expect(await alive()).to.deep.equal([1, 2, 3].map(reference));
    fault = undefined;
    await makeClock().round();
    expect(await alive()).to.deep.equal([reference(3)]);
    const deletions = told.filter(({ act }) => act === 'deleted');
    expect(deletions.map(({ authority, records }) => [authority, records])).to.deep.equal([
      ['XB-COURT', [{ reference: reference(1), category: 'ARR' }]],
      [undefined, [{ reference: reference(2), category: 'ARR' }]],
    ]);
    expect(deletions[0]!.terms.map(({ field }) => field)).to.include('subject');
    expect(await notices('expired')).to.deep.equal([[reference(1), 'XB']]);
    expect(await notices('locator_deleted')).to.deep.equal([[reference(2), 'XB']]);
    const history = await sis.sql`select reference, act, authority from sis.history order by reference`;
    expect([...history]).to.deep.equal([
      { reference: reference(1), act: 'deleted', authority: null },
      { reference: reference(2), act: 'deleted', authority: null },
    ]);
  });

  it('is one clock, however many gateways there are', async () => {
    const expired = Array.from({ length: 25 }, (_, n) => ({ ...WANTED, reference: reference(n), expiresOn: TODAY }));
    await load(...expired);
    await Promise.all([makeClock().round(), makeClock().round()]);
    const deleted = told.filter(({ act }) => act === 'deleted').flatMap(({ records }) => records);
    expect(deleted.map((record) => record.reference).sort()).to.deep.equal(expired.map((alert) => alert.reference));
    expect(told.filter(({ act }) => act === 'warned')).to.have.length(1);
  });

  it('warns four months ahead of a term, Europol too of an information alert, and once', async () => {
    const ending = (n: number, expiresOn: string, changes: Partial<PersonAlert> = {}): PersonAlert => ({
      ...WANTED,
      reference: reference(n),
      expiresOn,
      ...changes,
    });
    await load(ending(1, '2027-03-23'), ending(2, '2027-03-24'), ending(3, '2027-01-01', { category: 'INF' }));
    await makeClock().round();
    expect(await notices('expiry')).to.deep.equal([
      [reference(1), 'XB'],
      [reference(3), 'EU'],
      [reference(3), 'XB'],
    ]);
    await makeClock().round();
    expect(told.filter(({ act }) => act === 'warned').map(({ facts }) => facts.expiry)).to.deep.equal([3]);
    today = '2026-11-24';
    await makeClock().round();
    expect(await notices('expiry')).to.have.length(4);
    expect(told.at(-1)!.facts).to.deep.equal({ departure_over: 0, expiry: 1, majority: 0, until: '2026-11-24' });
  });

  it('tells of children who come of age, and of periods for voluntary departure that are over', async () => {
    const child = (n: number, dateOfBirth: string): PersonAlert => ({
      ...WANTED,
      category: 'MIS-P',
      reference: reference(n),
      identities: [{ ...WANTED.identities[0], dateOfBirth }],
    });
    const leaver = (n: number, departureUntil: string): PersonAlert => ({
      ...WANTED,
      category: 'RET',
      reference: reference(n),
      returnDecision: { departureUntil, suspended: false, entryBan: false, threat: false },
    });
    await load(
      // Eighteen on 23 and 24 March 2027, yesterday, and on a day that nobody knows.
      child(1, '2009-03-23'),
      child(2, '2009-03-24'),
      child(3, '2008-11-22'),
      child(4, '2009-01-00'),
      leaver(5, '2026-11-22'),
      leaver(6, '2026-11-23'),
      leaver(7, 'none_granted'),
    );
    await makeClock().round();
    expect(await notices('majority')).to.deep.equal([[reference(1), 'XB']]);
    expect(await notices('departure_over')).to.deep.equal([[reference(5), 'XB']]);
    today = '2026-11-24';
    await makeClock().round();
    expect(await notices('majority')).to.deep.equal([1, 2].map((n) => [reference(n), 'XB']));
    expect(await notices('departure_over')).to.deep.equal([5, 6].map((n) => [reference(n), 'XB']));
  });

  it('shows an alert again when its time is over, to each state by itself', async () => {
    await load(WANTED);
    await sis.sql`
      insert into sis.unavailability (reference, state, since, until)
      values (${TEST_ALERTS.wanted}, 'XA', '2026-11-21T09:00:00Z', '2026-11-23T09:00:00Z'),
             (${TEST_ALERTS.wanted}, 'XC', '2026-11-21T09:00:00Z', '2026-11-23T09:00:01Z')`;
    await changeAlerts(sis.sql, (tx) => tx`update sis.alert set hidden_from = '{XA,XC}'`);
    await makeClock().round();
    const [alert] = await sis.sql<{ hidden_from: string[] | null }[]>`select hidden_from from sis.alert`;
    expect(alert!.hidden_from).to.deep.equal(['XC']);
    expect(told.filter(({ act }) => act === 'made_available').flatMap(({ records }) => records)).to.deep.equal([
      { reference: TEST_ALERTS.wanted, category: 'ARR' },
    ]);
  });

  it('names the authority that created an alert in what it tells of its term, and in nothing for Europol', async () => {
    const own = (n: number, changes: Partial<PersonAlert>): PersonAlert => ({
      ...WANTED,
      reference: reference(n),
      createdBy: 'XB-COURT',
      ...changes,
    });
    await load(
      own(1, { expiresOn: '2027-03-23', category: 'INF' }),
      own(2, { category: 'MIS-P', identities: [{ ...WANTED.identities[0], dateOfBirth: '2009-03-23' }] }),
      own(3, {
        category: 'RET',
        returnDecision: { departureUntil: '2026-11-22', suspended: false, entryBan: false, threat: false },
      }),
      own(4, { expiresOn: TODAY }),
    );
    await makeClock().round();
    const rows = await sis.sql`
      select kind, for_state, for_authority, category, issuing_state from sis.notice order by reference, for_state`;
    expect(rows.map((row): unknown[] => Object.values(row))).to.deep.equal([
      ['expiry', 'EU', null, 14, 'XB'],
      ['expiry', 'XB', 'XB-COURT', 14, 'XB'],
      ['majority', 'XB', 'XB-COURT', 5, 'XB'],
      ['departure_over', 'XB', 'XB-COURT', 1, 'XB'],
      ['expired', 'XB', 'XB-COURT', 4, 'XB'],
    ]);
  });

  describe('of notices that nobody handles', () => {
    const age = (by: string) => sis.sql`update sis.notice set created_at = ${TODAY}::date - ${by}::interval`;
    const ended = () =>
      sis.sql<{ ended: boolean }[]>`select ended_at is not null as ended from sis.notice`.then((rows) =>
        rows.map((row) => row.ended),
      );

    it('ends news of a deletion a year after it, told to the log before, and forgets it 90 days later', async () => {
      await load({ ...WANTED, reference: reference(1), expiresOn: TODAY });
      await makeClock().round();
      await age('1 year');
      await makeClock().round();
      expect(await ended()).to.deep.equal([false]);
      await age('1 year 1 day');
      fault = new Error('the log is away');
      await makeClock()
        .round()
        .catch(() => undefined);
      expect(await ended()).to.deep.equal([false]);
      fault = undefined;
      told = [];
      await makeClock().round();
      expect(await ended()).to.deep.equal([true]);
      expect(told).to.deep.equal([
        {
          act: 'notices_ended',
          authority: undefined,
          records: [],
          terms: [],
          facts: { expired: 1, locator_deleted: 0 },
        },
      ]);
      await makeClock().round();
      expect(told).to.have.length(1);
      // By the given clock, whatever the database's says.
      today = '2027-02-21';
      await makeClock().round();
      expect(await ended()).to.deep.equal([true]);
      today = '2027-02-22';
      await makeClock().round();
      expect(await ended()).to.deep.equal([]);
    });

    it('keeps what it warned of as long as the alert stands', async () => {
      await load({ ...WANTED, reference: reference(1), expiresOn: '2027-01-01' });
      await makeClock().round();
      await age('3 years');
      await makeClock().round();
      expect(await ended()).to.deep.equal([false]);
    });

    it('forgets what was handled 90 days ago, but not what others have still to handle', async () => {
      await load({ ...WANTED, reference: reference(1), expiresOn: '2027-01-01' });
      await makeClock().round();
      await sis.sql`
        insert into sis.notice (kind, reference, issuing_state, category, object_letter, for_state, created_at)
        values ('arrest_alert', ${reference(1)}, 'XB', 4, 0, '*', ${new Date(NOON)}),
               ('unavailable', ${reference(1)}, 'XB', 4, 0, 'XA', ${new Date(NOON)})`;
      await sis.sql`
        insert into sis.notice_handled (notice, party, at, authority, authority_kind, officer, request_id)
        select id, 'XB', '2026-08-25T08:59:59Z', 'XB-SIRENE', 'SIR', 'officer', 'request'
        from sis.notice where kind <> 'unavailable'`;
      await makeClock().round();
      const left = await sis.sql`select kind from sis.notice order by kind`;
      expect(left.map(({ kind }) => kind as string)).to.deep.equal(['arrest_alert', 'unavailable']);
    });
  });
});
