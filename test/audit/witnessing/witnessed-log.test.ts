import { expect } from 'chai';
import type { AuditLog, LoggedEntry } from '../../../src/audit/log/entry.js';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { type TreeSize, verifyInclusion } from '../../../src/audit/merkle/verify.js';
import type { Policy } from '../../../src/audit/note/policy.js';
import { openWitnessedCheckpoint } from '../../../src/audit/note/witnessed.js';
import type { WitnessMode } from '../../../src/audit/witnessing/collector.js';
import { witnessed } from '../../../src/audit/witnessing/witnessed-log.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import type { TestWitness } from '../../witness/fixture.js';
import { createLogFixture, intent, type LogFixture, outcome } from '../log-fixture.js';
import { honestWitness, openCollector, policyOf, type TestCollector } from './fixture.js';

describe('a log under the eyes of witnesses', () => {
  let fixture: LogFixture;
  let first: TestWitness;
  let second: TestWitness;
  let policy: Policy;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    fixture = await createLogFixture();
    [first, second] = await Promise.all([
      honestWitness(fixture, 'witness.example/dpo'),
      honestWitness(fixture, 'witness.example/dpa'),
    ]);
    policy = policyOf(fixture, 2, [first, second]);
    closing.push(
      () => fixture.dispose(),
      () => first.dispose(),
      () => second.dispose(),
    );
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(mode: WitnessMode, deadlineMs = 20_000): Promise<{ log: AuditLog; collecting: TestCollector }> {
    const log = await fixture.open();
    const collecting = await openCollector(fixture, policy, { mode, times: { deadlineMs } });
    closing.push(() => collecting.close());
    const reader = openLogReader({ sql: collecting.sql, origin: log.origin });
    return { log: witnessed(log, collecting.collector, reader, mode), collecting };
  }

  const rejection = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  /** What anybody can check who has the policy and the receipt. */
  function check({ index, leafHash, inclusionProof, checkpoint }: LoggedEntry): TreeSize {
    const { size, root } = openWitnessedCheckpoint(checkpoint, policy).checkpoint;
    expect(verifyInclusion(index, size, leafHash, inclusionProof, root)).to.equal(true);
    return size;
  }

  describe('in mode "sync"', () => {
    it('returns an outcome with a checkpoint that a quorum has cosigned', async () => {
      const { log } = await open('sync');
      const draft = intent();
      const asked = await log.append(draft);
      expect(check(await log.append(outcome(draft, asked.index)))).to.be.at.least(2);
    });

    it('lets entries of many batches share a round, each with its proof', async () => {
      const { log } = await open('sync');
      const draft = intent();
      const asked = await log.append(draft);
      const logged: LoggedEntry[] = [];
      // Twenty callers, each of whom goes on as soon as it has its answer: batches of all sizes.
      await Promise.all(
        Array.from({ length: 20 }, async (_, caller) => {
          for (let i = 0; i < 1 + (caller % 5); i++) {
            if (caller % 3 === 0) await log.append(intent());
            logged.push(await log.append(outcome(draft, asked.index)));
          }
        }),
      );
      const sizes = new Set(logged.map(check));
      expect(logged).to.have.length(60);
      expect(sizes.size).to.be.below(60);
    });

    it('goes on in two processes at once', async () => {
      const [one, two] = [await open('sync'), await open('sync')];
      const draft = intent();
      const { index } = await one.log.append(draft);
      await Promise.all(
        [one, two, one, two].map(async ({ log }) => {
          for (let i = 0; i < 5; i++) check(await log.append(outcome(draft, index)));
        }),
      );
    });

    it('returns an intent without waiting', async () => {
      const { log, collecting } = await open('sync');
      await eventually(() => expect(collecting.collector.witnessed?.size).to.equal(0));
      await Promise.all([first.stop(), second.stop()]);
      expect((await log.append(intent())).index).to.equal(0);
    });

    it('refuses what the witnesses do not confirm in time, and everything until they are back', async () => {
      const { log, collecting } = await open('sync', 300);
      const draft = intent();
      await log.append(draft);
      await second.stop();
      const late = (await rejection(log.append(outcome(draft, 0)))) as Refusal;
      expect(late).to.be.instanceOf(Refusal).with.property('reason', 'AUDIT_UNAVAILABLE');
      expect(late.retryAfterMs).to.be.above(0);
      // The entry stands: the log says more than was disclosed, never less.
      const { size } = await openLogReader({ sql: collecting.sql, origin: log.origin }).latestCheckpoint();
      expect(size).to.equal(2);
      await eventually(() => expect(() => collecting.collector.assertOpen()).to.throw(Refusal));
      expect(await rejection(log.append(intent()))).to.have.property('reason', 'AUDIT_UNAVAILABLE');
      await second.restart();
      await eventually(() => collecting.collector.assertOpen());
      check(await log.append(outcome(draft, 0)));
    });
  });

  it('in mode "async" returns what the log returns, witnesses or not', async () => {
    const { log, collecting } = await open('async');
    await Promise.all([first.stop(), second.stop()]);
    const draft = intent();
    const { index } = await log.append(draft);
    expect((await log.append(outcome(draft, index))).index).to.equal(1);
    expect(collecting.collector.status().stopped).to.equal(false);
  });
});
