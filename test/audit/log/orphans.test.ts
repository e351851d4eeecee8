import { expect } from 'chai';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { createLogFixture, intent, type LogFixture, outcome, part, TestClock } from '../log-fixture.js';

describe('orphans', () => {
  let fixture: LogFixture;
  let clock: TestClock;
  beforeEach(async () => {
    fixture = await createLogFixture();
    clock = new TestClock();
  });
  afterEach(() => fixture.dispose());

  async function closers(): Promise<number[]> {
    const rows = await fixture.admin<{ intent: string }[]>`
      SELECT intent FROM audit.log_entry WHERE kind = 'orphan' ORDER BY intent`;
    return rows.map((row) => Number(row.intent));
  }

  it('are closed when they are old enough, and only they', async () => {
    const log = await fixture.open({ clock });
    const answered = intent();
    const { index } = await log.append(answered);
    const lost = intent({ authority: 'XB-CUSTOMS' });
    await log.append(lost);
    await log.append(outcome(answered, index));
    await log.append(intent({ kind: 'access-denied', outcome: 'refused' }));
    clock.time += 60_000;
    const young = await log.append(intent());

    expect(await log.closeOrphans({ olderThanMs: 60_001 })).to.equal(0);
    clock.time += 1;
    expect(await log.closeOrphans({ olderThanMs: 60_000 })).to.equal(1);
    expect(await closers()).to.deep.equal([1]);
    const [row] = await fixture.admin<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE kind = 'orphan'`;
    expect(parseLeaf(row!.body)).to.deep.include({
      authority: 'XB-CUSTOMS',
      counter: 2,
      system: 'SIS',
      requestId: lost.requestId,
      intentIndex: 1,
      outcome: 'unknown',
      commitments: {},
    });
    expect(await log.closeOrphans({ olderThanMs: 60_000 })).to.equal(0);

    clock.time += 120_000;
    expect(await log.closeOrphans({ olderThanMs: 60_000 })).to.equal(1);
    expect(await closers()).to.deep.equal([1, young.index]);
    expect(await fixture.verify()).to.include({ ok: true, openIntents: 0 });
  });

  it('are also intents of which parts were answered before the process died', async () => {
    const log = await fixture.open({ clock });
    const whole = intent();
    await log.append(whole);
    await log.append(part(whole, 0, 1));
    await log.append(outcome(whole, 0));
    const cut = intent();
    await log.append(cut);
    await log.append(part(cut, 3, 1));
    await log.append(part(cut, 3, 2));
    expect(await fixture.verify()).to.include({ ok: true, openIntents: 1 });
    clock.time += 60_000;
    expect(await log.closeOrphans({ olderThanMs: 1 })).to.equal(1);
    expect(await closers()).to.deep.equal([3]);
    expect(await fixture.verify()).to.include({ ok: true, openIntents: 0 });
  });

  it('get one entry each, however many processes look for them at once', async () => {
    const logs = await Promise.all(['one', 'two', 'three'].map((name) => fixture.open({ clock, name })));
    await Promise.all(Array.from({ length: 700 }, () => logs[0]!.append(intent())));
    clock.time += 1_000;
    const closed = await Promise.all(logs.map((log) => log.closeOrphans({ olderThanMs: 500 })));
    expect(closed.reduce((sum, n) => sum + n, 0)).to.equal(700);
    expect(await closers()).to.deep.equal(Array.from({ length: 700 }, (_, i) => i));
    expect(await fixture.verify()).to.include({ ok: true, size: 1_400, openIntents: 0 });
  });

  it('of a process that died are closed by the next one at its start', async () => {
    const died = await fixture.open({ clock });
    await died.append(intent());
    await died.close();
    clock.time += 120_001;
    await fixture.open({ clock, limits: { orphanSearchMs: 60_000 } });
    while ((await closers()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await closers()).to.deep.equal([0]);
  });

  it('may still get an outcome that comes late', async () => {
    const log = await fixture.open({ clock });
    const draft = intent();
    const { index } = await log.append(draft);
    clock.time += 1_000;
    expect(await log.closeOrphans({ olderThanMs: 500 })).to.equal(1);
    await log.append(outcome(draft, index));
    expect(await fixture.verify()).to.include({ ok: true, size: 3, openIntents: 0 });
  });
});
