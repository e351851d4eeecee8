/** Two gateways with two logs, two databases and two PKIs, of which the first asks the second. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createPairKey } from '../../src/audit/completeness/pair-key.js';
import { parsePair } from '../../src/audit/completeness/pair.js';
import { openAuditLog } from '../../src/audit/log/audit-log.js';
import { ensureLogKey } from '../../src/audit/log/log-key.js';
import { openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import { type Config, dataLayout, readConfig } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { pkiLayout } from '../../src/pki/layout.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { intent } from '../audit/log-fixture.js';
import { type Ground, prepareGround } from './ground.js';

export const PAIR = 'XA-POLICE:SIS';

/** One gateway, which need not run. */
export interface Place {
  readonly ground: Ground;
  readonly origin: string;
  readonly vkey: string;
  readonly dataDirectory: string;
  /** Its variables. */
  environment(changes?: Record<string, string>): Record<string, string>;
  config(changes?: Record<string, string>): Config;
  start(changes?: Record<string, string>): Promise<RunningGateway>;
  /** Writes intents into its log as of a moment, as a process of its own did. */
  write(at: number, requestIds: readonly string[]): Promise<void>;
  /** Writes the pairs file. */
  pairs(pairs: readonly object[]): Promise<void>;
}

/** Prepares a place; several may share the folder in which the secret of the pair lies. */
export async function preparePlace(origin: string): Promise<Place> {
  const ground = await prepareGround();
  const dataDirectory = ground.environment.OSTIARY_DATA_DIR ?? '';
  const paths = dataLayout(dataDirectory);
  await mkdir(dataDirectory, { recursive: true });
  const signer = await ensureLogKey(paths.keys, origin);
  const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
    ...ground.environment,
    OSTIARY_DATABASE_URL: ground.databaseUrl,
    OSTIARY_LOG_ORIGIN: origin,
    OSTIARY_COMPLETENESS_PAIRS: join(dataDirectory, 'pairs.json'),
    ...changes,
  });
  const config = (changes?: Record<string, string>) => readConfig(environment(changes));
  return {
    ground,
    origin,
    vkey: signer.verifierKey,
    dataDirectory,
    environment,
    config,
    start: (changes) => startGateway(config(changes), ground.databaseUrl, createLogger('silent')),
    async write(at, requestIds) {
      const log = await openAuditLog({
        sql: connectDatabase(ground.databaseUrl, { applicationName: 'test-log', max: 2, role: 'ostiary_gateway' }),
        origin,
        signer,
        keys: await openKeyWrapper(paths.vault),
        clock: { now: () => at },
        limits: { orphanSearchMs: 0 },
      });
      await Promise.all(requestIds.map((requestId) => log.append(intent({ requestId }))));
      await log.close();
    },
    pairs: (pairs) => writeFile(join(dataDirectory, 'pairs.json'), JSON.stringify({ version: 1, pairs })),
  };
}

/**
 * Makes the two parts of a pair, and of `more` pairs of the same authority: `asker` asks at `address`, as the pair's asker of
 * the other's PKI. The secret of the first lies in "pair.key".
 */
export async function makePair(
  asker: Place,
  answerer: Place,
  secrets: string,
  pair = PAIR,
  ...more: readonly string[]
): Promise<(port: number) => Promise<void>> {
  const pairs = [pair, ...more].map((name, at) => ({
    pair: name,
    keyFile: join(secrets, at === 0 ? 'pair.key' : `pair-${at}.key`),
  }));
  for (const one of pairs) await createPairKey(one.keyFile, parsePair(one.pair));
  await writeFile(join(secrets, 'asker.vkey'), asker.vkey);
  await writeFile(join(secrets, 'answerer.vkey'), answerer.vkey);
  await answerer.pairs(pairs.map((one) => ({ ...one, side: 'answering', vkeyFile: join(secrets, 'asker.vkey') })));
  const layout = pkiLayout(answerer.ground.pkiDirectory);
  const { certificate: certificateFile, key: keyFile } = layout.client(parsePair(pair).asker);
  return (port) =>
    asker.pairs(
      pairs.map((one) => ({
        ...one,
        side: 'asking',
        vkeyFile: join(secrets, 'answerer.vkey'),
        exchange: { address: `localhost:${port}`, certificateFile, keyFile, caFile: layout.caBundle },
      })),
    );
}

/** Requests of one day, made at a moment. */
export const requestsAt = (at: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) => ulid(at + n));
