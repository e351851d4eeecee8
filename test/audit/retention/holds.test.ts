import { expect } from 'chai';
import type { SectionName } from '../../../src/audit/log/entry.js';
import { listHolds, releaseHold, setHold } from '../../../src/audit/retention/holds.js';
import { startEventClock } from '../../../src/audit/retention/event-clock.js';
import { findByTokens } from '../../../src/audit/vault/find-by-tokens.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { intent } from '../log-fixture.js';
import { createRetentionFixture, DAY_MS, refusalOf, type RetentionFixture } from './retention-fixture.js';

describe('legal holds', () => {
  let on: RetentionFixture;
  beforeEach(async () => {
    on = await createRetentionFixture();
  });
  afterEach(() => on.dispose());

  const hold = (changes = {}) => ({
    caseNumber: 'SA-2027.3',
    officer: 'synthetic-dpo',
    reason: 'monitoring procedure',
    endsAt: on.clock.time + 800 * DAY_MS,
    indexes: [0],
    ...changes,
  });
  const opened = async (index: number, name: SectionName) => {
    const { opening } = await (await on.vault()).openSection(index, name);
    return JSON.parse(Buffer.from(opening.plaintext).toString()) as Record<string, unknown>;
  };

  it('keep entries beyond the key of their bucket, and are entries themselves', async () => {
    for (let n = 0; n < 3; n++) await on.log.append(intent({ retention: 'iop-1y' }));
    const { index } = await setHold(on.holds, hold({ indexes: [2, 0, 2] }));
    expect(await listHolds(on.dpo)).to.deep.equal([
      { caseNumber: 'SA-2027.3', endsAt: hold().endsAt, setIndex: index, entries: 2 },
    ]);
    expect(await opened(index, 'who')).to.deep.equal({ officer: 'synthetic-dpo' });
    expect(await opened(index, 'what')).to.include({ case_number: 'SA-2027.3', entries: 2, first: 0, last: 2 });
    expect(await opened(index, 'why')).to.include({ reason: 'monitoring procedure' });

    on.clock.time += 400 * DAY_MS;
    const report = await on.erase();
    expect(report.erased[0]).to.include({ bucket: 'iop-1y/2026-W48', payloads: 1 });
    expect(report.minimumIndex).to.equal(0);
    expect(await opened(0, 'who')).to.deep.equal({ officer: 'synthetic-17' });
    expect(await refusalOf((await on.vault()).open(1))).to.equal('NOT_FOUND');
    expect(await on.fixture.verify()).to.include({ ok: true });

    const released = await releaseHold(on.holds, {
      caseNumber: 'SA-2027.3',
      officer: 'synthetic-dpo',
      reason: 'closed',
    });
    expect(await opened(released.index, 'what')).to.include({ case_number: 'SA-2027.3', set_by_entry: index });
    expect(await listHolds(on.dpo)).to.deep.equal([]);
    expect(await on.parts.keeper.list()).to.not.include('hold/SA-2027.3');
    expect(await refusalOf((await on.vault()).open(0)), 'its key died with the hold').to.equal('NOT_FOUND');
    expect((await on.erase()).plan.releasedEntries).to.deep.equal([0, 2]);
    expect(await on.fixture.admin`SELECT FROM audit.log_payload WHERE idx < 3`).to.have.length(0);
    expect(await on.fixture.verify()).to.include({ ok: true });
  });

  it('end at their end date, with the run of that day', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    await setHold(on.holds, hold({ endsAt: on.clock.time + 500 * DAY_MS }));
    on.clock.time += 400 * DAY_MS;
    expect((await on.erase()).plan.endedHolds).to.deep.equal([]);
    expect(await opened(0, 'why')).to.deep.equal({ purpose: 'P01' });
    on.clock.time += 100 * DAY_MS;
    const report = await on.erase();
    expect(report.plan.endedHolds).to.deep.equal(['SA-2027.3']);
    expect(await on.fixture.admin`SELECT FROM audit.log_payload WHERE idx = 0`).to.have.length(0);
    const kinds = await on.fixture.admin<
      { kind: string }[]
    >`SELECT kind FROM audit.log_entry WHERE kind LIKE 'hold%' ORDER BY idx`;
    expect(kinds.map(({ kind }) => kind)).to.deep.equal(['hold-set', 'hold-released']);
  });

  it('leave no key behind, also when a release died halfway', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    await setHold(on.holds, hold());
    await on.dpo`SELECT audit.release_hold('SA-2027.3', 1)`;
    expect(await on.parts.keeper.list()).to.include('hold/SA-2027.3');
    expect((await on.erase()).plan.releasedKeys).to.deep.equal(['hold/SA-2027.3']);
    expect(await on.parts.keeper.list()).to.not.include('hold/SA-2027.3');
  });

  it('released before the term change nothing', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    await setHold(on.holds, hold());
    await releaseHold(on.holds, { caseNumber: 'SA-2027.3', officer: 'synthetic-dpo', reason: 'closed' });
    expect(await opened(0, 'why')).to.deep.equal({ purpose: 'P01' });
    on.clock.time += 400 * DAY_MS;
    expect((await on.erase()).erased[0]).to.include({ payloads: 1 });
  });

  it('need a case, a person, a reason, an end and entries that are there', async () => {
    await on.log.append(intent());
    for (const wrong of [
      { caseNumber: '' },
      { caseNumber: '../x' },
      { officer: ' ' },
      { reason: '' },
      { reason: 'x'.repeat(2_001) },
      { endsAt: on.clock.time },
      { endsAt: Number.NaN },
      { indexes: [] },
      { indexes: [-1] },
    ]) {
      expect(await refusalOf(setHold(on.holds, hold(wrong))), JSON.stringify(wrong)).to.equal('REQUEST_INVALID');
    }
    expect(await refusalOf(setHold(on.holds, hold({ indexes: [0, 7] })))).to.equal('NOT_FOUND');
    await setHold(on.holds, hold());
    expect(await refusalOf(setHold(on.holds, hold())), 'twice').to.equal('REQUEST_INVALID');
    const release = { caseNumber: 'SA-other', officer: 'x', reason: 'y' };
    expect(await refusalOf(releaseHold(on.holds, release))).to.equal('NOT_FOUND');
  });
});

