/** Passenger name records: the unit with its keys and stores, and the assessment of passengers. */
import type { Adapter } from '../adapters/adapter.js';
import { createPnrAssessmentAdapter } from '../adapters/pnr/assessment/service.js';
import { openMatchStore } from '../adapters/pnr/assessment/store/match-store.js';
import { openPnrKeys } from '../adapters/pnr/keys/key-folder.js';
import { createPnrAdapter } from '../adapters/pnr/service.js';
import { openPushStore } from '../adapters/pnr/store/push-store.js';
import { openRecordStore } from '../adapters/pnr/store/record-store.js';
import type { AuditLog } from '../audit/log/entry.js';
import type { SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import { Criteria } from '../matching/criteria/criteria.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import { type Config, dataLayout } from './config.js';
import { loadCriteria } from './criteria/rule-files.js';
import type { Logger } from './observability/logger.js';
import { watchedSis } from './open-watched-sis.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';

/** What it is made with. */
export interface PnrOpening {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Passengers are compared with its alerts. */
  readonly sis: Adapter<typeof SisServiceService>;
}

/** Connections: a push holds one as long as it is kept; questions are short. */
const CONNECTIONS = 4;

/** Longest statement of a push or a question, in milliseconds. */
const STATEMENT_MS = 15_000;

/** Opens it. */
export async function openPnr(
  { config, databaseUrl, log, clock, logger, sis }: PnrOpening,
  closing: Closing,
): Promise<{ readonly adapters: readonly Adapter[] }> {
  const keys = await openPnrKeys(dataLayout(config.dataDirectory).pnr);
  const sql = openPool(
    databaseUrl,
    { applicationName: 'ostiary-pnr', max: CONNECTIONS, role: GATEWAY_ROLE, statementTimeoutMs: STATEMENT_MS },
    closing,
  );
  const { unit } = config.pnr;
  const records = openRecordStore(sql, keys);
  const checkHealth = async (): Promise<void> => {
    await sql`select 1 from pnr.carrier limit 1`;
  };
  const adapter = createPnrAdapter({
    unit,
    pushes: openPushStore(sql, keys),
    records,
    clock,
    unflagged: config.pnr.unflagged,
    checkHealth,
  });
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const { criteria, expired } = openCriteria(config.pnr.criteria, today);
  for (const fault of expired) logger.warn({ fault }, 'a criterion is not used: its review is overdue');
  const assessment = createPnrAssessmentAdapter({
    unit,
    records,
    matches: openMatchStore(sql, keys),
    criteria,
    databases: [watchedSis({ sis, log, clock })],
    clock,
    checkHealth,
  });
  return { adapters: [adapter, assessment] };
}

/** The criteria of the configuration; none where it names none. */
const openCriteria = (criteria: Config['pnr']['criteria'], today: string): ReturnType<typeof loadCriteria> =>
  criteria === undefined
    ? { criteria: new Criteria([]), expired: [] }
    : loadCriteria(criteria.folder, criteria.approversFile, today);
