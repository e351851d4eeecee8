/** A whole gateway before a stand-in that answers in parts: real TLS, real log, a contract with one such operation. */
import type { Adapter, AskContext, PartialAnswer } from '../../src/adapters/adapter.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../src/client/rest-client.js';
import { startClosable } from '../../src/gateway/closing.js';
import { dataLayout, readConfig } from '../../src/gateway/config.js';
import { openDoor } from '../../src/gateway/door.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { openAccessPool, openOwnLog } from '../../src/gateway/own-log.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { prepareGround } from './ground.js';
import { Retention } from '../../src/gateway/policy/retention.js';
import { loadPolicyTables } from '../../src/gateway/policy/tables/load.js';
import { type Logbook, openLogbook } from './logbook.js';
import { partedContract, PartedSisService } from './parted-search.js';

export interface PartedStack {
  /** What the system answers; set it before asking. */
  answer: (context: AskContext) => AsyncIterable<PartialAnswer<unknown>>;
  readonly verifierKey: string;
  readonly databaseUrl: string;
  readonly logOrigin: string;
  readonly port: number;
  readonly police: DevelopmentClient;
  readonly logbook: Logbook;
  readonly grpc: GrpcClient;
  readonly rest: RestClient;
  stop(): Promise<void>;
}

/** Starts it; an answer may have so many parts. */
export async function startPartedStack(maxParts: number): Promise<PartedStack> {
  const ground = await prepareGround();
  const config = readConfig(ground.environment);
  const logger = createLogger(config.logLevel);
  const contract = partedContract({ maxParts });
  const stack: Pick<PartedStack, 'answer'> = { answer: () => ({ [Symbol.asyncIterator]: nothing }) };
  const parse = () => ({
    legalOperations: ['SEARCH_ALPHA'],
    audit: {},
    askParts: (context: AskContext) => stack.answer(context),
  });
  const other = { parse: () => ({}) };
  const adapter = {
    system: 'SIS',
    service: PartedSisService,
    operations: { searchPersons: { parse }, searchObjects: other, getAlert: other },
    checkHealth: () => Promise.resolve(),
  } as unknown as Adapter;
  const gateway = await startClosable(logger, async (closing) => {
    const { databaseUrl } = ground;
    const clock = systemClock;
    const { log, signer } = await openOwnLog({ config, databaseUrl, name: 'parted', clock, logger }, closing);
    const accessSql = openAccessPool(databaseUrl, closing);
    const retention = new Retention(loadPolicyTables(config.policyDirectory).logs);
    const parts = {
      config,
      logger,
      clock,
      contract,
      log,
      retention,
      accessSql,
      adapters: [adapter],
      proofs: [],
      checks: [],
    };
    return { ...(await openDoor(parts, closing)), verifierKey: signer.verifierKey };
  });
  const police = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
  const logbook = await openLogbook(ground.databaseUrl, dataLayout(config.dataDirectory).vault);
  const grpc = createGrpcClient(`localhost:${gateway.port}`, police);
  const rest = createRestClient('localhost', gateway.port, police);
  return Object.assign(stack, {
    verifierKey: gateway.verifierKey,
    databaseUrl: ground.databaseUrl,
    logOrigin: config.logOrigin,
    port: gateway.port,
    ...{ police, logbook, grpc, rest },
    async stop() {
      grpc.close();
      rest.close();
      await logbook.close();
      await gateway.close();
      await ground.remove();
    },
  });
}

const nothing = () => ({ next: () => Promise.resolve({ done: true as const, value: undefined }) });
