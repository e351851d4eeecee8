/** Passenger name records: the unit with its keys and stores. */
import type { Adapter } from '../adapters/adapter.js';
import { openPnrKeys } from '../adapters/pnr/keys/key-folder.js';
import { createPnrAdapter } from '../adapters/pnr/service.js';
import { openPushStore } from '../adapters/pnr/store/push-store.js';
import { openRecordStore } from '../adapters/pnr/store/record-store.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import { type Config, dataLayout } from './config.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';

/** What it is made with. */
export interface PnrOpening {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
}

/** Connections: a push holds one as long as it is kept; questions are short. */
const CONNECTIONS = 4;

/** Longest statement of a push or a question, in milliseconds. */
const STATEMENT_MS = 15_000;

/** Opens it. */
export async function openPnr(
  { config, databaseUrl, clock }: PnrOpening,
  closing: Closing,
): Promise<{ readonly adapters: readonly Adapter[] }> {
  const keys = await openPnrKeys(dataLayout(config.dataDirectory).pnr);
  const sql = openPool(
    databaseUrl,
    { applicationName: 'ostiary-pnr', max: CONNECTIONS, role: GATEWAY_ROLE, statementTimeoutMs: STATEMENT_MS },
    closing,
  );
  const adapter = createPnrAdapter({
    unit: config.pnr.unit,
    pushes: openPushStore(sql, keys),
    records: openRecordStore(sql, keys),
    clock,
    unflagged: config.pnr.unflagged,
    checkHealth: async () => {
      await sql`select 1 from pnr.carrier limit 1`;
    },
  });
  return { adapters: [adapter] };
}
