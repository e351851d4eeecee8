/** The public face of a test's log, over real HTTP. */
import type postgres from 'postgres';
import { databaseLog } from '../../../src/audit/public/database-log.js';
import { publish } from '../../../src/audit/public/published.js';
import { serveTiles, type TilesServer } from '../../../src/audit/public/server.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import type { LogFixture } from '../log-fixture.js';

export interface TestTilesServer extends TilesServer {
  /** Ends with a slash. */
  readonly url: string;
  /** Connections under the gateway's role. */
  readonly sql: postgres.Sql;
  readonly faults: unknown[];
}

export async function startTilesServer(
  fixture: LogFixture,
  options: { minimumIndex?: () => Promise<number>; checkpoint?: () => Promise<string> } = {},
): Promise<TestTilesServer> {
  const sql = connectDatabase(fixture.url, { applicationName: 'test-tiles', max: 2, role: 'ostiary_gateway' });
  const checkpoint = options.checkpoint ?? (async () => (await fixture.reader().latestCheckpoint()).note);
  const faults: unknown[] = [];
  const server = await serveTiles({
    host: '127.0.0.1',
    port: 0,
    log: databaseLog(sql, checkpoint),
    publication: publish(checkpoint),
    minimumIndex: options.minimumIndex ?? (() => Promise.resolve(0)),
    onFault: (error) => faults.push(error),
  });
  return {
    ...server,
    url: `http://127.0.0.1:${server.port}/`,
    sql,
    faults,
    async close() {
      await server.close();
      await sql.end();
    },
  };
}
