import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { credentials, makeClientConstructor } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../src/client/rest-client.js';
import { verifyLog } from '../../src/audit/verify/verify-log.js';
import { parseReceiptJson } from '../../src/audit/receipt/receipt-file.js';
import { dataLayout, readConfig } from '../../src/gateway/config.js';
import { startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { loadVerifierKey } from '../../src/audit/log/log-key.js';
import { openKeyUnwrapper, openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { freePort } from '../helpers/free-port.js';
import { type GatewayProcess, killGateways, runGateway } from '../helpers/gateway-process.js';
import { type Ground, prepareGround } from '../helpers/ground.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { objectSearch, personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';

/** Everything that `start` puts into simulators, which takes half a minute by default. */
const SEEDS = ['ALERTS', 'POLICE_RECORDS', 'PRINTS', 'DNA_PROFILES', 'VEHICLES', 'FACES', 'PNR_FLIGHTS'];

describe('the life of a gateway', () => {
  after(killGateways);

  describe('on a database of its own', function () {
    this.timeout(60_000);
    let ground: Ground;
    let environment: Readonly<Record<string, string>>;
    let identity: DevelopmentClient;
    let token: string;
    let logbook: Logbook;

    before(async () => {
      ground = await prepareGround();
      environment = { ...ground.environment, OSTIARY_DATABASE_URL: ground.databaseUrl, OSTIARY_DRAIN_MS: '10000' };
      identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
      token = await identity.mintToken({ officer: 'officer-17' });
      const { vault } = vaultOf(environment);
      await openKeyWrapper(vault);
      logbook = await openLogbook(ground.databaseUrl, vault);
    });
    after(async () => {
      await logbook.close();
      await ground.remove();
    });

    const vaultOf = (environment: Readonly<Record<string, string>>) => dataLayout(environment.OSTIARY_DATA_DIR!);

    it('answers what is under way when it is told to end, ends well, and starts again on the same log', async () => {
      const first = await runGateway('serve', environment);
      const { sql } = logbook;
      const grpc = createGrpcClient(`localhost:${first.port}`, identity);
      const rest = createRestClient('localhost', first.port, identity);

      // While somebody holds the alerts, every question waits in the system.
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let locked: () => void = () => undefined;
      const lock = new Promise<void>((resolve) => (locked = resolve));
      const holding = sql.begin(async (tx) => {
        await tx`LOCK TABLE sis.alert, sis.person_key, sis.object_key IN ACCESS EXCLUSIVE MODE`;
        locked();
        await held;
      });
      await lock;
      const request = personSearch(TEST_PERSONS.wanted);
      const body = JSON.stringify(SearchPersonsRequest.toJSON(request));
      const overGrpc = Array.from({ length: 10 }, () => grpc.call(SisServiceService.searchPersons, request, { token }));
      const overRest = Array.from({ length: 10 }, () => rest.call('POST', '/v1/sis/persons:search', { token, body }));
      await eventually(async () => expect(await logbook.size()).to.equal(20));

      const end = first.end('SIGTERM');
      await eventually(() => expectClosed(first.port)).finally(release);
      await holding;
      for (const outcome of await Promise.all(overGrpc)) {
        const { receipt, bytes } = answerOf(outcome);
        expectVerified(receipt, await loadVerifierKey(join(vaultOf(environment).keys, 'log.vkey')), bytes);
      }
      for (const answer of await Promise.all(overRest)) {
        expect(answer.status).to.equal(200);
        expect(parseReceiptJson(answer.text).leafIndex).to.be.at.least(20);
      }
      expect(await end).to.deep.equal({ code: 0, signal: null });
      grpc.close();
      rest.close();
      expect(await logbook.size()).to.equal(40);

      const second = await runGateway('serve', environment);
      const again = createGrpcClient(`localhost:${second.port}`, identity);
      const { receipt } = answerOf(await again.call(SisServiceService.searchPersons, request, { token }));
      expect(receipt.leafIndex).to.equal(41);
      again.close();
      expect(await second.end('SIGINT')).to.deep.equal({ code: 0, signal: null });
      await expectSound(environment, ground.databaseUrl);
    });

    it('gives calls no longer than the drain, and still logs how they ended', async () => {
      const serving = await runGateway('serve', { ...environment, OSTIARY_DRAIN_MS: '200' });
      const since = await logbook.size();
      const grpc = createGrpcClient(`localhost:${serving.port}`, identity);
      const rest = createRestClient('localhost', serving.port, identity);
      const request = personSearch(TEST_PERSONS.wanted);
      const body = JSON.stringify(SearchPersonsRequest.toJSON(request));
      await logbook.sql.begin(async (tx) => {
        await tx`LOCK TABLE sis.alert, sis.person_key, sis.object_key IN ACCESS EXCLUSIVE MODE`;
        const calls = [
          ...Array.from({ length: 20 }, () => grpc.call(SisServiceService.searchPersons, request, { token })),
          ...Array.from({ length: 20 }, () => rest.call('POST', '/v1/sis/persons:search', { token, body })),
        ].map((call) => call.then(() => 'answered', String));
        await eventually(async () => expect(await logbook.size()).to.equal(since + 40));
        expect(await serving.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
        expect((await Promise.all(calls)).filter((outcome) => outcome === 'answered')).to.deep.equal([]);
      });
      grpc.close();
      rest.close();
      const entries = await logbook.entries(since);
      const outcomes = entries.filter(({ leaf }) => leaf.kind === 'outcome');
      expect(new Set(outcomes.map(({ leaf }) => leaf.intentIndex)).size).to.equal(40);
      expect(outcomes.every(({ sections }) => sections.result?.status === 'CANCELLED')).to.equal(true);
    });

    it('tells the operator nothing about whom or what was asked, not even at the finest level', async () => {
      const serving = await runGateway('serve', { ...environment, OSTIARY_LOG_LEVEL: 'trace' });
      const grpc = createGrpcClient(`localhost:${serving.port}`, identity);
      const rest = createRestClient('localhost', serving.port, identity);
      const own = await identity.mintToken({ officer: 'officer-who-asks' });
      const { wanted, unknownToAll } = TEST_PERSONS;
      answerOf(await grpc.call(SisServiceService.searchPersons, personSearch(wanted), { token: own }));
      answerOf(await grpc.call(SisServiceService.searchPersons, personSearch(unknownToAll), { token: own }));
      answerOf(
        await grpc.call(SisServiceService.searchObjects, objectSearch({ vin: TEST_VEHICLES.stolen.vin }), {
          token: own,
        }),
      );
      refusalOf(await grpc.call(SisServiceService.searchPersons, personSearch(wanted), { token: `${own}x` }));
      const document = JSON.stringify({ document: { number: wanted.document.number, issuing_country: 'xx' } });
      expect((await rest.call('POST', '/v1/sis/persons:search', { token: own, body: document })).status).to.equal(400);
      expect(
        (await rest.call('POST', `/v1/${encodeURIComponent(wanted.surname)}?q=${wanted.dateOfBirth}`, { token: own }))
          .status,
      ).to.equal(404);
      const response = await fetch(`http://127.0.0.1:${serving.observabilityPort}/metrics`);
      const metrics = await response.text();
      grpc.close();
      rest.close();
      await serving.end('SIGTERM');

      expect(serving.output()).to.include('gateway is open').and.include('call ended');
      expect(metrics).to.include('ostiary_calls_total{system="SIS",operation="SearchPersons",authority="XA-POLICE"');
      const secrets = [
        wanted.surname,
        wanted.forename,
        wanted.dateOfBirth,
        unknownToAll.surname,
        wanted.document.number,
        TEST_VEHICLES.stolen.vin,
        'officer-who-asks',
        own,
        own.split('.')[1]!,
        'CASE-2026-000123',
        'identity check',
        'Patrol 7',
        'SIM-XB',
      ];
      const told = [...secrets, ...secrets.map(encodeURIComponent)].filter(
        (secret) => serving.output().includes(secret) || metrics.includes(secret),
      );
      expect(told).to.deep.equal([]);
    });

    it('leaves nothing open when it cannot start', async () => {
      const port = await freePort();
      const taken = await freePort();
      const occupied = await runGateway('serve', { ...environment, OSTIARY_OBSERVABILITY_PORT: String(taken) });
      const config = readConfig({
        ...environment,
        OSTIARY_LISTEN_PORT: String(port),
        OSTIARY_OBSERVABILITY_PORT: String(taken),
      });
      const started = await startGateway(config, ground.databaseUrl, createLogger('silent')).then(
        () => 'started',
        (error: unknown) => (error as NodeJS.ErrnoException).code,
      );
      expect(started).to.equal('EADDRINUSE');
      await expectClosed(port);
      await occupied.end('SIGTERM');
    });
  });

  it('takes its embedded database with it', async function () {
    this.timeout(90_000);
    const directory = await mkdtemp(join(tmpdir(), 'ostiary-start-'));
    const gateway = await runGateway('start', {
      OSTIARY_DATA_DIR: join(directory, 'data'),
      OSTIARY_CREDENTIALS_DIR: join(directory, 'pki', 'gateway'),
      OSTIARY_LISTEN_PORT: '0',
      OSTIARY_OBSERVABILITY_PORT: '0',
      OSTIARY_TILES_PORT: '0',
      OSTIARY_LOG_LEVEL: 'silent',
      ...Object.fromEntries(SEEDS.map((what) => [`OSTIARY_SEED_${what}`, '10'])),
    });
    const cluster = /embedded PostgreSQL \S+ in (\S+)/.exec(gateway.output())?.[1];
    expect(cluster).to.be.a('string');
    expect(await processesNaming(cluster!)).not.to.deep.equal([]);
    expect(await gateway.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    expect(await processesNaming(cluster!)).to.deep.equal([]);
    for (const folder of [cluster!, directory]) await rm(folder, { recursive: true, force: true });
  });

  describe('when its database goes away', function () {
    this.timeout(120_000);
    let directory: string;
    let port: string;
    let postgres: EmbeddedPostgres;
    let ground: Ground;
    let serving: GatewayProcess;
    let identity: DevelopmentClient;
    let grpc: GrpcClient;
    let rest: RestClient;
    let token: string;

    const startPostgres = () =>
      startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), settings: { port, shared_buffers: '32MB' } });

    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'ostiary-outage-'));
      port = String(await freePort());
      postgres = await startPostgres();
      ground = await prepareGround(postgres.url);
      serving = await runGateway('serve', { ...ground.environment, OSTIARY_DATABASE_URL: postgres.url });
      identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
      token = await identity.mintToken({ officer: 'officer-17' });
      grpc = createGrpcClient(`localhost:${serving.port}`, identity);
      rest = createRestClient('localhost', serving.port, identity);
    });
    after(async () => {
      grpc.close();
      rest.close();
      await serving.end('SIGTERM');
      await postgres.stop();
      await ground.remove();
      for (const folder of [postgres.directory, directory]) await rm(folder, { recursive: true, force: true });
    });

    /** What the three places say that know of health. */
    async function health(): Promise<{ grpc: string; rest: number; operator: number; failing: string[] }> {
      const operator = await fetch(`http://127.0.0.1:${serving.observabilityPort}/readyz`);
      const { failing } = (await operator.json()) as { failing: string[] };
      const ready = await rest.call('GET', '/readyz');
      return { grpc: await grpcHealth(serving.port, identity), rest: ready.status, operator: operator.status, failing };
    }

    it('says so everywhere, refuses without disclosing, and recovers by itself', async () => {
      const well = { grpc: 'SERVING', rest: 200, operator: 200, failing: [] };
      const request = personSearch(TEST_PERSONS.wanted);
      await eventually(async () => expect(await health()).to.deep.equal(well));
      const before = answerOf(await grpc.call(SisServiceService.searchPersons, request, { token }));

      await postgres.stop();
      await eventually(async () => {
        const away = await health();
        expect(away).to.include({ grpc: 'NOT_SERVING', rest: 503, operator: 503 });
        expect(away.failing).to.include.members(['audit-log', 'sis']);
      });
      for (let calls = 0; calls < 20; calls += 1) {
        const refusal = refusalOf(await grpc.call(SisServiceService.searchPersons, request, { token }));
        expect(refusal.reason).to.equal('AUDIT_UNAVAILABLE');
        expect(refusal.receipt).to.equal(undefined);
      }
      const answer = await rest.call('POST', '/v1/sis/persons:search', {
        token,
        body: JSON.stringify(SearchPersonsRequest.toJSON(request)),
      });
      expect(answer.status).to.equal(503);
      expect(answer.headers['retry-after']).to.match(/^[1-9]\d*$/);
      expect(answer.text).not.to.include('SIM-');
      expect((await rest.call('GET', '/livez')).status).to.equal(200);

      postgres = await startPostgres();
      await eventually(async () => expect(await health()).to.deep.equal(well), 30_000);
      // The counts of all processes are reached by connections of their own, which health does not try.
      const after = await eventually(async () =>
        answerOf(await grpc.call(SisServiceService.searchPersons, request, { token })),
      );
      expect(after.receipt.leafIndex).to.be.greaterThan(before.receipt.leafIndex);
      await expectSound(ground.environment, postgres.url);
    });
  });
});

