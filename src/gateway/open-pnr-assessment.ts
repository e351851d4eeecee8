/** The assessment of passengers: criteria, databases that they are compared with, and the store of matches. */
import type postgres from 'postgres';
import type { Adapter } from '../adapters/adapter.js';
import { createReviewClock } from '../adapters/pnr/assessment/clock.js';
import { createPnrAssessmentAdapter } from '../adapters/pnr/assessment/service.js';
import { openMatchStore } from '../adapters/pnr/assessment/store/match-store.js';
import { openReleaseStore } from '../adapters/pnr/assessment/store/release-store.js';
import type { PnrKeys } from '../adapters/pnr/keys/key-folder.js';
import type { PnrParts } from '../adapters/pnr/options.js';
import type { AuditLog } from '../audit/log/entry.js';
import type { SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import { Criteria } from '../matching/criteria/criteria.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { loadCriteria } from './criteria/rule-files.js';
import type { Logger } from './observability/logger.js';
import { watchedSis } from './open-watched-sis.js';

/** What it is made with. */
export interface PnrAssessmentOpening {
  readonly config: Pick<Config, 'pnr'>;
  readonly sql: postgres.Sql;
  /** For the clock of reviews, which holds a connection while the log is told. */
  readonly clockSql: postgres.Sql;
  readonly keys: PnrKeys;
  /** Of the unit that assesses. */
  readonly parts: Pick<PnrParts, 'unit' | 'authorities' | 'records' | 'clock' | 'checkHealth' | 'tell'>;
  readonly log: Pick<AuditLog, 'append'>;
  readonly logger: Logger;
  readonly sis: Adapter<typeof SisServiceService>;
}

/** Milliseconds between two rounds of the clock of reviews. */
const ROUND_MS = 60_000;

/** Opens it. Throws a CriteriaError when a criterion has a fault. */
export function openPnrAssessment(
  { config, sql, clockSql, keys, parts, log, logger, sis }: PnrAssessmentOpening,
  closing: Closing,
): Adapter {
  const { unit, authorities, records, clock, checkHealth, tell } = parts;
  const rounds = createReviewClock({
    ...{ unit, clock, tell },
    matches: openMatchStore(clockSql, keys),
    onOverdue: (count) => logger.warn({ count }, 'reviews of passenger matches are overdue'),
    onFault: (error) => logger.error({ err: error }, 'a round of the clock of reviews failed; the next tries again'),
  });
  closing.push(() => rounds.stop());
  rounds.start(ROUND_MS);
  const { criteria, expired } = openCriteria(config, new Date(clock.now()).toISOString().slice(0, 10));
  for (const fault of expired) logger.warn({ fault }, 'a criterion is not used: its review is overdue');
  return createPnrAssessmentAdapter({
    ...{ unit, authorities, records, clock, criteria, checkHealth },
    matches: openMatchStore(sql, keys),
    releases: openReleaseStore(sql, clock),
    databases: [watchedSis({ sis, log, clock })],
  });
}

/** The criteria of the configuration; none where it names none. */
const openCriteria = ({ pnr: { criteria } }: Pick<Config, 'pnr'>, today: string): ReturnType<typeof loadCriteria> =>
  criteria === undefined
    ? { criteria: new Criteria([]), expired: [] }
    : loadCriteria(criteria.folder, criteria.approversFile, today);
