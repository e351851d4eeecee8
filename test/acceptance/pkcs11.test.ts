/** Private keys in a token: the gateway writes without it, and whoever reads says how to get at it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RETENTION_CLASSES } from '../../src/audit/leaf/bucket.js';
import { bucketOf } from '../../src/audit/vault/keys.js';
import { openOfficerVault } from '../../src/audit/vault/open-vault.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { type Config, dataLayout, readConfig } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { type RunningReviewService, startReviewService } from '../../src/gateway/review-service.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  OpenEntryRequest,
  PayloadState,
  ReleaseHoldRequest,
  SetHoldRequest,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { runCommand } from '../cli/run-command.js';
import { type Ground, prepareGround } from '../helpers/ground.js';
import { personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf } from '../helpers/receipts.js';
import { forgetToken, LABEL, makeToken, MODULE, PIN, whyNoToken } from '../helpers/soft-token.js';

const WEEK_MS = 7 * 86_400_000;

describe('a vault whose private keys are in a token', function () {
  this.timeout(120_000);
  const reason = whyNoToken();
  if (reason !== undefined || MODULE === undefined) {
    it('was not tried', () => console.log(`      ${reason}: review and verification by PKCS #11 were not exercised`));
    return;
  }
  const module = MODULE;
  let folder: string;
  let ground: Ground;
  let config: Config;
  let gateway: RunningGateway;
  let pin: string;
  const logger = createLogger('silent');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-hsm-'));
    await makeToken(folder);
    pin = join(folder, 'pin');
    await writeFile(pin, `${PIN}\n`, { mode: 0o600 });
    ground = await prepareGround();
    config = readConfig({ ...ground.environment, OSTIARY_DATABASE_URL: ground.databaseUrl });
    const vault = await openOfficerVault(dataLayout(config.dataDirectory).vault, systemClock, {
      module,
      pinFile: pin,
      label: LABEL,
    });
    const now = Date.now();
    await vault.prepare(RETENTION_CLASSES.flatMap((name) => [bucketOf(name, now), bucketOf(name, now + WEEK_MS)]));
    vault.close();
    gateway = await startGateway(config, ground.databaseUrl, logger);
    const police = await client('XA-POLICE', gateway.port);
    try {
      answerOf(await police.grpc.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), police));
    } finally {
      police.grpc.close();
    }
  });
  after(async () => {
    await gateway.close();
    await ground.remove();
    forgetToken();
    await rm(folder, { recursive: true, force: true });
  });

  async function client(code: string, port: number): Promise<{ grpc: GrpcClient; token: string; deadlineMs: number }> {
    const identity = await readDevelopmentClient(ground.pkiDirectory, code, systemClock);
    const token = await identity.mintToken({ officer: `${code}-1` });
    return { grpc: createGrpcClient(`localhost:${port}`, identity), token, deadlineMs: 15_000 };
  }
  const withToken = (changes: Record<string, string> = {}) => ({
    ...ground.environment,
    OSTIARY_DATABASE_URL: ground.databaseUrl,
    OSTIARY_PKCS11_MODULE: module,
    OSTIARY_PKCS11_PIN_FILE: pin,
    ...changes,
  });
  const messageOf = (promise: Promise<RunningReviewService>): Promise<string> =>
    promise.then(
      async (service) => {
        await service.close();
        return 'no error';
      },
      (error: unknown) => String(error),
    );

  it('is opened by a review service that knows the token, for reading and for holds', async () => {
    const review = await startReviewService(readConfig(withToken()), ground.databaseUrl, logger);
    const dpo = await client('XA-DPO', review.port);
    try {
      const open = OpenEntryRequest.fromPartial({ access: reviewAccess, index: 0n, sections: [EntrySection.WHO] });
      const opened = answerOf(await dpo.grpc.call(Review.openEntry, open, dpo)).response;
      expect(opened.state).to.equal(PayloadState.OPENED);
      expect(JSON.parse(opened.openings[0]!.content.toString())).to.include({ officer: 'XA-POLICE-1' });
      const hold = SetHoldRequest.fromPartial({ access: reviewAccess, indexes: [0n], until: '2199-01-01' });
      expect(answerOf(await dpo.grpc.call(Review.setHold, hold, dpo)).response.held).to.equal(1);
      const release = ReleaseHoldRequest.fromPartial({ access: reviewAccess });
      expect(answerOf(await dpo.grpc.call(Review.releaseHold, release, dpo)).response.released).to.equal(1);
    } finally {
      dpo.grpc.close();
      await review.close();
    }
  });

  it('is opened by audit verify, told by variables or by options', async () => {
    const options = ['--pkcs11-module', module, '--pkcs11-pin-file', pin];
    const without = withToken({ OSTIARY_PKCS11_MODULE: '', OSTIARY_PKCS11_PIN_FILE: '' });
    for (const [args, environment] of [
      [[], withToken()],
      [options, without],
    ] as const) {
      const { code, output } = await runCommand(['audit', 'verify', '--open', ...args], environment);
      expect(code, output).to.equal(0);
      expect(output).to.match(/[1-9][0-9]* payloads opened/);
    }
    const { code, output } = await runCommand(['audit', 'verify', '--open'], without);
    expect(code).to.equal(1);
    expect(output).to.include(`are in the PKCS #11 token "${LABEL}"`);
  });

  it('is opened by detectors, too', async () => {
    const who = ['--as', 'XA-DPO', '--officer', 'dpo-1', '--reason', 'weekly self-monitoring'];
    const { code, output } = await runCommand(['audit', 'detect', 'run', ...who], withToken());
    expect(code, output).to.equal(0);
    expect(output).to.match(/1 accesses judged/);
  });

  it('is opened by nobody who does not know the token, its PIN or its library', async () => {
    const start = (changes: Record<string, string>) =>
      messageOf(startReviewService(readConfig(withToken(changes)), ground.databaseUrl, logger));
    expect(await start({ OSTIARY_PKCS11_MODULE: '', OSTIARY_PKCS11_PIN_FILE: '' })).to.include(
      `are in the PKCS #11 token "${LABEL}"`,
    );
    const wrong = join(folder, 'wrong');
    await writeFile(wrong, '0000', { mode: 0o600 });
    expect(await start({ OSTIARY_PKCS11_PIN_FILE: wrong })).to.match(/refuses the login: CKR_PIN_INCORRECT/);
    expect(await start({ OSTIARY_PKCS11_MODULE: '/nowhere.so' })).to.include('/nowhere.so cannot be loaded');
    expect(await start({})).to.equal('no error');
  });
});
