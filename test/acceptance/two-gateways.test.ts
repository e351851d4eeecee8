/** Two gateways that compare by themselves, each with its own log, database and PKI, over real mutual TLS. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { expect } from 'chai';
import { collectFromLog } from '../../src/audit/completeness/collect.js';
import { type StoredComparison, listComparisons } from '../../src/audit/completeness/comparisons.js';
import { itemOf } from '../../src/audit/completeness/items.js';
import { loadPairKey } from '../../src/audit/completeness/pair-key.js';
import { dayOf, parsePair } from '../../src/audit/completeness/pair.js';
import { openStatement } from '../../src/audit/completeness/statement.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { createGrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient } from '../../src/client/rest-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { RunningGateway } from '../../src/gateway/gateway.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { ASKING_KEY, formatAsking } from '../../src/shared/asking-request.js';
import { newRequestId } from '../../src/shared/request-id.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { runCommand } from '../cli/run-command.js';
import { eventually } from '../helpers/eventually.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf } from '../helpers/receipts.js';
import { makePair, PAIR, type Place, preparePlace, requestsAt } from '../helpers/two-gateways.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const RETRY = { OSTIARY_COMPLETENESS_RETRY_MS: '200' };

describe('two gateways', function () {
  this.timeout(120_000);
  let secrets: string;
  let asker: Place;
  let answerer: Place;
  let setAddress: (port: number) => Promise<void>;
  let key: Uint8Array;
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  /** Noon of two days that are over whatever the hour is. */
  const [firstDay, secondDay] = [midnight - 3 * DAY_MS + 12 * HOUR_MS, midnight - 2 * DAY_MS + 12 * HOUR_MS];
  const alike = requestsAt(firstDay, 40);
  const common = requestsAt(secondDay, 300);
  const missing = newRequestId(secondDay + 5_000);
  const extra = newRequestId(secondDay + 6_000);
  const running: RunningGateway[] = [];

  const prepare = async (): Promise<void> => {
    secrets = await mkdtemp(join(tmpdir(), 'ostiary-two-'));
    asker = await preparePlace('asker.example/audit');
    answerer = await preparePlace('answerer.example/audit');
    setAddress = await makePair(asker, answerer, secrets);
    await setAddress(1);
    key = await loadPairKey(join(secrets, 'pair.key'), parsePair(PAIR));
  };
  const remove = async (): Promise<void> => {
    for (const gateway of running.splice(0).reverse()) await gateway.close();
    await asker.ground.remove();
    await answerer.ground.remove();
    await rm(secrets, { recursive: true, force: true });
  };

  async function run(place: Place, changes: Record<string, string> = {}): Promise<RunningGateway> {
    const gateway = await place.start({ ...RETRY, ...changes });
    running.push(gateway);
    return gateway;
  }
  async function stored(place: Place): Promise<StoredComparison[]> {
    const sql = connectDatabase(place.ground.databaseUrl, { applicationName: 'test', max: 1, role: 'ostiary_gateway' });
    try {
      return await listComparisons(sql, '2000-01-01');
    } finally {
      await sql.end();
    }
  }
  const resultOf = (comparisons: readonly StoredComparison[], at: number) =>
    comparisons.find(({ day }) => day === dayOf(at))?.result;
  /** Both days with accesses were compared; others may be. */
  const allDone = async (): Promise<StoredComparison[]> => {
    let comparisons: StoredComparison[] = [];
    await eventually(async () => {
      comparisons = await stored(asker);
      expect([firstDay, secondDay].map((at) => resultOf(comparisons, at))).not.to.include(undefined);
    });
    return comparisons;
  };
  const ready = async (gateway: RunningGateway) =>
    (await fetch(`http://127.0.0.1:${gateway.observabilityPort}/readyz`)).json() as Promise<{
      status: string;
      alarms: string[];
    }>;
  const metrics = async (gateway: RunningGateway) =>
    (await fetch(`http://127.0.0.1:${gateway.observabilityPort}/metrics`)).text();

  describe('that compare by themselves', () => {
    beforeEach(async () => {
      await prepare();
      await asker.write(firstDay, alike);
      await asker.write(secondDay, [...common, missing]);
      await answerer.write(firstDay, alike);
      await answerer.write(secondDay, [...common, extra]);
    });
    afterEach(remove);

    it('name a missing and an extra access of a past day, keep it, log it and raise alarm', async () => {
      await setAddress((await run(answerer)).port);
      const gateway = await run(asker);
      const comparisons = await allDone();

      expect(resultOf(comparisons, firstDay)).to.deep.include({ equal: true, ownCount: 40, theirCount: 40 });
      const result = resultOf(comparisons, secondDay)!;
      expect(result).to.deep.include({
        equal: false,
        ownCount: 301,
        theirCount: 301,
        onlyOurCount: 1,
        onlyTheirCount: 1,
      });
      const item = (requestId: string) => itemOf(key, parsePair(PAIR), dayOf(secondDay), requestId);
      expect(result.difference!.onlyOurs.map((access) => access.item)).to.deep.equal([item(missing)]);
      expect(result.difference!.onlyTheirs).to.deep.equal([item(extra)]);
      const theirs = openStatement(result.theirNote, parseVerifierKey(answerer.vkey));
      expect(theirs).to.deep.include({ side: 'answering', day: dayOf(secondDay), count: 301 });
      expect(JSON.stringify(comparisons)).not.to.include(missing).and.not.to.include(extra);

      const logbook = await openLogbook(asker.ground.databaseUrl, dataLayout(asker.dataDirectory).vault);
      const entry = (await logbook.entries()).find(({ index }) => index === result.logIndex)!;
      await logbook.close();
      expect(entry.leaf).to.include({ kind: 'config', authority: 'ZZ-GATEWAY', system: 'AUDIT' });
      expect(entry.sections.result).to.deep.include({
        event: 'completeness-compared',
        day: dayOf(secondDay),
        equal: false,
        pair: PAIR,
        partner: answerer.origin,
        only_here: { count: 1, items: [item(missing)] },
        only_there: { count: 1, items: [item(extra)] },
      });

      await eventually(async () => {
        const { status, alarms } = await ready(gateway);
        expect([status, alarms]).to.deep.equal([
          'ready',
          [`${PAIR} with ${answerer.origin}: on 1 days the two sides did not log the same accesses`],
        ]);
      });
      const labels = `{pair="${PAIR}",partner="${answerer.origin}"}`;
      expect(await metrics(gateway))
        .to.include(`ostiary_completeness_different_days${labels} 1`)
        .and.include(`ostiary_completeness_overdue_days${labels} 0`);

      const printed = await runCommand(['audit', 'completeness', 'results'], asker.environment());
      expect(printed.code).to.equal(1);
      expect(printed.output)
        .to.match(new RegExp(`only here: ${item(missing)} {2}entry [0-9]+,`))
        .and.include(`only there: ${item(extra)}`);
    });

    it('compare a day once, with several processes on one log and after a restart', async () => {
      await setAddress((await run(answerer)).port);
      await run(asker);
      await run(asker);
      const done = await allDone();
      await run(asker);
      const again = await allDone();
      for (const at of [firstDay, secondDay]) expect(resultOf(again, at)).to.deep.equal(resultOf(done, at));
      const logbook = await openLogbook(asker.ground.databaseUrl, dataLayout(asker.dataDirectory).vault);
      const days = (await logbook.entries())
        .filter(({ sections }) => sections.result?.event === 'completeness-compared')
        .map(({ sections }) => sections.result?.day);
      await logbook.close();
      expect(new Set(days).size).to.equal(days.length);
    });

    it('raise alarm while the other side cannot be reached, and make up for it', async () => {
      const first = await run(answerer);
      const { port } = first;
      running.splice(running.indexOf(first), 1);
      await first.close();
      await setAddress(port);
      const gateway = await run(asker);
      await eventually(async () => {
        const { status, alarms } = await ready(gateway);
        expect(status).to.equal('ready');
        expect(alarms).to.have.length(1);
        expect(alarms[0]).to.match(/[67] days could not be compared: .*ECONNREFUSED/);
      });
      await eventually(async () => {
        const [oldest] = (await stored(asker)).slice(-1);
        expect(oldest).to.include({ result: undefined });
        expect(oldest?.attempts).to.be.at.least(2);
      });
      await run(answerer, { OSTIARY_LISTEN_PORT: String(port) });
      expect(resultOf(await allDone(), firstDay)).to.deep.include({ equal: true });
      await eventually(async () => {
        expect((await ready(gateway)).alarms.join()).not.to.include('could not be compared');
      });
    });

    it('believe nobody else than the other side', async () => {
      // The address of a gateway that signs with a key that the pair does not name.
      const stranger = await preparePlace('answerer.example/audit');
      try {
        const other = await makePairWith(stranger);
        await setAddress(other.port);
        await run(asker, { OSTIARY_CREDENTIALS_DIR: asker.ground.environment.OSTIARY_CREDENTIALS_DIR! });
        await eventually(async () => {
          const failures = (await stored(asker)).map(({ failure }) => failure);
          expect(failures.join()).to.match(/certificate|unable to verify|self-signed|no signature of a known key/i);
        });
        expect((await stored(asker)).filter(({ result }) => result !== undefined)).to.have.length(0);
        await other.close();
      } finally {
        await stranger.ground.remove();
      }
    });
    async function makePairWith(stranger: Place): Promise<RunningGateway> {
      await stranger.pairs([]);
      return stranger.start();
    }
  });

  describe('of which one puts a question to the other', () => {
    let logbook: Logbook;
    let askerPort: number;
    let port: number;
    before(async () => {
      await prepare();
      [askerPort, port] = [(await run(asker)).port, (await run(answerer)).port];
      logbook = await openLogbook(answerer.ground.databaseUrl, dataLayout(answerer.dataDirectory).vault);
    });
    after(async () => {
      await logbook.close();
      await remove();
    });

    /** Asks the answerer as the remote adapter of a gateway will. */
    async function ask(values: readonly string[], person = TEST_PERSONS.wanted): Promise<number> {
      const identity = await readDevelopmentClient(answerer.ground.pkiDirectory, 'XA-POLICE', systemClock);
      const [ca, privateKey, chain] = [identity.caPem, identity.keyPem, identity.certificatePem].map((pem) =>
        Buffer.from(pem),
      );
      const client = new Client(`localhost:${port}`, credentials.createSsl(ca, privateKey, chain));
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${await identity.mintToken({ officer: 'officer-17' })}`);
      for (const value of values) metadata.add(ASKING_KEY, value);
      const { path, requestSerialize } = SisServiceService.searchPersons;
      try {
        return await new Promise((resolve) => {
          client.makeUnaryRequest(
            path,
            requestSerialize,
            (bytes) => bytes,
            SearchPersonsRequest.fromPartial(personSearch(person)),
            metadata,
            { deadline: Date.now() + 10_000 },
            (error) => resolve(error?.code ?? 0),
          );
        });
      } finally {
        client.close();
      }
    }
    const lastOf = async () => (await logbook.entries()).filter(({ leaf }) => leaf.system === 'SIS').slice(-2);

    /** What a log holds of the pair's accesses of today. */
    async function today(place: Place): Promise<string[]> {
      const sql = connectDatabase(place.ground.databaseUrl, {
        applicationName: 'test',
        max: 1,
        role: 'ostiary_gateway',
      });
      try {
        const { accesses } = await collectFromLog(sql, { pair: parsePair(PAIR), day: dayOf(Date.now()), key });
        return accesses.map(({ item }) => item);
      } finally {
        await sql.end();
      }
    }

    it('log it under one identifier, so that the day of both has one root', async () => {
      const others = new Set(await today(answerer));
      const identity = await readDevelopmentClient(asker.ground.pkiDirectory, 'XA-POLICE', systemClock);
      const own = createGrpcClient(`localhost:${askerPort}`, identity);
      const token = await identity.mintToken({ officer: 'officer-17' });
      const { receipt } = answerOf(
        await own.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }),
      );
      own.close();
      expect(await ask([formatAsking({ origin: asker.origin, requestId: receipt.requestId })])).to.equal(0);

      const [intent, outcome] = await lastOf();
      expect([intent?.leaf.requestId, outcome?.leaf.requestId]).to.deep.equal([receipt.requestId, receipt.requestId]);
      expect(intent?.sections.what).to.deep.include({
        asked_by: { origin: asker.origin, request_id: receipt.requestId },
      });
      expect((await today(answerer)).filter((one) => !others.has(one))).to.deep.equal(await today(asker));
    });

    it('keep what is not of this moment, or not from the other side, out of the leaf', async () => {
      const now = newRequestId(Date.now());
      expect(await ask([`somebody.example/audit ${now}`])).to.equal(0);
      const [intent] = await lastOf();
      expect(intent?.leaf.requestId).not.to.equal(now);
      expect(intent?.sections.what).to.deep.include({
        asked_by: { origin: 'somebody.example/audit', request_id: now },
      });

      const old = newRequestId(Date.now() - HOUR_MS);
      expect(await ask([`${asker.origin} ${old}`]), 'invalid argument').to.equal(3);
      const [, denied] = await lastOf();
      expect(denied?.leaf).to.include({ kind: 'access-denied' });
      expect(denied?.leaf.requestId).not.to.equal(old);
      expect(denied?.sections.result).to.deep.include({ violations: [{ field: ASKING_KEY, rule: 'fresh' }] });
    });

    const malformed: [string, (now: string, origin: string) => string[]][] = [
      ['no identifier', (_now, origin) => [origin]],
      ['an identifier in lower case', (now, origin) => [`${origin} ${now.toLowerCase()}`]],
      ['two values', (now, origin) => [`${origin} ${now}`, `${origin} ${now}`]],
      ['an origin that is too long', (now) => [`${'o'.repeat(201)} ${now}`]],
      ['an origin with a plus sign', (now) => [`a+b ${now}`]],
      ['more behind it', (now, origin) => [`${origin} ${now} x`]],
    ];
    for (const [what, values] of malformed) {
      it(`refuse ${what}, and log that`, async () => {
        expect(await ask(values(newRequestId(Date.now()), asker.origin))).to.equal(3);
        const [, denied] = await lastOf();
        expect(denied?.leaf).to.include({ kind: 'access-denied', outcome: 'refused' });
        expect(denied?.sections.what).not.to.have.property('asked_by');
        expect(denied?.sections.result).to.deep.include({ violations: [{ field: ASKING_KEY, rule: 'pattern' }] });
      });
    }

    it('take it over REST, too', async () => {
      const identity = await readDevelopmentClient(answerer.ground.pkiDirectory, 'XA-POLICE', systemClock);
      const rest = createRestClient('localhost', port, identity);
      const token = await identity.mintToken({ officer: 'officer-17' });
      const body = JSON.stringify(SearchPersonsRequest.toJSON(personSearch(TEST_PERSONS.wanted)));
      const requestId = newRequestId(Date.now());
      const ask = (value: string) => rest.call('POST', '/v1/sis/persons:search', { token, body, asking: value });
      expect((await ask(`${asker.origin} ${requestId}`)).status).to.equal(200);
      expect((await lastOf()).map(({ leaf }) => leaf.requestId)).to.deep.equal([requestId, requestId]);
      expect((await ask(`${asker.origin},${requestId}`)).status).to.equal(400);
      rest.close();
    });
  });

  describe('that are to compare', () => {
    before(prepare);
    after(remove);

    it('are set up by a file whose faults are named', async () => {
      const file = join(asker.dataDirectory, 'pairs.json');
      await setAddress(1);
      const { pairs } = JSON.parse(await readFile(file, 'utf8')) as { pairs: { exchange: object }[] };
      for (const [change, field] of [
        [{ address: 'nowhere' }, 'pairs.0.exchange.address'],
        [{ since: '2026-02-30' }, 'pairs.0.exchange.since'],
        [{ certificateFile: '' }, 'pairs.0.exchange.certificateFile'],
        [{ surprise: 1 }, 'pairs.0.exchange'],
      ] as const) {
        await asker.pairs([{ ...pairs[0], exchange: { ...pairs[0]!.exchange, ...change } }]);
        const message = await asker.start().then(
          async (gateway) => {
            await gateway.close();
            return 'no error';
          },
          (error: unknown) => String(error),
        );
        expect(message).to.include(field);
      }
    });
  });
});
