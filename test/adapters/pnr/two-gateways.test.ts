/** Two gateways at one database: an update and the clock at the same record, two clocks at the same flight. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SystemAct } from '../../../src/adapters/adapter.js';
import { createPnrClock, type PnrClock } from '../../../src/adapters/pnr/clock.js';
import { openPnrKeys, type PnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { readPush } from '../../../src/adapters/pnr/receive/read-push.js';
import { openFlightStore } from '../../../src/adapters/pnr/store/flight-store.js';
import { openPushStore } from '../../../src/adapters/pnr/store/push-store.js';
import { openRecordStore } from '../../../src/adapters/pnr/store/record-store.js';
import { openRetentionStore } from '../../../src/adapters/pnr/store/retention-store.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { interchange, record } from '../../formats/pnr/messages.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

const TODAY = '2026-11-24';
const NOW = Date.parse(`${TODAY}T12:00:00Z`);

describe('two gateways with passenger name records', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: ReturnType<typeof connectDatabase>;
  let folder: string;
  let keys: PnrKeys;

  before(async () => {
    database = await createMigratedDatabase('pnr');
    sql = connectDatabase(database.url, { applicationName: 'test-pnr-stores', max: 6 });
    await sql`insert into pnr.carrier values ('XA-AIR', 'ZZ')`;
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-stores-'));
    keys = await openPnrKeys(folder);
  });
  after(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const push = (name: string) => {
    const message = Buffer.from(
      interchange(
        record(
          `SSR+DOCS:HK:1:ZZ:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/${name}/ANNA`,
          `TIF+${name}+ANNAMRS:A:1`,
          'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M',
        ),
      ),
    );
    const pushes = openPushStore(sql, keys);
    const sending = { id: name, authority: 'XA-AIR', digest: pushes.digest(message), nowMs: NOW };
    return pushes.keep(readPush(message, TODAY), sending);
  };

  it('do not update a record that one of them masks meanwhile: it can be found by nothing, and opened', async () => {
    await push('PROBE');
    const [only] = await sql<{ id: string }[]>`select id from pnr.record`;
    const id = only?.id ?? '';
    const masking = {
      day: TODAY,
      keepsAll: true,
      from: await keys.find('initial', TODAY),
      to: await keys.ensure('masked', TODAY),
    };
    let update: ReturnType<typeof push> | undefined;
    await openRetentionStore(sql).mask(masking, async () => {
      update = push('MUSTER');
      // It stands in the queue for the record.
      let waiting = 0;
      while (waiting === 0) {
        const rows = await sql`select from pg_locks where not granted`;
        waiting = rows.length;
      }
    });
    const { acknowledgement } = (await update) ?? {};
    expect(acknowledgement).to.include({ taken: 1, superseded: 0 });
    const found = await openRecordStore(sql, keys, { now: () => NOW }).find(id, ['masked']);
    expect(found?.version).to.equal(1);
    expect((await found?.unseal())?.a.travellers[0]?.surname).to.equal('PROBE');
    expect(await sql`select from pnr.search_key where record = ${id}`).to.have.length(0);
  });

  it('do not drop a month into which one of them writes at the very moment', async () => {
    await sql`select pnr.ensure_month('2025-01-15')`;
    let dropping: Promise<{ dropped: number }[]> | undefined;
    await sql.begin(async (tx) => {
      await tx`
        insert into pnr.record
        select (jsonb_populate_record(r, '{"id": "LATE", "transferred_on": "2025-01-15"}')).* from pnr.record r limit 1`;
      dropping = sql<{ dropped: number }[]>`select pnr.drop_empty_months('2026-01-01') as dropped`.execute();
      let waiting = 0;
      while (waiting === 0) {
        const rows = await sql`select from pg_locks where not granted`;
        waiting = rows.length;
      }
    });
    expect(await dropping).to.deep.equal([{ dropped: 0 }]);
    expect(await sql`select id from pnr.record where transferred_on = '2025-01-15'`).to.deep.equal([{ id: 'LATE' }]);
    await sql`delete from pnr.record where id = 'LATE'`;
    expect(await sql`select pnr.drop_empty_months('2026-01-01') as dropped`).to.deep.equal([{ dropped: 1 }]);
  });

  const clockAt = (nowMs: number, tell: (act: SystemAct) => Promise<void>, onMissing: () => void): PnrClock =>
    createPnrClock({
      unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
      ...{ retention: openRetentionStore(sql), flights: openFlightStore(sql), keys, unflagged: 'deleted' },
      clock: { now: () => nowMs },
      ...{ tell, onMissing },
      onFault: () => undefined,
    });

  it('tell of what was missing however long both stood still, and look at it no more', async () => {
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
      values ('ZZ', '20', '2026-11-04', 'VIE', 'XAA', '2026-11-04T09:00:00Z'),
             ('ZZ', '400', '2025-10-20', 'VIE', 'XAA', '2025-10-20T09:00:00Z'),
             ('ZZ', '41', '2026-11-25', 'VIE', 'XAA', '2026-11-25T13:00:00Z')`;
    const told: unknown[] = [];
    const tell = ({ act, facts }: SystemAct): Promise<void> => {
      if (act === 'push-missing') told.push([facts.flight, facts.push]);
      return Promise.resolve();
    };
    const clock = clockAt(NOW, tell, () => undefined);
    await clock.round();
    expect(told).to.deep.equal([
      ['ZZ400', 'first'],
      ['ZZ400', 'closure'],
      ['ZZ20', 'first'],
      ['ZZ20', 'closure'],
    ]);
    const flights = openFlightStore(sql);
    expect(await flights.departed(NOW, 10)).to.deep.equal([]);
    // The schedule moves one to a later day: it owes its pushes for that.
    await sql`update pnr.flight set departs_at = '2026-11-24T10:00:00Z' where number = '20'`;
    expect((await flights.departed(NOW, 10)).map(({ number }) => number)).to.deep.equal(['20']);
  });

  it('tell once of a push that did not come', async () => {
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
      values ('ZZ', '77', '2026-11-23', 'VIE', 'XAA', '2026-11-23T09:00:00Z')`;
    const acts: SystemAct[] = [];
    let missing = 0;
    const clocks: PnrClock[] = [1, 2].map(() =>
      clockAt(
        NOW,
        async (act) => {
          acts.push(act);
          // The other begins while the log is told.
          if (acts.length === 1) await clocks[1]?.round();
        },
        () => (missing += 1),
      ),
    );
    for (const clock of clocks) await clock.round();
    expect(acts.map(({ facts }) => facts.push)).to.have.members(['first', 'closure']);
    expect(missing).to.equal(2);
  });
});
