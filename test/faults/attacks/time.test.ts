/** A gateway's clock that is set forward, or never was right, against the clocks of the witnesses. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { compareEntryTimes } from '../../../src/audit/witnessing/entry-times.js';
import { ORIGIN, TestClock } from '../../audit/log-fixture.js';
import { policyText } from '../../audit/witnessing/fixture.js';
import { runCommand } from '../../cli/run-command.js';
import { ask, type AttackedLog, openAttackedLog } from '../support/attacked-log.js';

const HOUR_MS = 3_600_000;

describe('a clock that lies', function () {
  this.timeout(60_000);
  /** Of the witnesses, and of an honest gateway. */
  let truth: TestClock;
  /** Of the gateway. */
  let clock: TestClock;
  let attacked: AttackedLog;
  let log: OpenAuditLog;

  beforeEach(async () => {
    truth = new TestClock();
    clock = new TestClock();
    attacked = await openAttackedLog(() => truth.time);
    log = await attacked.fixture.open({ name: 'lying', clock });
  });
  afterEach(() => attacked.dispose());

  const pass = (ms: number): void => {
    truth.time += ms;
    clock.time += ms;
  };

  /** Three rounds of questions, each witnessed. */
  async function askForAWhile(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await ask(log);
      pass(1_000);
      await attacked.haveWitnessed();
      pass(HOUR_MS);
    }
  }

  const compare = (from = 0) => compareEntryTimes(attacked.fixture.admin, attacked.policy, from);

  it('is not found where there is none', async () => {
    await askForAWhile();
    expect(await compare()).to.equal(undefined);
  });

  it('is found when it is set forward: witnesses saw the entry before it was written', async () => {
    await askForAWhile();
    const { size } = await attacked.fixture.reader().latestCheckpoint();
    clock.time += HOUR_MS;
    await askForAWhile();
    // The last entry of the first tree that was cosigned since.
    expect(await compare()).to.include({ kind: 'time-ahead', index: size + 1 });
    expect(await compare(size)).to.include({ kind: 'time-ahead' });
  });

  it('is found when it is set back: time in the log stands still, and the step is an entry', async () => {
    await askForAWhile();
    clock.time -= 6 * HOUR_MS;
    await askForAWhile();
    const entries = await attacked.fixture.admin<{ kind: string }[]>`SELECT kind FROM audit.log_entry ORDER BY idx`;
    expect(entries.map(({ kind }) => kind)).to.include('config');
    expect(await compare()).to.include({ kind: 'time-behind' });
  });

  it('is found when it was behind from the beginning', async () => {
    clock.time -= 2 * HOUR_MS;
    await askForAWhile();
    expect(await compare()).to.include({ kind: 'time-behind' });
  });

  it('is named by audit verify, where a policy names the witnesses', async () => {
    clock.time += HOUR_MS;
    await askForAWhile();
    const folder = await mkdtemp(join(tmpdir(), 'ostiary-time-'));
    try {
      const { signer, url } = attacked.fixture;
      const policyFile = join(folder, 'witnesses.policy');
      await writeFile(policyFile, policyText(signer.verifierKey, 2, attacked.witnesses));
      await mkdir(join(folder, 'keys'));
      await writeFile(join(folder, 'keys', 'log.vkey'), `${signer.verifierKey}\n`);
      const environment = { OSTIARY_DATABASE_URL: url, OSTIARY_DATA_DIR: folder, OSTIARY_LOG_ORIGIN: ORIGIN };
      expect(await runCommand(['audit', 'verify'], environment)).to.include({ code: 0 });
      const { code, stdout } = await runCommand(['audit', 'verify'], {
        ...environment,
        OSTIARY_WITNESS_POLICY: policyFile,
      });
      expect(stdout).to.match(/time-ahead: entry 1: claims a time after that at which witnesses saw it/);
      expect(code).to.equal(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is found by a quorum’s word alone, whatever somebody slips in beside it', async () => {
    clock.time += HOUR_MS;
    await askForAWhile();
    const finding = await compare();
    expect(finding).to.include({ kind: 'time-ahead' });
    await attacked.fixture.admin`
      INSERT INTO audit.cosignature (size, witness, key_id, line, time_ms)
      SELECT size, 'witness.example/dpo', key_id + 1, overlay(line PLACING 'AAAA' FROM length(line) - 9), time_ms
        FROM audit.cosignature WHERE witness = 'witness.example/dpo'`;
    expect(await compare()).to.deep.equal(finding);
  });
});