/** Nobody listens on the port. */
async function expectClosed(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await once(socket, 'connect').then(
    () => 'open',
    (error: unknown) => (error as NodeJS.ErrnoException).code,
  );
  socket.destroy();
  expect(outcome).to.equal('ECONNREFUSED');
}

async function expectSound(environment: Readonly<Record<string, string>>, databaseUrl: string): Promise<void> {
  const { keys, vault } = dataLayout(environment.OSTIARY_DATA_DIR!);
  const sql = connectDatabase(databaseUrl, { applicationName: 'test-verify', max: 2 });
  try {
    const { logOrigin: origin } = readConfig(environment);
    const vkey = await loadVerifierKey(join(keys, 'log.vkey'));
    const verdict = await verifyLog({ sql, origin, vkey, keys: await openKeyUnwrapper(vault) });
    expect(verdict.ok, verdict.message).to.equal(true);
  } finally {
    await sql.end();
  }
}

/** Ids of processes whose command line names a folder. */
async function processesNaming(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => lines[index]!.includes(folder));
}

type HealthClient = InstanceType<ReturnType<typeof makeClientConstructor>> & {
  check(request: object, answer: (error: Error | null, response?: { status: string }) => void): void;
};

/** What grpc.health.v1 says of the whole. */
async function grpcHealth(port: number, { caPem, keyPem, certificatePem }: DevelopmentClient): Promise<string> {
  const channel = credentials.createSsl(Buffer.from(caPem), Buffer.from(keyPem), Buffer.from(certificatePem));
  const client = new (makeClientConstructor(healthService, 'grpc.health.v1.Health'))(
    `localhost:${port}`,
    channel,
  ) as unknown as HealthClient;
  try {
    return await new Promise((resolve, reject) => {
      client.check({ service: '' }, (error, response) =>
        response === undefined ? reject(error ?? new Error('no answer')) : resolve(response.status),
      );
    });
  } finally {
    client.close();
  }
}
