/**
 * Invariants 1 and 3 under kill -9: whatever dies, under load, at whatever moment, no client ever holds a receipt that
 * the recovered log does not bear out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openAuditLog } from '../../src/audit/log/audit-log.js';
import { openLogReader } from '../../src/audit/log/reader.js';
import { verifyConsistency } from '../../src/audit/merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { ensureLogKey, type LogSigner } from '../../src/audit/note/log-key.js';
import { openKeyUnwrapper, openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import type { ReceiptFile } from '../../src/audit/verify/receipt.js';
import { verifyLog } from '../../src/audit/verify/verify-log.js';
import { createGrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout, VARIABLES } from '../../src/gateway/config.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { freePort } from '../helpers/free-port.js';
import { type GatewayProcess, killGateways, runGateway } from '../helpers/gateway-process.js';
import { type Ground, prepareGround } from '../helpers/ground.js';
import { personSearch } from '../helpers/questions.js';
import { expectVerified, toReceiptFile } from '../helpers/receipts.js';

const CALLERS = 64;
/** Answers in the clients' hands before something is killed. */
const ANSWERS_BEFORE_THE_KILL = 150;
/** Time a client gives a call, and what a busy machine may add before the client says so, in milliseconds. */
const DEADLINE_MS = 3_000;
const GRACE_MS = 5_000;
/** Reasons that a call may be refused for while something is down. Nothing is disclosed with any of them. */
const HONEST_REASONS = ['AUDIT_UNAVAILABLE', 'SYSTEM_UNAVAILABLE', 'SYSTEM_TIMED_OUT', 'OVERLOADED'];

/** What clients hold. */
interface Held {
  readonly receipt: ReceiptFile;
  /** Undefined for a refusal. */
  readonly answer: Uint8Array | undefined;
}

/** A database that can be killed, on a port that stays the same, and a gateway's configuration on it. */
interface House {
  readonly ground: Ground;
  readonly signer: LogSigner;
  database: EmbeddedPostgres;
  startDatabase(): Promise<void>;
  remove(): Promise<void>;
}

