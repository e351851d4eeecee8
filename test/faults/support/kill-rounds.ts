/** Rounds of: load, kill -9, restart what died, and a look at what is left. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openAuditLog } from '../../../src/audit/log/audit-log.js';
import { ensureLogKey } from '../../../src/audit/note/log-key.js';
import { openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { createGrpcClient, type GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout, readConfig } from '../../../src/gateway/config.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../../src/pki/development-client.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/shared/database/embedded.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { freePort } from '../../helpers/free-port.js';
import { killGateways, runGateway } from '../../helpers/gateway-process.js';
import { prepareGround } from '../../helpers/ground.js';
import { personSearch } from '../../helpers/questions.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';
import { expectNothingLost } from './aftermath.js';
import { type Held, startCallers } from './callers.js';

/** Who is killed. */
export type Victim = 'gateway' | 'database' | 'both';

/** Time for a gateway to answer again once everything is back, in milliseconds. */
const RECOVERY_PATIENCE_MS = 15_000;

/** Calls put to a gateway without a database. */
const CALLS_IN_OUTAGE = 30;

/** Rounds to do: OSTIARY_FAULT_ROUNDS, else the default. */
export function roundsOr(fallback: number): number {
  return Number(process.env.OSTIARY_FAULT_ROUNDS ?? fallback);
}

/** Kills the victim in the middle of a load, again and again, and expects nothing that was promised to be lost. */
export async function surviveKills(victim: Victim, rounds: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-fault-'));
  const port = String(await freePort());
  const startPostgres = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), settings: { port, shared_buffers: '64MB' } });
  let postgres = await startPostgres();
  const ground = await prepareGround(postgres.url);
  const environment: Readonly<Record<string, string>> = {
    ...ground.environment,
    OSTIARY_DATABASE_URL: postgres.url,
    OSTIARY_LISTEN_PORT: String(await freePort()),
  };
  const config = readConfig(ground.environment);
  const { keys, vault } = dataLayout(config.dataDirectory);
  const signer = await ensureLogKey(keys, config.logOrigin);
  const identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE');
  const held: Held[] = [];
  let checked = 0;

  async function expectHeldIsThere() {
    const sql = connectDatabase(postgres.url, { applicationName: 'aftermath', max: 2 });
    try {
      return await expectNothingLost({ sql, origin: config.logOrigin, vkey: signer.verifierKey, vault }, held);
    } finally {
      await sql.end();
    }
  }

  try {
    let gateway = await runGateway('serve', environment);
    for (let round = 0; round < rounds; round += 1) {
      const callers = await startCallers(gateway.port, identity);
      // A different moment each time, and every one in the middle of batches.
      await callers.answered(100 + ((round * 137) % 400));
      if (victim !== 'database') process.kill(gateway.pid, 'SIGKILL');
      if (victim !== 'gateway') process.kill(postgres.pid, 'SIGKILL');

      if (victim === 'database') await expectRefusals(gateway.port, identity);
      if (victim !== 'gateway') postgres = await startPostgres();
      if (victim !== 'database') {
        await gateway.ended;
        gateway = await runGateway('serve', environment);
      }
      await expectRecovery(gateway.port, identity);

      const { answers, refusals, reasons } = await callers.stop();
      expect(answers.length).to.be.greaterThan(99);
      for (const reason of reasons.keys()) expect(reason).to.be.oneOf(EXPECTED_REASONS);
      held.push(...answers, ...refusals);
      const { size } = await expectHeldIsThere();
      expect(size).to.be.greaterThan(checked);
      checked = size;
    }
    expect(await gateway.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    await closeOrphans();
    const { openIntents } = await expectHeldIsThere();
    expect(openIntents).to.equal(0);
  } finally {
    await killGateways();
    await postgres.stop();
    await ground.remove();
    for (const folder of [postgres.directory, directory]) await rm(folder, { recursive: true, force: true });
  }

  async function closeOrphans(): Promise<void> {
    const log = await openAuditLog({
      sql: connectDatabase(postgres.url, { applicationName: 'orphans', max: 2, role: 'ostiary_gateway' }),
      origin: config.logOrigin,
      signer,
      keys: await openKeyWrapper(vault),
      limits: { orphanSearchMs: 0 },
    });
    await log.closeOrphans({ olderThanMs: 0 });
    await log.close();
  }
}

/** What a caller may be told in a fault. Whatever it is, nothing was disclosed. */
const EXPECTED_REASONS = ['lost', 'AUDIT_UNAVAILABLE', 'SYSTEM_UNAVAILABLE', 'SYSTEM_TIMED_OUT', 'OVERLOADED'];

type Identity = Awaited<ReturnType<typeof readDevelopmentClient>>;

async function withClient<T>(
  port: number,
  identity: Identity,
  use: (ask: () => ReturnType<typeof search>) => Promise<T>,
): Promise<T> {
  const client = createGrpcClient(`localhost:${port}`, identity);
  const token = await identity.mintToken({ officer: 'officer-1' });
  try {
    return await use(() => search(client, token));
  } finally {
    client.close();
  }
}

const search = (client: GrpcClient, token: string) =>
  client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });

/** Once it is noticed that the database is away, every call is refused, and nothing is disclosed. */
async function expectRefusals(port: number, identity: Identity): Promise<void> {
  await withClient(port, identity, async (ask) => {
    await eventually(async () => refusalOf(await ask()));
    for (let calls = 0; calls < CALLS_IN_OUTAGE; calls += 1) {
      const { reason, receipt } = refusalOf(await ask());
      expect(reason).to.be.oneOf(['AUDIT_UNAVAILABLE', 'SYSTEM_UNAVAILABLE']);
      expect(receipt).to.equal(undefined);
    }
  });
}

/** The gateway answers again, without anybody's help. */
async function expectRecovery(port: number, identity: Identity): Promise<void> {
  await withClient(port, identity, (ask) => eventually(async () => answerOf(await ask()), RECOVERY_PATIENCE_MS));
}