describe('holds of one case at once', () => {
  let on: RetentionFixture;
  beforeEach(async () => {
    on = await createRetentionFixture();
    for (let n = 0; n < 4; n++) await on.log.append(intent({ retention: 'iop-1y' }));
  });
  afterEach(() => on.dispose());

  /** As three review services: a pool of connections each. */
  async function atOnce(work: (parts: RetentionFixture['holds'], n: number) => Promise<unknown>): Promise<string[]> {
    const pools = Array.from({ length: 3 }, (_, n) =>
      connectDatabase(on.fixture.url, { applicationName: `test-review-${n}`, max: 2, role: 'ostiary_dpo' }),
    );
    try {
      const outcomes = pools.map((sql, n) => refusalOf(work({ ...on.holds, sql }, n)));
      return (await Promise.all(outcomes)).sort();
    } finally {
      for (const sql of pools) await sql.end();
    }
  }
  const kinds = async () => {
    const rows = await on.fixture.admin<{ kind: string }[]>`
      SELECT kind FROM audit.log_entry WHERE kind LIKE 'hold%' ORDER BY idx`;
    return rows.map(({ kind }) => kind);
  };
  const request = { caseNumber: 'SA-2027.3', officer: 'synthetic-dpo', reason: 'monitoring procedure' };

  it('are set once, and only the one that holds is in the log', async () => {
    const endsAt = on.clock.time + 800 * DAY_MS;
    const outcomes = await atOnce((parts, n) => setHold(parts, { ...request, endsAt, indexes: [n] }));
    expect(outcomes).to.deep.equal(['REQUEST_INVALID', 'REQUEST_INVALID', 'none']);
    expect(await kinds()).to.deep.equal(['hold-set']);
    expect((await listHolds(on.dpo)).map(({ entries }) => entries)).to.deep.equal([1]);
  });

  it('are released once, and the log says so once', async () => {
    await setHold(on.holds, { ...request, endsAt: on.clock.time + 800 * DAY_MS, indexes: [0] });
    expect(await atOnce((parts) => releaseHold(parts, request))).to.deep.equal(['NOT_FOUND', 'NOT_FOUND', 'none']);
    expect(await kinds()).to.deep.equal(['hold-set', 'hold-released']);
  });
});

