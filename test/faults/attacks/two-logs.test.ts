/** One key, two logs: an old backup in the place of the log, a copy that goes its own way, a stolen key. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { openAuditLog } from '../../../src/audit/log/audit-log.js';
import { UnacceptableLog } from '../../../src/audit/log/snapshot.js';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { verifyConsistency } from '../../../src/audit/merkle/verify.js';
import { formatAddCheckpoint } from '../../../src/audit/note/add-checkpoint.js';
import { computable, openCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { verifyLog } from '../../../src/audit/verify/verify-log.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import { intent, ORIGIN } from '../../audit/log-fixture.js';
import { openCollector } from '../../audit/witnessing/fixture.js';
import { ask, type AttackedLog, copyDatabase, openAttackedLog, restoreDatabase } from '../support/attacked-log.js';

const WITNESSED = 6;

describe('one key and two logs', () => {
  let attacked: AttackedLog;

  beforeEach(async () => {
    attacked = await openAttackedLog();
    for (let n = 0; n < WITNESSED / 2; n++) await attacked.ask();
    await attacked.haveWitnessed();
  });
  afterEach(() => attacked.dispose());

  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  async function copy(suffix: string): Promise<string> {
    const copied = await copyDatabase(attacked.fixture.url, suffix);
    attacked.closing.push(() => copied.drop());
    // The copying has cut every connection.
    await eventually(() => attacked.log.checkHealth());
    return copied.url;
  }

  describe('an old backup that was restored', () => {
    let kept: string;

    beforeEach(async () => {
      const { fixture } = attacked;
      const backup = await copy('backup');
      kept = (await attacked.ask()).checkpoint;
      await attacked.haveWitnessed();
      await restoreDatabase(fixture.url, backup);
      await eventually(async () => expect(await fixture.verify()).to.include({ ok: true }));
    });

    it('is not written by the gateway that ran all the time', async () => {
      // Its first look may still find the connection cut.
      await eventually(async () => {
        const error = (await failureOf(attacked.log.append(intent()))) as Refusal;
        expect(error).to.be.instanceOf(Refusal).with.property('reason', 'AUDIT_UNAVAILABLE');
        expect(error.cause).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_ROLLED_BACK');
      });
    });

    it('is not written by a gateway that starts: a witness says how much there was', async () => {
      const error = (await failureOf(attacked.collect())) as UnacceptableLog;
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_ROLLED_BACK');
      expect(error.message).to.match(/a witness has cosigned \d+ entries, the database holds \d+/);
    });

    it('is found by whoever kept a checkpoint', async () => {
      const verdict = await attacked.fixture.verify({ kept: [kept] });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
    });
  });

  describe('a copy of the log that is shown to others', () => {
    let forkUrl: string;
    let ours: string;
    let theirs: string;

    beforeEach(async () => {
      const { fixture, closing } = attacked;
      forkUrl = await copy('fork');
      const fork = await openAuditLog({
        clock: systemClock,
        sql: connectDatabase(forkUrl, { applicationName: 'fork', max: 2, role: 'ostiary_gateway' }),
        origin: ORIGIN,
        signer: fixture.signer,
        keys: await openKeyWrapper(fixture.keyFolder),
        limits: { orphanSearchMs: 0 },
      });
      closing.push(() => fork.close());
      ours = (await attacked.ask({ authority: 'XA-POLICE' })).checkpoint;
      theirs = (await ask(fork, { authority: 'XB-CUSTOMS' })).checkpoint;
      await ask(fork);
    });

    async function withFork<T>(use: (sql: ReturnType<typeof connectDatabase>) => Promise<T>): Promise<T> {
      const sql = connectDatabase(forkUrl, { applicationName: 'fork-reader', max: 1 });
      try {
        return await use(sql);
      } finally {
        await sql.end();
      }
    }

    it('is whole when it is looked at alone', async () => {
      const { signer } = attacked.fixture;
      const verdict = await withFork((sql) => verifyLog({ sql, origin: ORIGIN, vkey: signer.verifierKey }));
      expect(verdict).to.include({ ok: true, size: WITNESSED + 4 });
    });

    it('has no quorum: a witness signs one branch only', async () => {
      const { fixture, policy } = attacked;
      await attacked.haveWitnessed();
      const error = await failureOf(openCollector({ ...fixture, url: forkUrl }, policy));
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_REPLACED');
      // The honest branch goes on.
      const { collector } = await attacked.collect();
      await attacked.ask();
      await eventually(() => expect(collector.witnessed?.size).to.equal(WITNESSED + 4));
    });

    it('takes the honest branch’s place at the witnesses, when it is faster, and is seen all the same', async () => {
      const { fixture, policy } = attacked;
      const fork = await openCollector({ ...fixture, url: forkUrl }, policy);
      attacked.closing.push(() => fork.close());
      await eventually(() => expect(fork.collector.witnessed?.size).to.equal(WITNESSED + 4));
      const error = await failureOf(attacked.collect());
      expect(error).to.be.instanceOf(UnacceptableLog);
    });

    it('is proven by the two checkpoints, side by side', async () => {
      const verifier = parseVerifierKey(attacked.fixture.signer.verifierKey);
      const [one, other] = [computable(openCheckpoint(ours, verifier)), openCheckpoint(theirs, verifier)];
      expect(one.size).to.equal(other.size);
      expect(Buffer.from(one.root).equals(other.root)).to.equal(false);
      const verdict = await attacked.fixture.verify({ kept: [theirs] });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'history-differs' });
      // Nor does the larger tree of the fork continue ours, whatever proof it gives.
      const { proof, checkpoint } = await withFork((sql) =>
        openLogReader({ sql, origin: ORIGIN }).consistencyProof(one.size),
      );
      const larger = openCheckpoint(checkpoint, verifier);
      expect(larger.size).to.equal(WITNESSED + 4);
      expect(verifyConsistency(one.size, larger.size, other.root, larger.root, proof)).to.equal(true);
      expect(verifyConsistency(one.size, larger.size, one.root, larger.root, proof)).to.equal(false);
    });
  });

  it('a stolen key alone gets no cosignature, and stops nobody', async () => {
    const { fixture, witnesses } = attacked;
    for (const size of [1, WITNESSED, WITNESSED + 1, 1_000_000]) {
      const forged = signCheckpoint(size, randomBytes(32), fixture.signer);
      for (const witness of witnesses) {
        expect((await witness.post(formatAddCheckpoint(0, [], forged))).status).to.equal(409);
        const proof = Array.from({ length: 4 }, () => randomBytes(32));
        const { status } = await witness.post(formatAddCheckpoint(WITNESSED, proof, forged));
        expect(status).to.equal(size < WITNESSED ? 400 : 422);
      }
    }
    const { collector } = await attacked.collect();
    await attacked.ask();
    await eventually(() => expect(collector.witnessed?.size).to.equal(WITNESSED + 2));
  });
});
