/** A whole gateway for a test: fresh PKI, fresh database, few alerts, free ports. */
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../src/client/rest-client.js';
import { type Config, readConfig } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { prepareGround } from './ground.js';

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

export async function startGatewayStack(environment: Record<string, string> = {}): Promise<GatewayStack> {
  const ground = await prepareGround();
  const { pkiDirectory, databaseUrl } = ground;
  const config = readConfig({ ...ground.environment, ...environment });
  const gateway = await startGateway(config, databaseUrl, createLogger(config.logLevel));
  const clients: { close(): void }[] = [];
  const address = `localhost:${gateway.port}`;
  const identity = (code: string): Promise<DevelopmentClient> => readDevelopmentClient(pkiDirectory, code, systemClock);
  const kept = <Client extends { close(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  return {
    config,
    gateway,
    databaseUrl,
    pkiDirectory,
    address,
    identity,
    grpc: async (code) => kept(createGrpcClient(address, await identity(code))),
    rest: async (code) => kept(createRestClient('localhost', gateway.port, await identity(code))),
    async stop() {
      for (const client of clients) client.close();
      await gateway.close();
      await ground.remove();
    },
  };
}
