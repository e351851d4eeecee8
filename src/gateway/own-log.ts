/** The log that a service of ours writes its calls into: opened under the gateway's role, which reads no payload. */
import type postgres from 'postgres';
import { openAuditLog } from '../audit/log/audit-log.js';
import type { AuditLog } from '../audit/log/entry.js';
import { type LogReader, openLogReader } from '../audit/log/reader.js';
import { ensureLogKey, type LogSigner } from '../audit/log/log-key.js';
import { openKeyWrapper } from '../audit/vault/file-keys.js';
import type { Clock } from '../shared/clock.js';
import {
  connectDatabase,
  type ConnectOptions,
  ensureSupported,
  findDurabilityRisks,
} from '../shared/database/connect.js';
import type { Closing } from './closing.js';
import { type Config, dataLayout } from './config.js';
import type { Logger } from './observability/logger.js';
import { openWitnessing, type Witnessing, WITNESSING_CONNECTIONS } from './witnessing.js';

/** Role whose rights the gateway has in the database, whoever connects (migrations/audit). */
export const GATEWAY_ROLE = 'ostiary_gateway';

/** No statement of ours takes this long unless something is wrong; what is given up then is not left to pile up. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** Opens a pool that is ended with the service. A statement may take 15 seconds, or as long as the options say. */
export function openPool(
  databaseUrl: string,
  options: Pick<ConnectOptions, 'applicationName' | 'max' | 'statementTimeoutMs'> & { readonly role: string },
  closing: Closing,
): postgres.Sql {
  const sql = connectDatabase(databaseUrl, { statementTimeoutMs: STATEMENT_TIMEOUT_MS, ...options });
  closing.push(() => sql.end({ timeout: 5 }));
  return sql;
}

/** Connections of the schema "access": a statement per token and process. */
const ACCESS_CONNECTIONS = 2;

/** Opens the pool of what all processes know together of who may ask (schema "access"). */
export function openAccessPool(databaseUrl: string, closing: Closing): postgres.Sql {
  const options = { applicationName: 'ostiary-access', max: ACCESS_CONNECTIONS, role: GATEWAY_ROLE };
  return openPool(databaseUrl, options, closing);
}

/** The log, as a service of ours has it. */
export interface OwnLog {
  readonly log: AuditLog;
  readonly reader: LogReader;
  readonly signer: LogSigner;
  /** Undefined when the configuration names no witnesses. */
  readonly witnessing: Witnessing | undefined;
}

/** Opens the log of the configuration. `name` begins the application name of its connections. */
export async function openOwnLog(
  { config, databaseUrl, name, clock, logger }: OwnLogOptions,
  closing: Closing,
): Promise<OwnLog> {
  const paths = dataLayout(config.dataDirectory);
  const pool = (applicationName: string, max: number): postgres.Sql =>
    openPool(databaseUrl, { applicationName, max, role: GATEWAY_ROLE }, closing);
  const signer = await ensureLogKey(paths.keys, config.logOrigin);
  const own = pool(name, 2);
  await ensureSupported(own);
  for (const risk of await findDurabilityRisks(own))
    logger.warn({ risk }, 'the database of the audit log could be safer');
  // Before anything is written: a witness may know that this is not the log it was.
  const witnessing = await openWitnessing(
    { config, sql: pool('ostiary-witnesses', WITNESSING_CONNECTIONS), signer, clock, logger },
    closing,
  );
  const log = await openAuditLog({
    sql: own,
    origin: config.logOrigin,
    signer,
    keys: await openKeyWrapper(paths.vault),
    clock,
    onFault: (what, error) => logger.error({ what, err: error }, 'the audit log failed in the background'),
  });
  closing.push(() => log.close());
  const reader = openLogReader({ sql: pool(`${name}-reader`, 2), origin: config.logOrigin });
  return { log: witnessing?.watch(log, reader) ?? log, reader, signer, witnessing };
}

/** Whose log it is. */
export interface OwnLogOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
}
