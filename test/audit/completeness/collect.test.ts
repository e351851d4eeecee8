import { expect } from 'chai';
import type postgres from 'postgres';
import { ulid } from 'ulid';
import { findDifference, answerRanges } from '../../../src/audit/completeness/bisection.js';
import { collectFromList, collectFromLog } from '../../../src/audit/completeness/collect.js';
import { itemOf, itemSet, rootOf } from '../../../src/audit/completeness/items.js';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture, outcome, TestClock } from '../log-fixture.js';

const PAIR = { asker: 'XA-POLICE', answerer: 'SIS' };
const KEY = Uint8Array.from({ length: 32 }, (_, n) => n);
const DAY = '2026-11-23';
const asked = { pair: PAIR, day: DAY, key: KEY };
const NOON = Date.UTC(2026, 10, 23, 12);
const MIDNIGHT = Date.UTC(2026, 10, 24);

describe('the accesses of a pair and a day', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let sql: postgres.Sql;
  const clock = new TestClock();

  beforeEach(async () => {
    fixture = await createLogFixture();
    clock.time = NOON;
    log = await fixture.open({ clock });
    sql = connectDatabase(fixture.url, { applicationName: 'test-completeness', max: 1, role: 'ostiary_gateway' });
  });

  afterEach(async () => {
    await sql.end();
    await fixture.dispose();
  });

  const ask = async (requestId: string, changes: object = {}): Promise<number> =>
    (await log.append(intent({ requestId, ...changes }))).index;

  it('are its intents, by the day of their identifiers', async () => {
    const first = ulid(NOON);
    const one = await ask(first);
    await log.append(outcome(intent({ requestId: first }), one));
    const second = ulid(NOON + 1);
    const two = await ask(second);
    await log.append(outcome(intent({ requestId: second }), two, { outcome: 'failed' }));
    await ask(ulid(NOON), { authority: 'XB-BORDER' });
    await ask(ulid(NOON), { system: 'PRUM' });
    await log.append({ ...intent({ requestId: ulid(NOON) }), kind: 'access-denied', outcome: 'refused' });
    // Asked before midnight and logged after it, and the other way round.
    clock.time = MIDNIGHT + 5;
    const late = ulid(MIDNIGHT - 1);
    const three = await ask(late);
    await ask(ulid(MIDNIGHT));

    const { accesses, misdated, repeated, treeSize } = await collectFromLog(sql, asked);
    expect(accesses).to.deep.equal([
      { item: itemOf(KEY, PAIR, DAY, first), index: one, outcome: 'answered' },
      { item: itemOf(KEY, PAIR, DAY, second), index: two, outcome: 'failed' },
      { item: itemOf(KEY, PAIR, DAY, late), index: three, outcome: undefined },
    ]);
    expect([misdated, repeated]).to.deep.equal([[], []]);
    expect(treeSize).to.equal(9);
    expect((await collectFromLog(sql, { ...asked, day: '2026-11-24' })).accesses).to.have.lengthOf(1);
    expect((await collectFromLog(sql, { ...asked, day: '2026-11-21' })).accesses).to.be.empty;
  });

  it('name those that would escape: of another time, of no time, or of the same request', async () => {
    const honest = ulid(NOON);
    await ask(honest);
    const elsewhere = await ask(ulid(NOON + 40 * 86_400_000));
    const timeless = await ask('request-17');
    const again = await ask(honest);
    const { accesses, misdated, repeated } = await collectFromLog(sql, asked);
    expect(accesses).to.have.lengthOf(1);
    expect(misdated).to.deep.equal([elsewhere, timeless]);
    expect(repeated).to.deep.equal([again]);
  });

  it('show a suppressed and an added access when held against the other side', async () => {
    const requests = Array.from({ length: 60 }, (_, n) => ulid(NOON + n));
    await Promise.all(requests.slice(0, 59).map((requestId) => ask(requestId)));
    const added = await ask(ulid(NOON + 500));
    const { accesses } = await collectFromLog(sql, asked);
    const ours = itemSet(accesses.map(({ item }) => item));

    const system = collectFromList(`${requests.join('\n')}\n`, asked);
    const theirs = itemSet(system.accesses.map(({ item }) => item));
    expect([ours.length, theirs.length]).to.deep.equal([60, 60]);
    const { onlyOurs, onlyTheirs } = await findDifference(
      ours,
      { count: theirs.length, root: rootOf(theirs) },
      { answer: (questions) => Promise.resolve(answerRanges(theirs, questions)) },
    );
    expect(accesses.find(({ item }) => item === onlyOurs[0])?.index).to.equal(added);
    // The other side alone can tell which of its requests this is.
    expect(system.accesses.find(({ item }) => item === onlyTheirs[0])?.index).to.equal(60);
    expect([onlyOurs.length, onlyTheirs.length]).to.deep.equal([1, 1]);
  });

  it('are taken from a list, too', () => {
    const list = [ulid(NOON), '', ulid(MIDNIGHT), 'request-17', ulid(NOON + 1)];
    const { accesses, misdated } = collectFromList(`${[...list, list[0]].join('\r\n')}\n`, asked);
    expect(accesses.map(({ index }) => index)).to.deep.equal([1, 5]);
    expect(misdated).to.deep.equal([4]);
  });
});