async function buildHouse(): Promise<House> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-crash-'));
  const port = String(await freePort());
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDirectory: directory, settings: { port, shared_buffers: '64MB' } });
  const database = await start();
  const ground = await prepareGround(database.url);
  const { keys } = dataLayout(ground.environment.OSTIARY_DATA_DIR!);
  const house: House = {
    ground,
    signer: await ensureLogKey(keys, VARIABLES.OSTIARY_LOG_ORIGIN.fallback),
    database,
    async startDatabase() {
      house.database = await start();
    },
    async remove() {
      await killGateways();
      await house.database.stop();
      await ground.remove();
      await rm(house.database.directory, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
  return house;
}

const open = ({ ground, database }: House): Promise<GatewayProcess> =>
  runGateway('serve', { ...ground.environment, OSTIARY_DATABASE_URL: database.url });

/** Loads a gateway until told to stop. */
async function load(house: House, gateway: GatewayProcess, held: Held[]) {
  const identity = await readDevelopmentClient(house.ground.pkiDirectory, 'XA-POLICE');
  const token = await identity.mintToken({ officer: 'officer-17' });
  const clients = Array.from({ length: 4 }, () => createGrpcClient(`localhost:${gateway.port}`, identity));
  const people = Object.values(TEST_PERSONS);
  const waiting: { answers: number; resolve: () => void }[] = [];
  let answers = 0;
  let stopped = false;
  const faults: string[] = [];

  async function caller(number: number): Promise<void> {
    const client = clients[number % clients.length]!;
    for (let question = number; !stopped; question += 1) {
      const request = personSearch(people[question % people.length]!);
      const begun = Date.now();
      try {
        const outcome = await client.call(SisServiceService.searchPersons, request, { token, deadlineMs: DEADLINE_MS });
        if (outcome.kind === 'answer') {
          held.push({ receipt: toReceiptFile(outcome.response.receipt), answer: outcome.bytes });
          answers += 1;
          for (const wait of waiting) if (answers >= wait.answers) wait.resolve();
        } else {
          const { reason, receipt } = outcome.refusal;
          if (!HONEST_REASONS.includes(reason)) faults.push(`refused for ${reason}`);
          if (receipt !== undefined) held.push({ receipt: toReceiptFile(receipt), answer: undefined });
        }
      } catch {
        // The connection broke, or the client's own deadline passed: the client holds nothing.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      if (Date.now() - begun > DEADLINE_MS + GRACE_MS) faults.push('a call outlived its deadline');
    }
  }
  const callers = Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(number)));
  return {
    faults,
    /** Resolves when so many more answers have come. */
    more: (count: number) => new Promise<void>((resolve) => waiting.push({ answers: answers + count, resolve })),
    async stop() {
      stopped = true;
      await callers;
      for (const client of clients) client.close();
      expect(faults).to.deep.equal([]);
    },
  };
}

/** Everything that clients hold is borne out by the log as it now stands. */
async function expectBorneOut(house: House, held: readonly Held[]): Promise<void> {
  const { name: origin, verifierKey: vkey } = house.signer;
  const { vault } = dataLayout(house.ground.environment.OSTIARY_DATA_DIR!);
  const sql = connectDatabase(house.database.url, { applicationName: 'test-crash', max: 2 });
  try {
    // What the crash left open is closed, by whoever opens the log next.
    const keys = await openKeyWrapper(vault);
    const pool = connectDatabase(house.database.url, { applicationName: 'test-crash-log', max: 1 });
    const log = await openAuditLog({ sql: pool, origin, signer: house.signer, keys });
    await log.closeOrphans({ olderThanMs: -1 });
    await log.tilesBuilt();
    await log.close();

    const verdict = await verifyLog({ sql, origin, vkey, keys: await openKeyUnwrapper(vault) });
    expect(verdict.message).to.match(/0 requests without outcome/);
    expect(verdict.ok).to.equal(true);

    const stored = new Map(
      (await sql<{ idx: string; leaf: Buffer }[]>`SELECT idx, leaf FROM audit.log_entry`).map(({ idx, leaf }) => [
        Number(idx),
        leaf.toString('hex'),
      ]),
    );
    const signed = new Map<number, Checkpoint>();
    for (const { receipt, answer } of held) {
      const checkpoint = expectVerified(receipt, vkey, answer);
      expect(stored.get(receipt.leafIndex), `entry ${receipt.leafIndex}`).to.equal(
        Buffer.from(receipt.leafHash).toString('hex'),
      );
      const other = signed.get(checkpoint.size);
      if (other !== undefined) expect(checkpoint.root).to.deep.equal(other.root);
      signed.set(checkpoint.size, checkpoint);
    }
    const reader = openLogReader({ sql, origin });
    const latest = openCheckpoint((await reader.latestCheckpoint()).note, parseVerifierKey(vkey));
    for (const { size, root } of signed.values()) {
      const { proof } = await reader.consistencyProof(size, latest.size);
      expect(verifyConsistency(size, latest.size, root, latest.root, proof), `from ${size}`).to.equal(true);
    }
  } finally {
    await sql.end();
  }
}

/** Registers the tests with a number of rounds each. */
export function crashRounds(rounds: number): void {
  describe(`kill -9 under load, ${rounds} rounds`, () => {
    let house: House;
    beforeEach(async () => {
      house = await buildHouse();
    });
    afterEach(() => house.remove());

    it('of the gateway leaves no receipt that the log does not bear out', async () => {
      const held: Held[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const gateway = await open(house);
        const running = await load(house, gateway, held);
        await running.more(ANSWERS_BEFORE_THE_KILL);
        expect((await gateway.end('SIGKILL')).signal).to.equal('SIGKILL');
        await running.stop();
        await expectBorneOut(house, held);
      }
      expect(held.length).to.be.at.least(rounds * ANSWERS_BEFORE_THE_KILL);
    });

    it('of PostgreSQL leaves none either, and the gateway recovers by itself', async () => {
      const held: Held[] = [];
      const gateway = await open(house);
      const running = await load(house, gateway, held);
      for (let round = 0; round < rounds; round += 1) {
        await running.more(ANSWERS_BEFORE_THE_KILL);
        process.kill(house.database.pid, 'SIGKILL');
        await house.database.stop();
        await house.startDatabase();
      }
      await running.more(ANSWERS_BEFORE_THE_KILL);
      await running.stop();
      expect(await gateway.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
      await expectBorneOut(house, held);
    });
  });
}
