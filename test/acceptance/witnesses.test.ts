/** A whole gateway under the eyes of two witnesses, all over real sockets. */
import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLogKey, type LogSigner } from '../../src/audit/log/log-key.js';
import { UnacceptableLog } from '../../src/audit/log/snapshot.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { parsePolicy, type Policy } from '../../src/audit/note/policy.js';
import { openWitnessedCheckpoint } from '../../src/audit/note/witnessed.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { type Config, dataLayout, readConfig } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { policyText } from '../audit/witnessing/fixture.js';
import { eventually } from '../helpers/eventually.js';
import { type Ground, prepareGround } from '../helpers/ground.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';
import { startTestWitness, type TestWitness } from '../witness/fixture.js';

describe('a gateway with witnesses', () => {
  let ground: Ground;
  let signer: LogSigner;
  let witnesses: readonly TestWitness[];
  let policy: Policy;
  let environment: Record<string, string>;

  before(async function () {
    this.timeout(60_000);
    ground = await prepareGround();
    const { dataDirectory, logOrigin } = readConfig(ground.environment);
    signer = await ensureLogKey(dataLayout(dataDirectory).keys, logOrigin);
    witnesses = await Promise.all(
      ['witness.example/dpo', 'witness.example/dpa'].map((name) =>
        startTestWitness({ name, logs: [parseVerifierKey(signer.verifierKey)] }),
      ),
    );
    const text = policyText(signer.verifierKey, 2, witnesses);
    policy = parsePolicy(text);
    const policyFile = join(dataDirectory, 'witnesses.policy');
    await writeFile(policyFile, text);
    environment = { ...ground.environment, OSTIARY_WITNESS_POLICY: policyFile };
  });
  after(async () => {
    await Promise.all(witnesses.map((witness) => witness.dispose()));
    await ground.remove();
  });

  const start = (changes: Record<string, string>, databaseUrl = ground.databaseUrl): Promise<RunningGateway> => {
    const config: Config = readConfig({ ...environment, ...changes });
    return startGateway(config, databaseUrl, createLogger(config.logLevel));
  };

  async function asking<T>(
    gateway: RunningGateway,
    work: (police: GrpcClient, token: string) => Promise<T>,
  ): Promise<T> {
    const identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
    const police = createGrpcClient(`localhost:${gateway.port}`, identity);
    try {
      return await work(police, await identity.mintToken({ officer: 'officer-17' }));
    } finally {
      police.close();
      await gateway.close();
    }
  }

  const ask = (police: GrpcClient, token: string) =>
    police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });

  const readiness = async ({ observabilityPort }: RunningGateway): Promise<{ status: number; failing: string[] }> => {
    const response = await fetch(`http://127.0.0.1:${observabilityPort}/readyz`);
    return { status: response.status, failing: ((await response.json()) as { failing: string[] }).failing };
  };

  it('in mode "async" answers at once, and has the log cosigned and shown behind the answers', async () => {
    const gateway = await start({});
    await asking(gateway, async (police, token) => {
      const { receipt } = answerOf(await ask(police, token));
      expectVerified(receipt, signer.verifierKey);
      await eventually(async () => {
        const shown = await (await fetch(`http://127.0.0.1:${gateway.tilesPort}/checkpoint`)).text();
        expect(openWitnessedCheckpoint(shown, policy).checkpoint.size).to.be.above(receipt.leafIndex);
      });
      const metrics = await (await fetch(`http://127.0.0.1:${gateway.observabilityPort}/metrics`)).text();
      expect(metrics).to.match(/^ostiary_witnessed_size [1-9]/m);
      expect(metrics).to.contain('ostiary_witness_well{witness="w0"} 1\nostiary_witness_well{witness="w1"} 1\n');
    });
  });

  it('in mode "sync" puts the cosignatures of the quorum into every receipt', async () => {
    await asking(await start({ OSTIARY_WITNESS_MODE: 'sync' }), async (police, token) => {
      for (let calls = 0; calls < 3; calls += 1) {
        const { receipt } = answerOf(await ask(police, token));
        expectVerified(receipt, signer.verifierKey);
        const { checkpoint, cosignatures } = openWitnessedCheckpoint(receipt.checkpoint, policy);
        expect(checkpoint.size).to.be.above(receipt.leafIndex);
        expect(cosignatures).to.have.length(2);
      }
      // A refusal is an answer, too.
      const refusal = refusalOf(
        await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), {}),
      );
      openWitnessedCheckpoint(refusal.receipt!.checkpoint, policy);
    });
  });

  it('in mode "sync" answers nothing without the quorum, says so, and recovers', async function () {
    this.timeout(60_000);
    const gateway = await start({ OSTIARY_WITNESS_MODE: 'sync', OSTIARY_WITNESS_DEADLINE_MS: '400' });
    await asking(gateway, async (police, token) => {
      answerOf(await ask(police, token));
      await witnesses[1]!.stop();
      try {
        expect(refusalOf(await ask(police, token)).reason).to.equal('AUDIT_UNAVAILABLE');
        await eventually(async () =>
          expect(await readiness(gateway)).to.deep.equal({ status: 503, failing: ['witnesses'] }),
        );
      } finally {
        await witnesses[1]!.restart();
      }
      await eventually(
        async () => expect(await readiness(gateway)).to.deep.equal({ status: 200, failing: [] }),
        30_000,
      );
      answerOf(await ask(police, token));
    });
  });

  it('does not start on a backup that is older than what was witnessed', async () => {
    const url = new URL(ground.databaseUrl);
    const name = url.pathname.slice(1);
    const backup = `${name}_backup`;
    url.pathname = '/postgres';
    const admin = connectDatabase(url.href, { applicationName: 'test-backup', max: 1 });
    try {
      // Nobody is connected: every test before this one has closed its gateway.
      await admin`CREATE DATABASE ${admin(backup)} TEMPLATE ${admin(name)}`;
      await asking(await start({ OSTIARY_WITNESS_MODE: 'sync' }), async (police, token) => {
        answerOf(await ask(police, token));
      });
      url.pathname = `/${backup}`;
      const error = await start({}, url.href).then(
        async (gateway) => gateway.close(),
        (problem: unknown) => problem,
      );
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_ROLLED_BACK');
      expect((error as Error).message).to.match(
        /has cosigned \d+ entries, the database holds \d+: the log was rolled back/,
      );
      // Not an entry was written to it.
      const restored = connectDatabase(url.href, { applicationName: 'test-backup', max: 1 });
      const sizes = await restored<{ size: string }[]>`
        SELECT size FROM audit.log_frontier UNION ALL SELECT max(size) FROM audit.log_checkpoint`;
      await restored.end();
      expect(new Set(sizes.map(({ size }) => size))).to.have.length(1);
    } finally {
      await admin`DROP DATABASE IF EXISTS ${admin(backup)} WITH (FORCE)`;
      await admin.end();
    }
  });

  it('does not start on an emptied database', async () => {
    const emptied = await prepareGround();
    try {
      const error = await start({}, emptied.databaseUrl).then(
        async (gateway) => gateway.close(),
        (problem: unknown) => problem,
      );
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_ROLLED_BACK');
    } finally {
      await emptied.remove();
    }
  });

  it('does not start with a policy that is for another log', async () => {
    const policyFile = join(readConfig(environment).dataDirectory, 'other.policy');
    const other = await ensureLogKey(join(readConfig(environment).dataDirectory, 'other-keys'), 'other.example/log');
    await writeFile(policyFile, policyText(other.verifierKey, 2, witnesses));
    const error = await start({ OSTIARY_WITNESS_POLICY: policyFile }).then(
      async (gateway) => gateway.close(),
      (problem: unknown) => problem,
    );
    expect((error as Error).message).to.equal('witness policy: does not name the verifier key of this log');
  });
});
