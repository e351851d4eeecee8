import { expect } from 'chai';
import type postgres from 'postgres';
import type { Alert, PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { createAlertStore } from '../../../../src/adapters/sis/store/alert-store.js';
import { personKeysOf, type PersonProbe } from '../../../../src/adapters/sis/store/person-keys.js';
import { visibilityOf } from '../../../../src/adapters/sis/store/visibility.js';
import { type AlertWriter, createAlertWriter } from '../../../../src/adapters/sis/store/write-alerts.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Ender } from '../../../../src/shared/ending.js';
import { scopeOf, startSimulatedSis, TODAY, type SimulatedSis, NOON } from '../simulated-sis.js';

const WANTED = testAlerts(TODAY)[0] as PersonAlert;
const NEW = 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV';
const fresh: PersonAlert = {
  ...WANTED,
  reference: NEW,
  identities: [{ ...WANTED.identities[0], surname: 'Erprobung', dateOfBirth: '1966-05-04' }],
  documents: [],
};

describe('writing alerts', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let writer: AlertWriter;
  const signal = new Ender();

  beforeEach(async () => {
    sis = await startSimulatedSis();
    const [row] = await sis.sql<{ name: string }[]>`select current_database() as name`;
    const url = new URL(sis.databaseUrl);
    expect(url.pathname).to.equal(`/${row!.name}`);
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'writer', max: 4, role: 'ostiary_gateway' });
    writer = createAlertWriter(gateway, { now: () => NOON });
  });
  afterEach(async () => {
    await gateway.end();
    await sis.close();
  });

  const enter = (alert: Alert) => writer.act(signal, ({ insert }) => insert(alert));
  const keysOf = (alert: PersonAlert): readonly PersonProbe[] =>
    personKeysOf(alert).map(({ word, day }) => ({ word, from: day, to: day }));
  const found = (probes: readonly PersonProbe[], memberState = 'XA', authorityKind = 'POL') =>
    createAlertStore(gateway)
      .lookUpPersons(
        { probes, visibility: visibilityOf({ ...scopeOf(memberState), authorityKind }, ['person']), today: TODAY },
        new Ender(),
      )
      .then((alerts) => alerts.map(({ reference }) => reference));
  const changes = (after = 0) =>
    sis.sql<{ seq: number; act: string; reference: string; version: number }[]>`
      select seq::int, act, reference, version from sis.change where seq > ${after} order by seq`.then((rows) =>
      rows.map((row) => ({ ...row })),
    );
  const locked = async (reference: string) =>
    writer.act(signal, async ({ lock }) => (await lock([reference], TODAY)).get(reference)!);

  it('is seen by searches and by the journal as one', async () => {
    await enter(fresh);
    expect(await found(keysOf(fresh))).to.deep.equal([NEW]);
    const next: PersonAlert = {
      ...fresh,
      version: 2,
      identities: [{ ...fresh.identities[0], dateOfBirth: '1966-04-05' }],
    };
    await writer.act(signal, async ({ lock, replace }) => {
      await replace((await lock([NEW], TODAY)).get(NEW)!, next, undefined);
    });
    expect(await found(keysOf(fresh))).to.deep.equal([]);
    expect(await found(keysOf(next))).to.deep.equal([NEW]);
    await writer.act(signal, async ({ lock, remove }) => {
      await remove((await lock([NEW], TODAY)).get(NEW)!);
    });
    expect(await found([...keysOf(fresh), ...keysOf(next)])).to.deep.equal([]);
    const [{ keys } = { keys: -1 }] = await sis.sql<{ keys: number }[]>`
      select count(*)::int as keys from sis.person_key where alert_no not in (select alert_no from sis.alert)`;
    expect(keys).to.equal(0);
    expect(await changes()).to.deep.equal([
      { seq: 1, act: 'entered', reference: NEW, version: 1 },
      { seq: 2, act: 'updated', reference: NEW, version: 2 },
      { seq: 3, act: 'deleted', reference: NEW, version: 2 },
    ]);
  });

  it('leaves nothing behind when it fails or is given up', async () => {
    const fails = writer.act(signal, async ({ insert }) => {
      await insert(fresh);
      throw new Error('changed its mind');
    });
    expect(await fails.catch((error: unknown) => (error as Error).message)).to.equal('changed its mind');
    const ender = new Ender();
    const givenUp = writer.act(ender, async ({ insert }) => {
      await insert(fresh);
      ender.abort(new Error('nobody waits'));
    });
    expect(await givenUp.catch((error: unknown) => (error as Error).message)).to.equal('nobody waits');
    expect(await found(keysOf(fresh))).to.deep.equal([]);
    expect(await changes()).to.deep.equal([]);
    await enter(fresh);
    // A number that was rolled back is given again: the journal has no gaps.
    expect(await changes()).to.deep.equal([{ seq: 1, act: 'entered', reference: NEW, version: 1 }]);
  });

  it('lets no reader of the journal overtake a transaction that commits late', async () => {
    let commit = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let inserted = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      inserted = resolve;
    });
    const first = writer.act(signal, async ({ insert }) => {
      await insert(fresh);
      inserted();
      await late;
    });
    await begun;
    const second = enter({ ...fresh, reference: 'SIM-XC-01ARZ3NDEKTSV4RRFFQ69G5FAV', issuingState: 'XC' });
    // The second waits for the first, so nobody can have seen it and gone on.
    const before = await Promise.race([second.then(() => 'done'), new Promise((resolve) => setTimeout(resolve, 300))]);
    expect(before).to.equal(undefined);
    expect(await changes()).to.deep.equal([]);
    commit();
    await Promise.all([first, second]);
    expect((await changes()).map(({ seq, reference }) => [seq, reference.slice(4, 6)])).to.deep.equal([
      [1, 'XB'],
      [2, 'XC'],
    ]);
  });

  it('numbers the changes of many writers without gap, in the order in which they become visible', async () => {
    const seen: number[] = [];
    const reading = { on: true };
    const reader = (async () => {
      while (reading.on) seen.push(...(await changes(seen.at(-1) ?? 0)).map(({ seq }) => seq));
      seen.push(...(await changes(seen.at(-1) ?? 0)).map(({ seq }) => seq));
    })();
    const write = (n: number) =>
      writer.act(signal, async ({ insert }) => {
        await insert({ ...fresh, reference: `SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, '0')}` });
        if (n % 4 === 0) throw new Error('rolled back');
      });
    const written = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => write(n)));
    reading.on = false;
    await reader;
    expect(written.filter(({ status }) => status === 'fulfilled')).to.have.length(30);
    expect(seen).to.deep.equal(Array.from({ length: 30 }, (_, n) => n + 1));
  });

  it('hides an alert from the end-users of a state, and not from its SIRENE Bureau', async () => {
    await enter(fresh);
    await writer.act(signal, async ({ lock, hide }) => {
      await hide((await lock([NEW], TODAY)).get(NEW)!, ['XA', 'XC']);
    });
    expect(await found(keysOf(fresh))).to.deep.equal([]);
    expect(await found(keysOf(fresh), 'XC')).to.deep.equal([]);
    expect(await found(keysOf(fresh), 'XD')).to.deep.equal([NEW]);
    expect(await found(keysOf(fresh), 'XA', 'SIR')).to.deep.equal([NEW]);
    const stored = await locked(NEW);
    expect(stored.hiddenFrom).to.deep.equal(['XA', 'XC']);
    await writer.act(signal, ({ hide }) => hide(stored, undefined));
    expect(await found(keysOf(fresh))).to.deep.equal([NEW]);
    expect((await changes()).map(({ act }) => act)).to.deep.equal(['entered', 'visibility', 'visibility']);
  });

  it('gives those who could be the same, whoever may see them, and holds up who enters the same', async () => {
    const same: PersonAlert = { ...fresh, identities: [WANTED.identities[0]], reference: NEW };
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let checked = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      checked = resolve;
    });
    const first = writer.act(signal, async ({ candidates }) => {
      const alerts = await candidates(same, TODAY);
      expect(alerts.map(({ alert }) => alert.reference)).to.deep.equal([TEST_ALERTS.wanted]);
      checked();
      await held;
      order.push('first');
    });
    await begun;
    const second = writer.act(signal, async ({ candidates }) => {
      await candidates(same, TODAY);
      order.push('second');
    });
    setTimeout(release, 100);
    await Promise.all([first, second]);
    expect(order).to.deep.equal(['first', 'second']);
  });

  it('keeps the history of a deleted alert for three years, and what was said of it no longer', async () => {
    await enter(fresh);
    await writer.act(signal, async ({ addFlag, link, lock, note, remove }) => {
      await addFlag(NEW, 'XC', 'F 1/2026');
      await link(TEST_ALERTS.wanted, NEW);
      const stored = (await lock([NEW], TODAY)).get(NEW)!;
      await note({ alert: stored.alert, act: 'deleted', fields: [], reason: 'SURRENDERED' }, undefined);
      await remove(stored);
    });
    const [left] = await sis.sql`
      select (select count(*)::int from sis.flag) as flags, (select count(*)::int from sis.link) as links,
             (select forget_on::text from sis.history where reference = ${NEW}) as forget_on`;
    expect(left).to.deep.equal({ flags: 0, links: 0, forget_on: '2029-11-23' });
    const lines = async () => (await sis.sql`select from sis.history`).length;
    for (const now of [null, '2029-11-22T23:59:59Z']) {
      await gateway`select sis.forget(${now}::timestamptz)`;
      expect(await lines()).to.equal(1);
    }
    await gateway`select sis.forget('2029-11-23T00:00:00Z')`;
    expect(await lines()).to.equal(0);
  });

  it('notes the time of the given clock, wherever it is, and changes nothing when none was given', async () => {
    await writer.act(signal, async ({ insert, note }) => {
      await insert(fresh);
      await note({ alert: fresh, act: 'entered', fields: [], reason: undefined }, undefined);
    });
    const times = await sis.sql<{ at: Date }[]>`select at from sis.change union all select at from sis.history`;
    expect(times.map(({ at }) => at.getTime())).to.deep.equal([NOON, NOON]);
    const fault = (statement: postgres.PendingQuery<postgres.Row[]>) =>
      statement.then(
        () => 'changed',
        (error: unknown) => (error as Error).message,
      );
    for (const statement of [
      gateway`delete from sis.alert where reference = ${NEW}`,
      gateway`update sis.alert set hidden_from = '{XA}' where reference = ${NEW}`,
      gateway`insert into sis.link values (${TEST_ALERTS.wanted}, ${NEW}, ${new Date(NOON)})`,
    ]) {
      expect(await fault(statement)).to.equal('this transaction was given no time');
    }
  });

  describe('the role of the gateway', () => {
    const refused = async (statement: postgres.PendingQuery<postgres.Row[]>): Promise<string> =>
      statement.then(
        () => 'allowed',
        (error: unknown) => (error as { code: string }).code,
      );

    it('changes neither the owner nor the category of an alert, nor the journal, nor what was', async () => {
      for (const statement of [
        gateway`update sis.alert set issuing_state = 'XA'`,
        gateway`update sis.alert set category = 4`,
        gateway`update sis.alert set reference = 'SIM-XA'`,
        gateway`truncate sis.alert`,
        gateway`insert into sis.change select * from sis.change`,
        gateway`delete from sis.change`,
        gateway`update sis.journal set last = 0`,
        gateway`update sis.history set reason = ''`,
        gateway`delete from sis.history`,
        gateway`update sis.notice set kind = 'expiry'`,
        gateway`delete from sis.notice`,
        gateway`update sis.notice_handled set remark = ''`,
        gateway`delete from sis.notice_handled`,
        gateway`alter table sis.alert disable trigger user`,
      ]) {
        expect(await refused(statement)).to.equal('42501');
      }
    });

    it('cannot write a version out of turn', async () => {
      await enter(fresh);
      for (const version of [1, 3]) {
        expect(
          await refused(gateway`
            update sis.alert set record = jsonb_set(record, '{version}', ${version}::int::text::jsonb) || '{"reason": "x"}'
            where reference = ${NEW}`),
        ).to.equal('23000');
      }
    });
  });
});
