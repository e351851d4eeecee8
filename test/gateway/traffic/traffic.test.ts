import { expect } from 'chai';
import type postgres from 'postgres';
import type { Inquiry } from '../../../src/adapters/adapter.js';
import type { AccessGrounds } from '../../../src/gateway/policy/request.js';
import type { Place } from '../../../src/gateway/traffic/load-gate.js';
import type { Quota } from '../../../src/gateway/traffic/quota-table.js';
import type { Rate } from '../../../src/gateway/traffic/rate-table.js';
import { openSharedCounts } from '../../../src/gateway/traffic/shared-counts.js';
import type { TrafficTables } from '../../../src/gateway/traffic/traffic-tables.js';
import { startTraffic, type Traffic, type TrafficParts } from '../../../src/gateway/traffic/traffic.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import { testAuthority } from '../../helpers/peers.js';
import { question } from '../../helpers/policy-questions.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';
import { recordingLog, type RecordingLog } from '../../helpers/recording-log.js';

const police = testAuthority('XA-POLICE', ['POL']);
const border = testAuthority('XB-BORDER', ['BOR']);

const grounds = (changes: Partial<AccessGrounds> = {}): AccessGrounds => question('POL', changes).grounds;

const ANY: Rate = {
  id: 'ANY',
  authorities: undefined,
  systems: undefined,
  purposes: undefined,
  perSecond: 100_000,
  burst: 100_000,
};
const generous: TrafficTables = {
  quotas: { rows: [], sharesOf: () => [] },
  rates: { rows: [ANY], rateOf: () => ANY },
};

