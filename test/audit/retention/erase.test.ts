import { expect } from 'chai';
import { cp, rm } from 'node:fs/promises';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { splitPayload } from '../../../src/audit/vault/seal.js';
import { intent, outcome } from '../log-fixture.js';
import { createRetentionFixture, DAY_MS, OFFICERS, refusalOf, type RetentionFixture } from './retention-fixture.js';

const PLATE = { field: 'plate', value: 'XA123' } as const;

describe('erasure', () => {
  let on: RetentionFixture;
  beforeEach(async () => {
    on = await createRetentionFixture();
  });
  afterEach(() => on.dispose());

  const payloads = async () => {
    const rows = await on.fixture.admin<{ idx: string }[]>`SELECT idx FROM audit.log_payload ORDER BY idx`;
    return rows.map(({ idx }) => Number(idx));
  };

  it('takes what is at its term, and nothing else; every proof stays, no payload opens', async () => {
    // 2026-W48: one year and three years.
    const short = intent({ retention: 'iop-1y', terms: [PLATE] });
    await on.log.append(short);
    await on.log.append(outcome(short, 0, { terms: [PLATE] }));
    await on.log.append(intent({ terms: [PLATE] }));
    await on.log.tokensIndexed();
    const copies = await on.fixture.admin<{ idx: string; bucket: string; sealed: Buffer }[]>`
      SELECT idx, bucket, sealed FROM audit.log_payload`;

    // The week ends on 2026-11-30, so its year ends on 2027-11-30.
    on.clock.time = Date.UTC(2027, 10, 29, 23, 59);
    const early = await on.erase();
    expect(early.plan.buckets).to.deep.equal([]);
    expect(await payloads()).to.deep.equal([0, 1, 2]);

    on.clock.time = Date.UTC(2027, 10, 30);
    const dry = await on.erase({ dryRun: true });
    expect(dry.plan.buckets).to.deep.include({
      bucket: 'iop-1y/2026-W48',
      payloads: 2,
      overdueDays: 0,
      range: { from: 0, end: 3 },
    });
    expect(await payloads()).to.deep.equal([0, 1, 2]);

    const report = await on.erase();
    expect(report).to.deep.include({ ok: true, minimumIndex: 2, selfTest: { tested: 2, proven: 2, opened: 0 } });
    expect(report.erased).to.have.length(1);
    expect(report.erased[0]).to.include({ bucket: 'iop-1y/2026-W48', payloads: 2, destroyedIndex: 4 });
    expect(report.erased[0]!.checkValue).to.match(/^[0-9a-f]{16}$/);
    expect(await on.parts.keeper.list()).to.not.include('iop-1y/2026-W48');

    // The run is in the log: begun, one entry for the key, ended.
    const kinds = await on.fixture.admin<{ kind: string; body: Buffer }[]>`
      SELECT kind, body FROM audit.log_entry WHERE idx > 2 ORDER BY idx`;
    expect(kinds.map(({ kind }) => kind)).to.deep.equal(['erasure-run', 'key-destroyed', 'erasure-run']);
    expect(parseLeaf(kinds[1]!.body)!.destroyedBucket).to.equal('iop-1y/2026-W48');
    const vault = await on.vault();
    const destroyed = await vault.openSection(4, 'who');
    expect(JSON.parse(Buffer.from(destroyed.opening.plaintext).toString())).to.deep.equal({
      confirmed_by: [...OFFICERS],
    });
    expect(await refusalOf(vault.open(0))).to.equal('NOT_FOUND');
    expect((await vault.open(2)).sections.size).to.equal(3);

    // Its tokens are gone from the index, the others stay.
    const tokens = await on.fixture.admin<{ idx: string }[]>`SELECT idx FROM audit.log_token`;
    expect(tokens.map(({ idx }) => idx)).to.deep.equal(['2']);

    // A backup of the database from before opens nothing.
    const keys = await openKeyUnwrapper(on.fixture.keyFolder);
    for (const { idx, bucket, sealed } of copies) {
      const opened = await keys.unwrap(bucket, splitPayload(sealed)!.wrappedKey);
      expect(opened === undefined, idx).to.equal(idx !== '2');
    }
    expect((await on.erase()).plan.buckets, 'a second run has nothing to do').to.deep.equal([]);
  });

  it('takes everything in the end, and the log still verifies', async () => {
    for (let n = 0; n < 30; n++) await on.log.append(intent({ retention: n % 2 === 0 ? 'sis-3y' : 'prum-2y' }));
    on.clock.time += 3 * 366 * DAY_MS + 7 * DAY_MS;
    const report = await on.erase();
    expect(report.erased.map(({ bucket, payloads: count }) => [bucket, count])).to.deep.equal([
      ['prum-2y/2026-W48', 15],
      ['sis-3y/2026-W48', 15],
    ]);
    expect(report).to.deep.include({ ok: true, minimumIndex: 30, selfTest: { tested: 20, proven: 20, opened: 0 } });
    expect(await on.fixture.verify()).to.include({ ok: true, size: 34 });
  });

  it('goes on where a run died, at every step', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    on.clock.time += 400 * DAY_MS;
    const bucket = 'iop-1y/2026-W48';
    const { keeper, sql } = on.parts;
    const value = (await keeper.checkValue(bucket))!;
    const begin = () => sql`SELECT audit.begin_erasure(${bucket}, 0, ${value})`;
    expect(await refusalOf(begin()), 'the database knows of no such time').to.equal('55000');
    await on.log.append(intent());
    await begin();
    await sql`SELECT audit.erase_payloads(${bucket}, 0, 1)`;
    expect(await on.fixture.verify(), 'half done is not done').to.deep.include({ ok: false });
    await keeper.destroy(bucket);
    const report = await on.erase();
    expect(report.erased[0]).to.deep.include({ bucket, payloads: 1, checkValue: value });
    expect(await on.fixture.verify()).to.include({ ok: true });
  });

  it('erases again what a restored backup brought back, and opens none of it', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    const [copy] = await on.fixture.admin<{ idx: string; bucket: string; sealed: Buffer }[]>`
      SELECT idx, bucket, sealed FROM audit.log_payload`;
    on.clock.time += 400 * DAY_MS;
    await on.erase();
    await on.fixture.tamper(
      (tx) => tx`INSERT INTO audit.log_payload (idx, bucket, sealed) VALUES (0, ${copy!.bucket}, ${copy!.sealed})`,
    );
    const verdict = await on.fixture.verify();
    expect(verdict).to.deep.include({ ok: false });
    expect(verdict.message).to.match(/entry 0: .*erased/);
    expect((await on.erase()).erased, 'nothing points to it').to.deep.equal([]);
    const again = await on.erase({ everywhere: true });
    expect(again.erased[0]).to.include({ bucket: 'iop-1y/2026-W48', payloads: 2 });
    expect(again.selfTest).to.deep.equal({ tested: 1, proven: 1, opened: 0 });
    expect(await payloads()).to.not.include(0);
    expect(await on.fixture.verify()).to.include({ ok: true });
  });

  it('asks for two officers, and for a key store that answers', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    on.clock.time += 400 * DAY_MS;
    for (const confirmedBy of [
      ['one', 'one'],
      ['one', ''],
      [' one', 'other'],
    ] as const) {
      expect(await refusalOf(on.erase({ confirmedBy }))).to.equal('REQUEST_INVALID');
    }
    expect(await refusalOf(on.erase({ now: on.clock.time + 1 })), 'no run is ahead of its time').to.equal(
      'REQUEST_INVALID',
    );
    expect(await payloads()).to.deep.equal([0]);
    const ahead = await on.erase({ now: on.clock.time + 3 * 366 * DAY_MS, dryRun: true });
    expect(ahead.plan.buckets.map(({ bucket }) => bucket)).to.deep.equal(['iop-1y/2026-W48']);
  });

  it('finds a key that should be gone and is not', async () => {
    await on.log.append(intent({ retention: 'iop-1y' }));
    on.clock.time += 400 * DAY_MS;
    const kept = `${on.fixture.keyFolder}-kept`;
    await cp(on.fixture.keyFolder, kept, { recursive: true });
    const restore = async () => {
      await rm(on.fixture.keyFolder, { recursive: true });
      await cp(kept, on.fixture.keyFolder, { recursive: true });
      return openKeyUnwrapper(on.fixture.keyFolder);
    };
    const { runErasure } = await import('../../../src/audit/retention/erase.js');
    const report = await runErasure({ ...on.parts, openUnwrapper: restore }, { confirmedBy: OFFICERS });
    expect(report).to.deep.include({ ok: false, selfTest: { tested: 1, proven: 1, opened: 1 } });
    await rm(kept, { recursive: true });
  });
});
