/** What masking takes out of the open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { decodeTime } from 'ulid';
import type { OpenHalf } from '../../../src/adapters/pnr/domain/kept-record.js';
import { openPnrKeys, type PnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { readPush } from '../../../src/adapters/pnr/receive/read-push.js';
import { openPushStore } from '../../../src/adapters/pnr/store/push-store.js';
import { openRetentionStore } from '../../../src/adapters/pnr/store/retention-store.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { migrate } from '../../../src/shared/database/migrate.js';
import { booking, LEG, paxlst, pnrgov } from '../../helpers/pnr.js';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.js';

const TODAY = '2026-11-26';
const NOW = Date.parse(`${TODAY}T12:00:00Z`);

describe('masking of passenger name records', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: ReturnType<typeof connectDatabase>;
  let folder: string;
  let keys: PnrKeys;

  before(async () => {
    database = await createTestDatabase();
    sql = connectDatabase(database.url, { applicationName: 'test-pnr-mask', max: 4 });
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-mask-'));
    keys = await openPnrKeys(join(folder, 'keys'));
    await migrate(sql, 'pnr');
    await sql`insert into pnr.carrier values ('XA-AIR', '0X')`;
  });
  after(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes the locator of a list, whose passengers may be a record each, and the matches with their travellers', async () => {
    const store = openPushStore(sql, keys);
    const keep = (message: Buffer, push: ReturnType<typeof readPush>) =>
      store.keep(push, { id: push.kind, authority: 'XA-AIR', digest: store.digest(message), nowMs: NOW });
    const person = (name: string, reference: string): string[] => [
      ...[`NAD+FL+++PROBE:${name}`, 'LOC+22+VIE', 'RFF+AVF:AP11AP', `RFF+ABO:${reference}`],
    ];
    const list = paxlst([...person('SUSI', 'Q1'), ...person('TOM', 'Q2')], 'TX9');
    await keep(
      list,
      readList(list, TODAY, (text) => Buffer.from(text).toString('hex')),
    );
    const message = pnrgov(booking('AN12NA', 'TIF+PROBE+ANNAMRS:A:1', 'TIF+PROBE+TOMMR:A:2', ...LEG));
    await keep(message, readPush(message, TODAY));
    await sql`
      insert into pnr.match (id, record, transferred_on, record_version, flight, system, source, version, sha256, traveller,
        grounds, found_at, review_by, wrapped_key, sealed)
      select 'PNM-1', id, transferred_on, 1, flight, 'SIS', 'SIS-ALERT-7', 0, '', '2', '{}', now(), now(),
        ${Buffer.alloc(40)}, ${Buffer.alloc(1)}
      from pnr.record where codes = '{AN12NA}' and transferred_on = ${TODAY}`;
    const told: string[] = [];
    await openRetentionStore(sql).mask(
      {
        ...{ day: TODAY, keepsAll: true },
        from: await keys.find('initial', TODAY),
        to: await keys.ensure('masked', TODAY),
      },
      ({ masked }) => Promise.resolve(void told.push(...masked)),
    );
    expect(told).to.have.length(3);
    const masked = await sql<{ id: string; push: string; receivedAt: Date; codes: string[]; open: OpenHalf }[]>`
      select id, push, received_at as "receivedAt", codes, open from pnr.record where state = 'masked' order by codes`;
    // Whoever came with one message is not to be told by it: the booking alone has its moment.
    const midnight = Date.parse(`${TODAY}T00:00:00Z`);
    expect(masked.map(({ id }) => decodeTime(id.slice('PNR-'.length)))).to.deep.equal([midnight, midnight, NOW]);
    expect(masked.map(({ receivedAt }) => receivedAt.getTime())).to.deep.equal([midnight, midnight, NOW]);
    expect(masked.map(({ push }) => push)).to.deep.equal(['', '', 'full']);
    expect(masked.map(({ codes, open }) => [codes, open.locators.map(({ code }) => code)])).to.deep.equal([
      [[], []],
      [[], []],
      [['AN12NA'], ['AN12NA']],
    ]);
    expect(JSON.stringify(masked)).not.to.include('AP11AP');
    expect(await sql`select from pnr.match`).to.have.length(0);
  });
});