describe('traffic', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  const running: Traffic[] = [];
  let quotaNumber = 0;

  before(async () => {
    database = await createMigratedDatabase('access');
    sql = connectDatabase(database.url, { applicationName: 'test', max: 4, role: 'ostiary_gateway' });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((traffic) => traffic.close()));
  });
  after(async () => {
    await sql.end();
    await database.drop();
  });

  function start(changes: Partial<TrafficParts> = {}): { traffic: Traffic; log: RecordingLog; faults: unknown[] } {
    const log = recordingLog();
    const faults: unknown[] = [];
    const traffic = startTraffic({
      tables: () => generous,
      counts: openSharedCounts(sql),
      gate: { capacity: 20, targetMs: 100 },
      clock: { now: () => Date.now() },
      log,
      onFault: (_, error) => faults.push(error),
      ...changes,
    });
    running.push(traffic);
    return { traffic, log, faults };
  }

  const ask = async (
    traffic: Traffic,
    changes: Partial<AccessGrounds> = {},
    inquiry: Pick<Inquiry<unknown>, 'draws'> = {},
    authority = police,
  ): Promise<Place> => traffic.admit({ authority, grounds: grounds(changes), system: 'S', inquiry });

  async function refusal(asked: Promise<unknown>): Promise<Refusal> {
    try {
      await asked;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    throw new Error('expected a refusal');
  }

  it('lets border checks through while bulk work is shed', async () => {
    const { traffic } = start();
    const bulk = await Promise.allSettled(Array.from({ length: 100 }, () => ask(traffic, { urgency: 'BULK' })));
    expect(bulk.filter(({ status }) => status === 'fulfilled')).to.have.length(10);
    for (let check = 0; check < 9; check += 1) await ask(traffic, { purpose: 'BORDER_CONTROL' }, {}, border);
    expect((await refusal(ask(traffic, { purpose: 'JUDICIAL' }))).metadata.priority).to.equal('CASE');
  });

  it('gives a place back that a quota refused', async () => {
    const quota: Quota = {
      id: `FULL-${(quotaNumber += 1)}`,
      system: 'S',
      mode: 'M',
      purposes: undefined,
      requester: 'STATE',
      counterpart: 'EACH',
      period: 'day',
      limit: 1,
    };
    const tables: TrafficTables = {
      ...generous,
      quotas: {
        rows: [quota],
        sharesOf: ({ draws, memberState }) =>
          draws.map(({ counterpart, amount }) => ({ quota, requester: memberState, counterpart, amount })),
      },
    };
    const { traffic } = start({ tables: () => tables });
    const draws = [{ mode: 'M', counterpart: 'XC', amount: 1 }];
    await ask(traffic, {}, { draws });
    for (let times = 0; times < 50; times += 1) {
      const { reason, metadata, retryAfterMs } = await refusal(ask(traffic, {}, { draws }));
      expect(reason).to.equal('QUOTA_EXCEEDED');
      expect(metadata).to.deep.equal({ quota: quota.id, mode: 'M', limit: '1', period: 'day', counterpart: 'XC' });
      expect(retryAfterMs).to.be.within(1, 86_400_000);
    }
    // Another state asks on its own account, and there is still room.
    await ask(traffic, {}, { draws }, border);
  });

  it('goes by the rates of a new policy as soon as it is in force', async () => {
    const strict: TrafficTables = {
      ...generous,
      rates: { rows: [ANY], rateOf: () => ({ ...ANY, id: 'STRICT', perSecond: 1, burst: 1 }) },
    };
    let tables = generous;
    const { traffic } = start({ tables: () => tables });
    (await ask(traffic)).leave();
    tables = strict;
    (await ask(traffic)).leave();
    const { reason, metadata } = await refusal(ask(traffic));
    expect([reason, metadata.rate]).to.deep.equal(['RATE_LIMITED', 'STRICT']);
    tables = generous;
    (await ask(traffic)).leave();
  });

  it('counts refusals that anybody can cause by the thousand, and logs the counts', async () => {
    const { traffic, log } = start();
    const limited = new Refusal('RATE_LIMITED', 'too fast');
    const listed = Array.from({ length: 1_000 }, () => traffic.deservesEntry('XA-POLICE', limited)).filter(Boolean);
    expect(listed).to.have.length(50);
    expect(traffic.deservesEntry('XB-BORDER', limited)).to.equal(true);
    expect(traffic.deservesEntry('XA-POLICE', new Refusal('PURPOSE_NOT_ALLOWED', 'no'))).to.equal(true);
    await traffic.close();
    expect(log.drafts.map(({ authority, sections }) => [authority, sections.result])).to.deep.equal([
      ['XA-POLICE', { status: 'REFUSALS_NOT_LISTED', counts: { RATE_LIMITED: 950 } }],
    ]);
  });

  it('counts what came behind such a refusal in its stream, too', async () => {
    const { traffic, log } = start();
    const behind = new Refusal('EARLIER_MESSAGE_REFUSED', 'send both again');
    const listed = Array.from({ length: 1_000 }, () => traffic.deservesEntry('XA-POLICE', behind)).filter(Boolean);
    expect(listed).to.have.length(50);
    await traffic.close();
    expect(log.drafts.map(({ sections }) => sections.result)).to.deep.equal([
      { status: 'REFUSALS_NOT_LISTED', counts: { EARLIER_MESSAGE_REFUSED: 950 } },
    ]);
  });

  it('tells the pressure on one process to the others', async function () {
    this.timeout(20_000);
    const { traffic: slow } = start();
    const { traffic: other } = start();
    await ask(other);
    const stopping = new AbortController();
    const burdened = (async () => {
      while (!stopping.signal.aborted) {
        for (let call = 0; call < 40; call += 1) (await ask(slow)).leave(1_000);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    try {
      await eventually(async () => {
        const bulk = await Promise.allSettled(Array.from({ length: 20 }, () => ask(other, { urgency: 'BULK' })));
        const inside = bulk.filter((result) => result.status === 'fulfilled');
        for (const { value } of inside) value.leave();
        // By what it sees itself it would take ten.
        expect(inside.length).to.be.below(5);
      });
    } finally {
      stopping.abort();
      await burdened;
    }
  });

  it('goes by what it sees itself while the counts cannot be read, and says so once', async () => {
    const counts = openSharedCounts(sql);
    const { traffic, faults } = start({
      counts: { ...counts, tellShares: () => Promise.reject(new Error('gone')) },
    });
    await ask(traffic);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(faults).to.have.length(1);
    await ask(traffic, { urgency: 'BULK' });
  });
});
