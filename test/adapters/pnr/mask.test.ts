/** What masking takes out of the open, and what the migration did that made open halves as they are. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
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
import { projectRoot } from '../../../src/shared/project-root.js';
import { booking, LEG, paxlst, pnrgov } from '../../helpers/pnr.js';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.js';

const TODAY = '2026-11-26';
const NOW = Date.parse(`${TODAY}T12:00:00Z`);

/** A row as it was written before open halves were as of one traveller. */
const EARLIER = {
  locators: [
    { system: '0X', code: 'AN12NA', kind: '' },
    { system: '0X', code: 'MUSTERMANN ANNA', kind: '' },
  ],
  agency: { system: '1A', location: 'IST', agent: 'SISTER OF ANNA' },
  itinerary: [
    {
      ...{
        from: 'IST',
        to: 'VIE',
        carrier: '0X',
        flight: '123',
        bookingClass: 'M',
        status: 'VIP ANNA',
        equipment: '320',
      },
      ...{ locators: [], checkIn: { agent: 'ANNA' } },
    },
    {
      ...{ from: 'MUSTERMANN ANNA', to: 'VIE', carrier: 'ANNA', flight: 'WITH ANNA', bookingClass: 'M', status: 'HK' },
      ...{ equipment: '', locators: [], operatedBy: { carrier: 'YY', flight: 'ANNA' } },
    },
  ],
  otherServices: [{ kind: '8', from: 'VIE', to: '', provider: '' }],
  split: { count: '2', locators: [] },
  tickets: [{ number: '9991234567890', kind: 'T', conditions: '', amounts: [] }],
  fareBases: ['YLE3M', 'YLE3M/CH25'],
  paymentForms: ['CC'],
  seats: ['11C', '11D'],
  baggage: [{ pieces: '1', weight: '20', unit: 'kg', tags: [] }],
  excessBaggage: ['1 K', '1 K'],
  changes: [{ action: 'A', items: ['SSR', 'SSR'] }],
};

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
    const all = join(projectRoot, 'migrations/pnr');
    const earlier = await mkdtemp(join(folder, 'migrations-'));
    for (const name of await readdir(all)) if (name < '0027') await copyFile(join(all, name), join(earlier, name));
    await migrate(sql, 'pnr', earlier);
    await sql`select pnr.ensure_month('2026-10-01')`;
    await sql`insert into pnr.carrier values ('XA-AIR', '0X')`;
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination)
      values ('0X', '1', '2026-10-02', 'IST', 'VIE')`;
    await sql`
      insert into pnr.record (transferred_on, id, flight, received_at, version, push, locators, codes, state, term, cancelled, open)
      select '2026-10-01', 'EARLIER', id, now(), 1, 'P',
        array['0X/AN12NA', '0X/MUSTERMANN ANNA', 'TKT/9991234567890', 'API/#0a1b', 'API/AN12NA', 'API/MUSTERMANN'],
        array['AN12NA', 'MUSTERMANN ANNA', 'MUSTERMANN', '89QM3LABML'], 'active', 'initial', false, ${sql.json(EARLIER)}
      from pnr.flight`;
    await sql`
      insert into pnr.leg (transferred_on, record, carrier, number, origin, destination)
      values ('2026-10-01', 'EARLIER', '0X', '123', 'IST', 'VIE'),
             ('2026-10-01', 'EARLIER', 'ANNA', 'WITH ANNA', 'MUSTERMANN ANNA', 'VIE')`;
    await migrate(sql, 'pnr');
  });
  after(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const openOf = async (id: string): Promise<OpenHalf | undefined> =>
    (await sql<{ open: OpenHalf }[]>`select open from pnr.record where id = ${id}`)[0]?.open;

  it('has no rows from before that tell the number of travellers, or anything but codes', async () => {
    expect(await openOf('EARLIER')).to.deep.equal({
      locators: [{ system: '0X', code: 'AN12NA', kind: '' }],
      itinerary: [
        {
          ...{ from: 'IST', to: 'VIE', carrier: '0X', flight: '123', bookingClass: 'M', status: '', equipment: '320' },
          ...{ locators: [], checkIn: { agent: '' } },
        },
        {
          ...{ from: '', to: 'VIE', carrier: '', flight: '', bookingClass: 'M', status: 'HK', equipment: '' },
          ...{ locators: [], operatedBy: { carrier: 'YY', flight: '' } },
        },
      ],
      ...{ ticketing: [], fareBases: [], paymentForms: ['CC'], baggage: [], excessBaggage: [] },
      ...{ otherServices: [], changes: [] },
    });
    const [foundBy] = await sql`
      select locators, codes,
        (select jsonb_agg(array[carrier, number, origin, destination] order by carrier) from pnr.leg where record = 'EARLIER') as legs
      from pnr.record where id = 'EARLIER'`;
    expect(foundBy).to.deep.equal({
      locators: ['0X/AN12NA', 'TKT/9991234567890', 'API/#0a1b', 'API/AN12NA'],
      codes: ['AN12NA', '89QM3LABML'],
      legs: [
        ['', '', '', 'VIE'],
        ['0X', '123', 'IST', 'VIE'],
      ],
    });
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
