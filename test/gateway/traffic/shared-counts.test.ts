import { expect } from 'chai';
import type postgres from 'postgres';
import type { QuotaShare } from '../../../src/gateway/traffic/quota-table.js';
import { RateLease } from '../../../src/gateway/traffic/rate-lease.js';
import type { Rate } from '../../../src/gateway/traffic/rate-table.js';
import { openSharedCounts, type SharedCounts } from '../../../src/gateway/traffic/shared-counts.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

describe('counts that processes share', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  let pools: postgres.Sql[];
  let one: SharedCounts;
  let other: SharedCounts;

  before(async () => {
    database = await createMigratedDatabase('access');
    owner = connectDatabase(database.url, { applicationName: 'test', max: 1 });
    pools = [1, 2].map(() =>
      connectDatabase(database.url, { applicationName: 'test', max: 8, role: 'ostiary_gateway' }),
    );
    [one, other] = pools.map(openSharedCounts) as [SharedCounts, SharedCounts];
  });
  after(async () => {
    await Promise.all([owner, ...pools].map((sql) => sql.end()));
    await database.drop();
  });

  const share = (id: string, limit: number, counterpart = 'XB', amount = 1): QuotaShare => ({
    quota: {
      id,
      system: 'S',
      mode: 'M',
      purposes: undefined,
      requester: 'STATE',
      counterpart: 'EACH',
      period: 'day',
      limit,
    },
    requester: 'XA',
    counterpart,
    amount,
  });
  const rate = (id: string, perSecond: number, burst: number): Rate => ({
    id,
    authorities: undefined,
    systems: undefined,
    purposes: undefined,
    perSecond,
    burst,
  });

  it('take a quota to its last question and no further, from two processes at once', async () => {
    const asked = Array.from({ length: 60 }, (_, index) =>
      (index % 2 === 0 ? one : other).takeQuota([share('Q1', 20)]),
    );
    const exceeded = (await Promise.all(asked)).filter((short) => short !== undefined);
    expect(exceeded).to.have.length(40);
    expect(await one.takeQuota([share('Q1', 20, 'XC')])).to.equal(undefined);
  });

  it('take from all quotas or from none, and name the first that is short', async () => {
    await one.takeQuota([share('Q2', 2, 'XC', 2)]);
    const shares = [share('Q2', 2, 'XB'), share('Q2', 2, 'XC')];
    expect(await other.takeQuota(shares)).to.equal(shares[1]);
    // Had the first been taken, only one would be left.
    expect(await other.takeQuota([share('Q2', 2, 'XB', 2)])).to.equal(undefined);
  });

  it('count each share under its own requester', async () => {
    const ofAuthority = { ...share('Q6', 1), requester: 'XA-POLICE' };
    const ofState = share('Q7', 2);
    expect(await one.takeQuota([ofAuthority, ofState])).to.equal(undefined);
    const ofOther = { ...share('Q6', 1), requester: 'XA-CUSTOMS' };
    expect(await one.takeQuota([ofOther, ofState])).to.equal(undefined);
    const ofThird = { ...share('Q6', 1), requester: 'XA-BORDER' };
    expect(await one.takeQuota([ofThird, ofState])).to.equal(ofState);
  });

  it('never wait for each other in a circle', async () => {
    const pair = [share('Q3', 1_000_000, 'XB'), share('Q3', 1_000_000, 'XC')];
    const asked = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? one : other).takeQuota(pair));
    expect((await Promise.all(asked)).every((short) => short === undefined)).to.equal(true);
  });

  it('begin afresh with the next period', async () => {
    await one.takeQuota([share('Q4', 1)]);
    expect(await one.takeQuota([share('Q4', 1)])).not.to.equal(undefined);
    await owner`update access.quota_use set period_start = period_start - interval '1 day' where quota = 'Q4'`;
    expect(await one.takeQuota([share('Q4', 1)])).to.equal(undefined);
  });

  it('lease no more than the burst to all processes together', async () => {
    const slow = rate('R1', 1, 50);
    const handfuls = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).lease(slow, 'XA-POLICE', 7)),
    );
    const granted = handfuls.reduce((sum, handful) => sum + handful.granted, 0);
    // What flows in while the test runs comes on top: one a second.
    expect(granted).to.be.within(50, 60);
    expect((await one.lease(slow, 'XB-POLICE', 7)).granted).to.equal(7);
  });

  it('say when there is a token again', async () => {
    const slow = rate('R2', 1, 1);
    expect((await one.lease(slow, 'XA-POLICE', 5)).granted).to.equal(1);
    const empty = await other.lease(slow, 'XA-POLICE', 5);
    expect(empty.granted).to.equal(0);
    expect(empty.retryMs).to.be.within(1, 1_000);
    await owner`update access.rate_bucket set filled_at = filled_at - interval '1 second' where rate = 'R2'`;
    expect((await other.lease(slow, 'XA-POLICE', 5)).granted).to.equal(1);
  });

  it('give no token for time that runs backwards', async () => {
    const slow = rate('R3', 1_000, 10);
    await one.lease(slow, 'XA-POLICE', 10);
    await owner`update access.rate_bucket set filled_at = clock_timestamp() + interval '1 hour' where rate = 'R3'`;
    expect((await one.lease(slow, 'XA-POLICE', 10)).granted).to.equal(0);
  });

  it('let every process heed the one that is worst off, until it is silent', async () => {
    const told = (bulk: number, cases: number) => new Map([['SIS', { bulk, case: cases }]]);
    expect(await one.tellShares('p1', told(1, 1))).to.deep.equal(told(1, 1));
    expect(await other.tellShares('p2', told(0.25, 0.5))).to.deep.equal(told(0.25, 0.5));
    expect(await one.tellShares('p1', told(1, 1))).to.deep.equal(told(0.25, 0.5));
    expect(await one.tellShares('p1', new Map([['PNR', { bulk: 1, case: 1 }]]))).to.deep.equal(
      new Map([['PNR', { bulk: 1, case: 1 }]]),
    );
    await owner`update access.process_load set seen_at = seen_at - interval '6 seconds' where process = 'p2'`;
    expect(await one.tellShares('p1', told(1, 1))).to.deep.equal(told(1, 1));
    await one.leave('p1');
    expect(await owner`select 1 from access.process_load where process = 'p1'`).to.have.length(0);
  });

  it('forget what is long past', async () => {
    await one.takeQuota([share('Q5', 1)]);
    await owner`update access.quota_use set period_start = period_start - interval '8 days' where quota = 'Q5'`;
    await one.sweep();
    expect(await owner`select 1 from access.quota_use where quota = 'Q5'`).to.have.length(0);
  });

  describe('and a lease on them', () => {
    const clock = { now: () => Date.now() };

    async function spend(leases: readonly RateLease[], calls: number): Promise<{ taken: number; refusals: Refusal[] }> {
      const refusals: Refusal[] = [];
      let taken = 0;
      await Promise.all(
        Array.from({ length: calls }, async (_, index) => {
          try {
            await leases[index % leases.length]?.take();
            taken += 1;
          } catch (error) {
            refusals.push(error as Refusal);
          }
        }),
      );
      return { taken, refusals };
    }

    it('lets two processes together ask no more than the rate', async () => {
      const slow = rate('L1', 10, 40);
      const leases = [one, other].map((counts) => new RateLease(slow, 'XA-POLICE', counts, clock));
      let taken = 0;
      const refusals: Refusal[] = [];
      const started = Date.now();
      while (refusals.length === 0) {
        const round = await spend(leases, 10);
        taken += round.taken;
        refusals.push(...round.refusals);
      }
      const seconds = (Date.now() - started) / 1000;
      expect(taken).to.be.at.most(40 + Math.ceil(10 * seconds));
      for (const { reason, retryAfterMs, metadata } of refusals) {
        expect(reason).to.equal('RATE_LIMITED');
        expect(retryAfterMs).to.be.within(1, 1_000);
        expect(metadata).to.deep.equal({ rate: 'L1', per_second: '10' });
      }
    });

    it('takes from its handful without waiting', async () => {
      const fast = rate('L2', 1_000, 1_000);
      const lease = new RateLease(fast, 'XA-POLICE', one, clock);
      await lease.take();
      // A handful is a tenth of what flows in within a second.
      for (let call = 0; call < 50; call += 1) expect(lease.take()).to.equal(undefined);
    });

    it('lets the whole burst through at once, however many wait for one handful', async () => {
      const lease = new RateLease(rate('L6', 10, 40), 'XA-POLICE', one, clock);
      expect((await spend([lease], 40)).taken).to.equal(40);
    });

    it('forfeits what it did not spend in time', async () => {
      let now = 1_000_000;
      const lease = new RateLease(rate('L3', 100, 1_000), 'XA-POLICE', one, { now: () => now });
      await lease.take();
      now += 1_999;
      expect(lease.take()).to.equal(undefined);
      now += 1;
      const late = lease.take();
      expect(late).to.be.instanceOf(Promise);
      await late;
    });

    it('asks an empty bucket not once for every call', async () => {
      let asked = 0;
      const counting: SharedCounts = {
        ...one,
        lease: (...args) => {
          asked += 1;
          return one.lease(...args);
        },
      };
      const lease = new RateLease(rate('L4', 1, 1), 'XA-POLICE', counting, clock);
      await lease.take();
      const { taken } = await spend([lease], 500);
      expect(taken).to.equal(0);
      expect(asked).to.be.below(10);
    });

    it('refuses while the counts cannot be read, and recovers', async () => {
      let broken = true;
      const failing: SharedCounts = {
        ...one,
        lease: (...args) => (broken ? Promise.reject(new Error('connection lost')) : one.lease(...args)),
      };
      const lease = new RateLease(rate('L5', 100, 100), 'XA-POLICE', failing, clock);
      const { refusals } = await spend([lease], 3);
      expect(refusals.map(({ reason }) => reason)).to.deep.equal(['OVERLOADED', 'OVERLOADED', 'OVERLOADED']);
      broken = false;
      expect((await spend([lease], 5)).taken).to.equal(5);
    });
  });
});