describe('event clocks', () => {
  let on: RetentionFixture;
  beforeEach(async () => {
    on = await createRetentionFixture();
  });
  afterEach(() => on.dispose());

  const isOpen = async (index: number) => (await refusalOf((await on.vault()).open(index))) === 'none';

  it('keep entries until the event, and from then on for their period', async () => {
    await on.log.append(intent({ retention: 'ees-ret1' }));
    await on.log.append(intent({ retention: 'ees-ret1' }));
    // The week's key dies a year later; both entries still wait and move on.
    on.clock.time = Date.UTC(2027, 11, 1);
    const first = await on.erase();
    expect(first.erased[0]).to.include({ bucket: 'ees-ret1/2026-W48', payloads: 0 });
    expect(await isOpen(0)).to.be.true;
    expect(await on.fixture.verify()).to.include({ ok: true });

    // The data of entry 0 end on 2028-03-01, in W09; its year ends with 2029-03-05.
    on.clock.time = Date.UTC(2028, 2, 2);
    const start = { startedAt: Date.UTC(2028, 2, 1), indexes: [0], officer: 'synthetic-dpo' };
    await startEventClock(on.holds, start);
    const again = startEventClock(on.holds, start);
    expect(await refusalOf(again)).to.equal('REQUEST_INVALID');
    on.clock.time = Date.UTC(2029, 2, 5, 23, 59);
    await on.erase();
    expect(await isOpen(0)).to.be.true;
    on.clock.time = Date.UTC(2029, 2, 6);
    const last = await on.erase();
    expect(last.erased.map(({ bucket }) => bucket)).to.include('ees-ret1/2028-W09');
    expect(await on.fixture.admin`SELECT FROM audit.log_payload WHERE idx = 0`).to.have.length(0);

    // Entry 1 still waits, under a key that is replaced every quarter.
    expect(await isOpen(1)).to.be.true;
    const keys = (await on.parts.keeper.list()).filter((key) => key.startsWith('event/'));
    expect(keys).to.deep.equal(['event/ees-ret1/2029-W10']);
    expect(await on.fixture.verify()).to.include({ ok: true });
  });

  it('are for classes that have one', async () => {
    await on.log.append(intent());
    await on.log.append(intent({ retention: 'vis-ret1' }));
    const start = (indexes: number[]) =>
      refusalOf(startEventClock(on.holds, { startedAt: on.clock.time, indexes, officer: 'synthetic-dpo' }));
    expect(await start([0])).to.equal('REQUEST_INVALID');
    expect(await start([0, 1])).to.equal('REQUEST_INVALID');
    expect(await start([9])).to.equal('NOT_FOUND');
    expect(await start([1])).to.equal('none');
  });
});

describe('the record of erasures', () => {
  let on: RetentionFixture;
  beforeEach(async () => {
    on = await createRetentionFixture();
  });
  afterEach(() => on.dispose());

  const lose = (index: number) => on.fixture.tamper((tx) => tx`DELETE FROM audit.log_payload WHERE idx = ${index}`);

  it('excuses no payload of another bucket, and none after it', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    await on.log.append(intent());
    on.clock.time += 400 * DAY_MS;
    await on.erase();
    expect(await on.fixture.verify()).to.include({ ok: true });
    await lose(1);
    const verdict = await on.fixture.verify();
    expect(verdict).to.deep.include({ ok: false });
    expect(verdict.message).to.equal('entry 1: its sealed sections are gone');
  });

  it('is not believed before the term', async () => {
    await on.log.append(intent());
    await on.log.append({
      ...intent({ authority: 'ZZ-GATEWAY', retention: 'ops', sections: {} }),
      kind: 'key-destroyed',
      destroyedBucket: 'sis-3y/2026-W48',
    });
    const early = await on.fixture.verify();
    expect(early.message).to.equal('entry 1: destroyed the key of a bucket before its term');
    await lose(0);
    expect((await on.fixture.verify()).message).to.equal('entry 0: its sealed sections are gone');
  });

  it('leaves no token behind', async () => {
    const term = { field: 'vin', value: 'WXA1' } as const;
    await on.log.append(intent({ retention: 'iop-1y', terms: [term] }));
    await on.log.tokensIndexed();
    const { openIndexKeys } = await import('../../../src/audit/vault/file-keys.js');
    const before = await (await openIndexKeys(on.fixture.keyFolder)).tokensOf(term);
    expect(await findByTokens(on.dpo, before)).to.deep.equal([0]);
    on.clock.time += 400 * DAY_MS;
    await on.erase();
    expect(await findByTokens(on.dpo, before)).to.deep.equal([]);
    expect(await on.fixture.admin`SELECT to_regclass('audit.log_token_1') AS name`).to.deep.equal([{ name: null }]);
  });
});
