/** Opens the public face of the log beside the gateway's port (docs/adr/0011). */
import { databaseLog } from '../audit/public/database-log.js';
import { publish } from '../audit/public/published.js';
import { serveTiles } from '../audit/public/server.js';
import { minimumIndex } from '../audit/retention/erasure-store.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import type { Logger } from './observability/logger.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';

/** Connections: readers of the log wait for each other rather than for the log's writers. */
const CONNECTIONS = 2;

/** What the public face shows. */
export interface PublicFaceParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
  /** The latest checkpoint, with the cosignatures that there are. */
  readonly checkpoint: () => Promise<string>;
}

/** Opens it, unless the configuration says off. Returns its port. */
export async function openPublicFace(parts: PublicFaceParts, closing: Closing): Promise<number | undefined> {
  const { config, databaseUrl, logger, checkpoint } = parts;
  if (config.tiles === undefined) return undefined;
  const sql = openPool(
    databaseUrl,
    { applicationName: 'ostiary-tiles', max: CONNECTIONS, role: GATEWAY_ROLE },
    closing,
  );
  const server = await serveTiles({
    ...config.tiles,
    log: databaseLog(sql, checkpoint),
    publication: publish(checkpoint),
    minimumIndex: () => minimumIndex(sql),
    onFault: (error) => logger.error({ err: error }, 'the public face of the log could not answer'),
  });
  closing.push(() => server.close());
  logger.info({ host: server.host, port: server.port }, 'the public face of the log is open');
  return server.port;
}
