import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import type { LogVerdict, VerifyOptions } from '../../../src/audit/verify/verify-log.js';
import { createLogFixture, intent, type LogFixture, outcome, TestClock } from '../log-fixture.js';

describe('verification from a kept checkpoint on', () => {
  let fixture: LogFixture;
  /** Size of a checkpoint in the middle of a tile, with intents before it that are closed after it. */
  const KEPT = 350;
  let kept: string;
  let grow: () => Promise<void>;

  beforeEach(async () => {
    fixture = await createLogFixture();
    const clock = new TestClock();
    const log = await fixture.open({ clock, limits: { batchEntries: 50 } });
    grow = async () => {
      clock.time += 10;
      const drafts = Array.from({ length: 50 }, (_, n) =>
        intent({ authority: n % 2 === 0 ? 'XA-POLICE' : 'XB-CUSTOMS' }),
      );
      const intents = await Promise.all(drafts.map((draft) => log.append(draft)));
      await Promise.all(drafts.map((draft, n) => log.append(outcome(draft, intents[n]!.index))));
      await log.tilesBuilt();
    };
    for (let i = 0; i < 6; i++) await grow();
    const [row] = await fixture.admin<{ note: string }[]>`SELECT note FROM audit.log_checkpoint WHERE size = ${KEPT}`;
    kept = row!.note;
  });
  afterEach(() => fixture.dispose());

  const verify = (options: Partial<VerifyOptions> = {}): Promise<LogVerdict> =>
    fixture.verify({ kept: [kept], incremental: true, ...options });

  /** Rewrites an entry and its hash. */
  async function rewrite(tx: postgres.TransactionSql, index: number, from: string, to: string): Promise<void> {
    const [row] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = ${index}`;
    const body = Buffer.from(row!.body.toString().replace(from, to));
    await tx`UPDATE audit.log_entry SET body = ${body}, leaf = ${leafHash(body)} WHERE idx = ${index}`;
  }

  it('reads what came after it, and no more', async () => {
    const verdict = await verify();
    expect(verdict).to.include({ ok: true, from: KEPT, size: 600, payloadsOpened: 250 });
    expect(verdict.message).to.match(/^entries 350 to 599 are as they were signed, and continue the kept checkpoint/);
    const full = await fixture.verify({ kept: [kept] });
    expect(full).to.include({ ok: true, from: 0, payloadsOpened: 600 });
    expect(verdict.ok && full.ok && Buffer.from(verdict.root).equals(full.root)).to.equal(true);
  });

  it('goes on from the newest of several, again and again', async () => {
    const latest = (await fixture.reader().latestCheckpoint()).note;
    expect(await verify({ kept: [latest, kept] })).to.include({ ok: true, from: 600, size: 600 });
    await grow();
    expect(await verify({ kept: [kept, latest] })).to.include({ ok: true, from: 600, size: 700, payloadsOpened: 100 });
  });

  it('checks the tiles that are new, across levels', async () => {
    await fixture.admin`UPDATE audit.log_tile SET root = ${randomBytes(32)} WHERE level = 0 AND n = 1`;
    expect(await verify()).to.nested.include({ ok: false, 'finding.kind': 'tile-altered' });
  });

  it('works while tiles are not built', async () => {
    await fixture.admin`DELETE FROM audit.log_tile`;
    expect(await verify()).to.include({ ok: true, from: KEPT });
  });

  it('finds what is wrong with what is new', async () => {
    await fixture.tamper((tx) => rewrite(tx, 400, '"s":"SIS"', '"s":"VIS"'));
    expect(await verify()).to.nested.include({ 'finding.kind': 'entry-rewritten', 'finding.index': 400 });
  });

  it('finds new entries deleted, and counters altered', async () => {
    await fixture.tamper((tx) => tx`UPDATE audit.log_counter SET n = n + 1 WHERE authority = 'XA-POLICE'`);
    expect(await verify()).to.nested.include({ 'finding.kind': 'counter-altered' });
    await fixture.tamper((tx) => tx`DELETE FROM audit.log_entry WHERE idx = 599`);
    expect(await verify()).to.nested.include({ 'finding.kind': 'entries-missing', 'finding.index': 599 });
  });

  it('reads all when the hashes before it do not lead to it, and says why', async () => {
    await fixture.tamper((tx) => rewrite(tx, 290, '"x":"answered"', '"x":"refused"'));
    // From tiles alone nothing is to be seen: the entry is old, and was checked.
    expect(await verify()).to.include({ ok: true });
    await fixture.admin`DELETE FROM audit.log_tile`;
    expect(await verify()).to.nested.include({ ok: false, 'finding.kind': 'range-rewritten' });
    await fixture.tamper((tx) => tx`DELETE FROM audit.log_entry WHERE idx = 349`);
    expect(await verify()).to.nested.include({ ok: false });
  });

  it('tells a rollback and a second history', async () => {
    const ahead = signCheckpoint(601, randomBytes(32), fixture.signer);
    expect(await verify({ kept: [kept, ahead] })).to.nested.include({ 'finding.kind': 'rolled-back' });
    const fork = signCheckpoint(KEPT, randomBytes(32), fixture.signer);
    expect(await verify({ kept: [fork] })).to.nested.include({ 'finding.kind': 'history-differs' });
    const olderFork = signCheckpoint(300, randomBytes(32), fixture.signer);
    expect(await verify({ kept: [olderFork, kept] })).to.nested.include({ 'finding.kind': 'history-differs' });
  });

  it('begins anew without one', async () => {
    expect(await verify({ kept: [] })).to.include({ ok: true, from: 0 });
  });
});
