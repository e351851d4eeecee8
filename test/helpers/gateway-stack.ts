/** A whole gateway for a test: fresh PKI, fresh database, few alerts, free ports. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedSis } from '../../src/adapters/sis/simulator/seed.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../src/client/rest-client.js';
import { type Config, readConfig } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../src/pki/development-client.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { migrate } from '../../src/shared/database/migrate.js';
import { createTestDatabase } from './postgres.js';

export interface GatewayStack {
  readonly config: Config;
  readonly gateway: RunningGateway;
  readonly databaseUrl: string;
  readonly pkiDirectory: string;
  /** "localhost:port" */
  readonly address: string;
  identity(code: string): Promise<DevelopmentClient>;
  grpc(code: string): Promise<GrpcClient>;
  rest(code: string): Promise<RestClient>;
  stop(): Promise<void>;
}

/** Alerts besides the fixed test persons. */
const ALERTS = 500;

export async function startGatewayStack(environment: Record<string, string> = {}): Promise<GatewayStack> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-stack-'));
  const database = await createTestDatabase();
  const pkiDirectory = join(directory, 'pki');
  await makeDevelopmentPki(pkiDirectory);
  const owner = connectDatabase(database.url, { applicationName: 'test-setup', max: 2 });
  await migrate(owner, 'audit');
  await migrate(owner, 'sis');
  await seedSis({ sql: owner, alerts: ALERTS, seed: 7 });
  await owner.end();
  const config = readConfig({
    OSTIARY_DATA_DIR: join(directory, 'data'),
    OSTIARY_CREDENTIALS_DIR: join(pkiDirectory, 'gateway'),
    OSTIARY_LISTEN_PORT: '0',
    OSTIARY_OBSERVABILITY_PORT: '0',
    OSTIARY_LOG_LEVEL: 'silent',
    OSTIARY_DRAIN_MS: '1000',
    ...environment,
  });
  const gateway = await startGateway(config, database.url, createLogger(config.logLevel));
  const clients: { close(): void }[] = [];
  const address = `localhost:${gateway.port}`;
  const identity = (code: string): Promise<DevelopmentClient> => readDevelopmentClient(pkiDirectory, code);
  const kept = <Client extends { close(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  return {
    config,
    gateway,
    databaseUrl: database.url,
    pkiDirectory,
    address,
    identity,
    grpc: async (code) => kept(createGrpcClient(address, await identity(code))),
    rest: async (code) => kept(createRestClient('localhost', gateway.port, await identity(code))),
    async stop() {
      for (const client of clients) client.close();
      await gateway.close();
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
