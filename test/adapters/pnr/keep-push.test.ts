/** Pushes that are kept at the same time, by several gateways at one database: nothing is lost, and nothing is there twice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { KnownRecord } from '../../../src/adapters/pnr/domain/pair-records.js';
import type { Push } from '../../../src/adapters/pnr/domain/push.js';
import { openPnrKeys, type PnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { readPush } from '../../../src/adapters/pnr/receive/read-push.js';
import {
  type KeptPush,
  openPushStore,
  type PushStore,
  type Sending,
} from '../../../src/adapters/pnr/store/push-store.js';
import { openRecordStore } from '../../../src/adapters/pnr/store/record-store.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { ANNA, HEADER, message } from '../../formats/api/lists.js';
import { interchange } from '../../formats/pnr/messages.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

const TODAY = '2026-11-24';
const NOW = Date.parse(`${TODAY}T12:00:00Z`);

/** A booking of one traveller on the flight. */
const booking = (locator: string, surname: string): string[] => [
  'SRC',
  `RCI+ZZ:${locator}::011126:1015`,
  `TIF+${surname}+ANNAMRS:A:1`,
  'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M',
];

describe('pushes at the same time', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: ReturnType<typeof connectDatabase>;
  let others: ReturnType<typeof connectDatabase>;
  let folder: string;
  let keys: PnrKeys;
  let gateways: readonly [PushStore, PushStore];
  let number = 0;

  before(async () => {
    database = await createMigratedDatabase('pnr');
    const own = connectDatabase(database.url, { applicationName: 'test-pnr-owner', max: 1 });
    await own`insert into pnr.carrier values ('XA-AIR', 'ZZ'), ('XB-AIR', 'ZZ')`;
    await own.end();
    const gateway = () =>
      connectDatabase(database.url, { applicationName: 'test-pnr-push', max: 4, role: 'ostiary_gateway' });
    sql = gateway();
    others = gateway();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-push-'));
    keys = await openPnrKeys(folder);
    gateways = [openPushStore(sql, keys), openPushStore(others, keys)];
  });
  after(async () => {
    await sql.end();
    await others.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => sql`delete from pnr.record`);

  const read = (segments: readonly string[]): Push =>
    readPush(Buffer.from(interchange(segments, { kind: '141' })), TODAY);
  const sending = (text: string): Sending => ({
    ...{ id: `P${(number += 1)}`, authority: 'XA-AIR', nowMs: NOW },
    digest: gateways[0].digest(Buffer.from(text)),
  });
  const keep = async (gateway: PushStore, message: Push, how: Sending) => {
    const kept = await gateway.keep(message, how);
    if (kept === undefined) throw new Error('the authority does not push for this carrier');
    return kept;
  };
  const push = (gateway: PushStore, segments: readonly string[]) =>
    keep(gateway, read(segments), sending(`${number} ${segments.join()}`));
  const records = () =>
    sql<{ id: string; version: number; cancelled: boolean; locators: string[] }[]>`
      select id, version, cancelled, locators from pnr.record order by id`;
  const found = async (id: string) => openRecordStore(sql, keys, { now: () => NOW }).find(id, ['active']);

  it('of one message are kept once, whichever gateway they come through', async () => {
    const segments = booking('AA1111', 'PROBE');
    const both = await Promise.all([0, 1, 0, 1].map((at) => keep(gateways[at]!, read(segments), sending('the same'))));
    expect(both.filter(({ duplicate }) => !duplicate)).to.have.length(1);
    expect(new Set(both.map(({ acknowledgement }) => acknowledgement.pushId)).size).to.equal(1);
    expect(await records()).to.have.length(1);
  });

  it('of one booking are one record with as many versions, and it opens', async () => {
    const names = ['ALFA', 'BRAVO', 'DELTA', 'HOTEL', 'KILO', 'LIMA'];
    const all = await Promise.all(names.map((name, at) => push(gateways[at % 2]!, booking('BB2222', name))));
    const sum = (of: 'taken' | 'superseded') =>
      all.reduce((total, { acknowledgement }) => total + acknowledgement[of], 0);
    expect([sum('taken'), sum('superseded')]).to.deep.equal([1, 5]);
    const [only, ...more] = await records();
    expect(more).to.deep.equal([]);
    expect(only?.version).to.equal(6);
    const kept = await found(only?.id ?? '');
    expect(names).to.include((await kept?.unseal())?.a.travellers[0]?.surname);
    // What is there to be found by is that of the last version alone: its name has as many terms as any of the others.
    const [counted] = await sql<{ keys: number; legs: number }[]>`
      select (select count(distinct token)::int from pnr.search_key where record = ${only?.id ?? ''}) as keys,
             (select count(*)::int from pnr.leg where record = ${only?.id ?? ''}) as legs`;
    expect(counted).to.deep.equal({ keys: 1, legs: 1 });
  });

  it('of different passengers of a flight are all kept', async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, at) => push(gateways[at % 2]!, booking(`CC${1000 + at}`, 'PROBE'))),
    );
    expect(all.map(({ acknowledgement }) => acknowledgement.taken)).to.deep.equal(Array(12).fill(1));
    expect(await records()).to.have.length(12);
    expect(await sql`select from pnr.flight`).to.have.length(1);
  });

  /** pnr.keep_push for a push that changes nothing, if these records are what it expects. */
  const expecting = async (locator: string, expected: unknown) => {
    const given = { authority: 'XA-AIR', digest: '00', flight: read([]).flight, today: TODAY };
    const [row] = await sql<{ result: { outcome: string; known: KnownRecord[] } }[]>`
      select pnr.keep_push(
        ${JSON.stringify(given)}::text::jsonb, ${[locator]}::text[], null, ${JSON.stringify(expected)}::text::jsonb,
        '[]', '[]', '[]') as result`;
    return row!.result;
  };

  it('do not build on what was read before another push changed it', async () => {
    await push(gateways[0], booking('DD4444', 'OLD'));
    const [before] = (await expecting('ZZ/DD4444', [])).known;
    expect(before).to.deep.include({ day: TODAY, version: 1, cancelled: false, locators: ['ZZ/DD4444'] });
    await push(gateways[1], booking('DD4444', 'NEW'));
    const { outcome, known } = await expecting('ZZ/DD4444', [{ ...before, locators: undefined }]);
    expect([outcome, known]).to.deep.equal(['changed', [{ ...before, version: 2 }]]);
  });

  it('do not build on what was read before another push cancelled it, which leaves the version as it is', async () => {
    await push(gateways[0], booking('DD6666', 'OLD'));
    const [before] = (await expecting('ZZ/DD6666', [])).known;
    await push(gateways[1], ['SRC', 'RCI+ZZ:DD6666::011126:1015', 'ORG']);
    const { outcome, known } = await expecting('ZZ/DD6666', [{ ...before, locators: undefined }]);
    expect([outcome, known]).to.deep.equal(['changed', [{ ...before, cancelled: true }]]);
  });

  /** A full push prepared at a time of the day. */
  const fullPush = (at: string, segments: readonly string[]) => {
    const text = interchange(segments).replace('261126:0800', `${TODAY.slice(2).replaceAll('-', '')}:${at}`);
    return keep(gateways[0], readPush(Buffer.from(text), TODAY), sending(text));
  };
  const counts = ({ acknowledgement: { taken, superseded, outdated, missing, preparedAtMs } }: KeptPush) => ({
    ...{ taken, superseded, outdated, missing, at: preparedAtMs && new Date(preparedAtMs).toISOString().slice(11, 16) },
  });

  it('that were prepared before what is there leave it, and say so', async () => {
    await fullPush('1130', booking('GG1111', 'NEW'));
    const late = await fullPush('1129', booking('GG1111', 'OLD'));
    expect(counts(late)).to.deep.equal({ taken: 0, superseded: 0, outdated: 1, missing: 0, at: '11:29' });
    const [only] = await records();
    expect((await (await found(only?.id ?? ''))?.unseal())?.a.travellers[0]?.surname).to.equal('NEW');
    const clockAhead = await fullPush('1300', booking('GG1111', 'AHEAD'));
    expect(counts(clockAhead)).to.deep.equal({ taken: 0, superseded: 1, outdated: 0, missing: 0, at: undefined });
  });

  it('of a whole flight cancel what they do not name, until it is sent again; not what another authority sent', async () => {
    await fullPush('1000', [...booking('HH1111', 'PROBE'), ...booking('HH2222', 'MUSTER')]);
    await gateways[1].keep(read(booking('HH3333', 'PROBE')), { ...sending('partner'), authority: 'XB-AIR' });
    await sql`update pnr.record set prepared_at = '2026-11-24T10:00:00Z' where 'ZZ/HH3333' = any(locators)`;
    const whole = await fullPush('1001', booking('HH1111', 'PROBE'));
    expect(counts(whole)).to.deep.equal({ taken: 0, superseded: 1, outdated: 0, missing: 1, at: '10:01' });
    const cancelled = async () => (await records()).flatMap((one) => (one.cancelled ? one.locators : []));
    expect(await cancelled()).to.deep.equal(['ZZ/HH2222']);
    const again = await fullPush('1002', [...booking('HH1111', 'PROBE'), ...booking('HH2222', 'MUSTER')]);
    expect(counts(again)).to.include({ superseded: 2, missing: 0 });
    expect(await cancelled()).to.deep.equal([]);
  });

  it('of one passenger at check-in and in the list of the flight are one record', async () => {
    const lists = (header: readonly string[]) =>
      readList(Buffer.from(message([...header, ...ANNA])), TODAY, (text) =>
        gateways[0].digest(Buffer.from(text)).toString('hex'),
      );
    const asked = await keep(gateways[0], lists(HEADER), sending('check-in'));
    const batch = lists(HEADER.filter((segment) => !segment.startsWith('RFF')));
    const listed = await keep(gateways[1], batch, sending('list'));
    expect([asked, listed].map(({ acknowledgement: { taken, superseded } }) => [taken, superseded])).to.deep.equal([
      [1, 0],
      [0, 1],
    ]);
    const again = await keep(gateways[0], lists(HEADER), sending('check-in again'));
    expect(again.acknowledgement).to.include({ taken: 0, superseded: 1 });
    expect((await records()).map(({ version }) => version)).to.deep.equal([3]);
  });

  it('of a flight of another carrier are not kept', async () => {
    const theirs = { ...sending('theirs'), authority: 'XC-AIR' };
    expect(await gateways[0].keep(read(booking('EE5555', 'PROBE')), theirs)).to.equal(undefined);
    expect(await records()).to.deep.equal([]);
  });

  it('are refused, and nothing of them kept, where what they are about never stands still', async () => {
    // A database in which everything has always just been changed.
    const restless = Object.assign(
      (strings: TemplateStringsArray, ...values: never[]) =>
        strings.join('').includes('keep_push')
          ? sql`select '{"outcome": "changed", "known": []}'::jsonb as result`
          : sql(strings, ...values),
      { begin: (work: (tx: unknown) => unknown) => work(restless) },
    ) as unknown as typeof sql;
    const store = openPushStore(restless, keys);
    const refused = await store
      .keep(read(booking('FF7777', 'PROBE')), sending('restless'))
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal);
    expect((refused as Refusal).reason).to.equal('OVERLOADED');
    expect(await records()).to.deep.equal([]);
  });

  it('of hundreds of records let others have their turns while they are sealed', async () => {
    const many = read(Array.from({ length: 400 }, (_, at) => booking(`T${10_000 + at}`, 'PROBE')).flat());
    await keys.ensure('initial', TODAY);
    // A database that answers at once, so that no turn is its doing.
    const atOnce = ((strings: TemplateStringsArray) =>
      Promise.resolve(strings.join('').includes('keep_push') ? [{ result: { outcome: 'kept' } }] : [])) as never;
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const { acknowledgement } = await keep(openPushStore(atOnce, keys), many, sending('in turns'));
    isOver = true;
    expect(acknowledgement.taken).to.equal(400);
    expect(turns).to.be.at.least(400 / 50 - 1);
  });

  it('of thousands of records are kept whole beside those of single ones', async () => {
    const many = Array.from({ length: 2_000 }, (_, at) => booking(`M${10_000 + at}`, 'PROBE')).flat();
    const [whole, single] = await Promise.all([
      push(gateways[0], many),
      push(gateways[1], booking('M10007', 'MUSTER')),
    ]);
    expect(whole.acknowledgement.taken + whole.acknowledgement.superseded).to.equal(2_000);
    expect(single.acknowledgement.taken + single.acknowledgement.superseded).to.equal(1);
    const [counted] = await sql<{ all: number; twice: number }[]>`
      select count(*)::int as all, count(*) filter (where version = 2)::int as twice from pnr.record`;
    expect(counted).to.deep.equal({ all: 2_000, twice: 1 });
  });

  it('make the month that they are the first of beside those of the month before, and none ends for another', async () => {
    // Of three flights, through four connections each of two gateways. Each month is new to half of them.
    for (const month of ['2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07', '2027-08']) {
      const first = Date.parse(`${month}-01T00:00:00Z`);
      const all = await Promise.all(
        Array.from({ length: 16 }, (_, at) => {
          const flight = String((at % 3) + 1);
          const segments = booking(`C${month.slice(5)}${String(at).padStart(2, '0')}`, 'PROBE');
          const message = read(segments.map((segment) => segment.replace('+123:M', `+${flight}:M`)));
          const how = { ...sending(`${month} ${at}`), nowMs: at % 2 === 0 ? first : first - 1 };
          return keep(gateways[at % 4 < 2 ? 0 : 1], { ...message, flight: { ...message.flight, number: flight } }, how);
        }),
      );
      expect(all.map(({ acknowledgement }) => acknowledgement.taken)).to.deep.equal(all.map(() => 1));
    }
  });
});
