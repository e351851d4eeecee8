/** A PostgreSQL of its own with gateways on it, each a process, all of which can be killed and started again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { openAuditLog } from '../../../src/audit/log/audit-log.js';
import { ensureLogKey, type LogSigner } from '../../../src/audit/log/log-key.js';
import { openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { createGrpcClient, type GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout, readConfig } from '../../../src/gateway/config.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../../src/pki/development-client.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/shared/database/embedded.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { freePort } from '../../helpers/free-port.js';
import { type GatewayProcess, killGateways, runGateway } from '../../helpers/gateway-process.js';
import { type Ground, prepareGround } from '../../helpers/ground.js';
import { personSearch } from '../../helpers/questions.js';
import { answerOf } from '../../helpers/receipts.js';
import type { LogIdentity } from './evidence.js';

/** Time for a gateway to answer again once everything is back, in milliseconds. */
const RECOVERY_PATIENCE_MS = 30_000;

/** Asks the same lawful question, as often as wanted. */
export type Ask = () => ReturnType<typeof search>;

/** How a site's PostgreSQL is started. */
export type StartPostgres = (
  directory: string,
  settings: Readonly<Record<string, string>>,
) => Promise<EmbeddedPostgres>;

/** See above. */
export class Site {
  readonly identity: DevelopmentClient;
  readonly log: LogIdentity;
  readonly signer: LogSigner;
  readonly gateways: GatewayProcess[] = [];
  readonly environment: Readonly<Record<string, string>>;
  postgres: EmbeddedPostgres;
  readonly #directory: string;
  readonly #ground: Ground;
  readonly #startPostgres: () => Promise<EmbeddedPostgres>;
  readonly #ports: readonly string[];

  private constructor(
    directory: string,
    ground: Ground,
    { postgres, start }: { postgres: EmbeddedPostgres; start: () => Promise<EmbeddedPostgres> },
    { signer, identity, ports }: { signer: LogSigner; identity: DevelopmentClient; ports: readonly string[] },
  ) {
    this.#directory = directory;
    this.#ground = ground;
    this.#startPostgres = start;
    this.#ports = ports;
    this.postgres = postgres;
    this.signer = signer;
    this.identity = identity;
    this.environment = { ...ground.environment, OSTIARY_DATABASE_URL: postgres.url };
    const { logOrigin, dataDirectory } = readConfig(ground.environment);
    this.log = { origin: logOrigin, vkey: signer.verifierKey, vault: dataLayout(dataDirectory).vault };
  }

  /** Opens a site with so many gateways. */
  static async open(
    gateways: number,
    environment: Readonly<Record<string, string>> = {},
    startPostgres: StartPostgres = (dataDirectory, settings) => startEmbeddedPostgres({ dataDirectory, settings }),
  ): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'ostiary-site-'));
    const port = String(await freePort());
    const start = () => startPostgres(join(directory, 'postgres'), { port, shared_buffers: '64MB' });
    const postgres = await start();
    const prepared = await prepareGround(postgres.url);
    const ground = { ...prepared, environment: { ...prepared.environment, ...environment } };
    const { dataDirectory, logOrigin } = readConfig(ground.environment);
    const signer = await ensureLogKey(dataLayout(dataDirectory).keys, logOrigin);
    const identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
    const ports = await Promise.all(Array.from({ length: gateways }, async () => String(await freePort())));
    const site = new Site(directory, ground, { postgres, start }, { signer, identity, ports });
    site.gateways.push(...(await Promise.all(ports.map((_, n) => site.startGateway(n)))));
    return site;
  }

  get ports(): readonly number[] {
    return this.gateways.map(({ port }) => port);
  }

  /** Runs the n-th gateway, always on the same port. */
  startGateway(n: number): Promise<GatewayProcess> {
    return runGateway('serve', { ...this.environment, OSTIARY_LISTEN_PORT: this.#ports[n]! });
  }

  /** Starts a gateway again that was killed. */
  async restartGateway(n: number): Promise<void> {
    await this.gateways[n]!.ended;
    this.gateways[n] = await this.startGateway(n);
  }

  /** Starts PostgreSQL again where it was. */
  async restartPostgres(): Promise<void> {
    this.postgres = await this.#startPostgres();
  }

  /** Runs with a superuser's connections. */
  async withDatabase<T>(use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = connectDatabase(this.postgres.url, { applicationName: 'test-site', max: 2 });
    try {
      return await use(sql);
    } finally {
      await sql.end();
    }
  }

  /** Runs with a client of the n-th gateway. */
  async withClient<T>(n: number, use: (ask: Ask) => Promise<T>): Promise<T> {
    const client = createGrpcClient(`localhost:${this.gateways[n]!.port}`, this.identity);
    const token = await this.identity.mintToken({ officer: 'officer-1' });
    try {
      return await use(() => search(client, token));
    } finally {
      client.close();
    }
  }

  /** Every gateway answers again, without anybody's help. None may have ended that was not killed. */
  async expectAnswers(): Promise<void> {
    await Promise.all(
      this.gateways.map((gateway, n) =>
        Promise.race([
          this.withClient(n, (ask) => eventually(async () => answerOf(await ask()), RECOVERY_PATIENCE_MS)),
          gateway.ended.then(({ code, signal }) => {
            throw new Error(`gateway ${n} ended by itself (${code ?? signal}): ${gateway.output()}`);
          }),
        ]),
      ),
    );
  }

  /** Closes intents without outcome, as the next gateway does after two minutes. */
  async closeOrphans(): Promise<void> {
    const log = await openAuditLog({
      clock: systemClock,
      sql: connectDatabase(this.postgres.url, { applicationName: 'orphans', max: 2, role: 'ostiary_gateway' }),
      origin: this.log.origin,
      signer: this.signer,
      keys: await openKeyWrapper(this.log.vault),
      limits: { orphanSearchMs: 0 },
    });
    await log.closeOrphans({ olderThanMs: 0 });
    await log.close();
  }

  /** Ends everything that runs and removes all files. */
  async dispose(): Promise<void> {
    await killGateways();
    await this.postgres.stop();
    await this.#ground.remove();
    for (const folder of [this.postgres.directory, this.#directory]) await rm(folder, { recursive: true, force: true });
  }
}

const search = (client: GrpcClient, token: string) =>
  client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });
