/** The assessment of passengers: criteria, databases that they are compared with, and the store of matches. */
import type postgres from 'postgres';
import type { Registry } from 'prom-client';
import { ulid } from 'ulid';
import type { Adapter } from '../adapters/adapter.js';
import { type AssessmentClockParts, createAssessmentClock } from '../adapters/pnr/assessment/automatic.js';
import { createReviewClock } from '../adapters/pnr/assessment/clock.js';
import { assessFlight } from '../adapters/pnr/assessment/flight-assessment.js';
import { createPnrAssessmentAdapter } from '../adapters/pnr/assessment/service.js';
import { openAssessmentQueue } from '../adapters/pnr/assessment/store/assessment-queue.js';
import { openMatchStore } from '../adapters/pnr/assessment/store/match-store.js';
import { openReleaseStore } from '../adapters/pnr/assessment/store/release-store.js';
import { openTripStore } from '../adapters/pnr/assessment/store/trip-store.js';
import type { Flight } from '../adapters/pnr/domain/push.js';
import type { PnrKeys } from '../adapters/pnr/keys/key-folder.js';
import { NEEDED } from '../adapters/pnr/legal-operations.js';
import type { PnrParts } from '../adapters/pnr/options.js';
import { openRecordStore } from '../adapters/pnr/store/record-store.js';
import type { SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import { Criteria } from '../matching/criteria/criteria.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { loadCriteria } from './criteria/rule-files.js';
import type { GuardedAdapter } from './exchange/route.js';
import type { Logger } from './observability/logger.js';
import { watchedSis } from './open-watched-sis.js';
import { accessing, type OwnAccess } from './own-access.js';
import { type OwnGrounds, type OwnPermit, ownPermit, type OwnPermitParts } from './own-permit.js';
import { PnrAssessmentWatch } from './pnr-assessment-watch.js';
import type { SystemLog } from './policy/retention.js';

/** What it is made with. */
export interface PnrAssessmentOpening {
  readonly config: Pick<Config, 'pnr'>;
  readonly sql: postgres.Sql;
  /** For the clock of reviews, which holds a connection while the log is told. */
  readonly clockSql: postgres.Sql;
  readonly keys: PnrKeys;
  /** For assessments that nobody asked for: no question waits for one of its connections. */
  readonly assessmentSql: postgres.Sql;
  /** Of the unit that assesses. */
  readonly parts: Pick<PnrParts, 'unit' | 'authorities' | 'clock' | 'checkHealth' | 'tell'>;
  readonly log: Pick<SystemLog, 'append'>;
  readonly logger: Logger;
  readonly sis: GuardedAdapter<typeof SisServiceService>;
}

/** The assessment, open. */
export interface PnrAssessment {
  readonly adapter: Adapter;
  measure(registry: Registry): void;
  /** Flights that left before their passengers were assessed: a line for people, where there are any. */
  alarms(): readonly string[];
  /** Has the unit's clock assess what was pushed, as far as the policy permits it, unless the configuration has it off. */
  start(permits: Omit<OwnPermitParts, 'clock'>): void;
}

/** Milliseconds between two rounds of the clock of reviews. */
const ROUND_MS = 60_000;
/** And of the clock of assessments, which has less to look at. */
const ASSESSMENT_ROUND_MS = 2_000;

/** Opens it. Throws a CriteriaError when a criterion has a fault. */
export function openPnrAssessment(
  { config, sql, clockSql, assessmentSql, keys, parts, log, logger, sis }: PnrAssessmentOpening,
  closing: Closing,
): PnrAssessment {
  const { unit, authorities, clock, checkHealth, tell } = parts;
  const reviews = createReviewClock({
    ...{ unit, clock, tell },
    matches: openMatchStore(clockSql, keys, clock),
    onOverdue: (count) => logger.warn({ count }, 'reviews of passenger matches are overdue'),
    onFault: (error) => logger.error({ err: error }, 'a round of the clock of reviews failed; the next tries again'),
  });
  closing.push(() => reviews.stop());
  reviews.start(ROUND_MS);
  const { criteria, expired } = openCriteria(config, new Date(clock.now()).toISOString().slice(0, 10));
  for (const fault of expired) logger.warn({ fault }, 'a criterion is not used: its review is overdue');
  const databases = [watchedSis({ sis, log, clock })];
  const working = (db: postgres.Sql) => ({
    ...{ criteria, databases, clock },
    records: openRecordStore(db, keys, clock),
    matches: openMatchStore(db, keys, clock),
    queue: openAssessmentQueue(db, clock),
    trips: openTripStore(db, keys, clock),
  });
  const { assessAfterMs } = config.pnr;
  const watch = new PnrAssessmentWatch(logger);
  function start(permits: Omit<OwnPermitParts, 'clock'>): void {
    if (assessAfterMs === undefined) return;
    const own = working(assessmentSql);
    const assessments = createAssessmentClock({
      ...{ clock, queue: own.queue, settleMs: assessAfterMs },
      assess: (flight, context) => assessFlight(own, flight, context, 'changed'),
      throughLog: throughLog(log, { ...permits, clock }, unit.authority),
      onEnd: (due, fault) => watch.attemptEnded(due, fault),
      onStanding: (standing) => watch.update(standing),
      onFault: (error) => logger.error({ err: error }, 'a round of assessments failed; the next tries again'),
    });
    closing.push(() => assessments.stop());
    assessments.start(ASSESSMENT_ROUND_MS);
  }
  return {
    start,
    adapter: createPnrAssessmentAdapter({
      ...{ ...working(sql), unit, authorities, checkHealth },
      releases: openReleaseStore(sql, clock),
      trialKey: keys.trialKey,
    }),
    measure: (registry) => watch.measure(registry),
    alarms: () => watch.alarms(),
  };
}

/** An assessment that nobody asked for is an access of the unit's, as if one of its officers had. */
function throughLog(
  log: Pick<SystemLog, 'append'>,
  permits: OwnPermitParts,
  authority: string,
): AssessmentClockParts['throughLog'] {
  const { clock } = permits;
  const access = accessing(log, clock);
  return async (flight, act) => {
    const permit = ownPermit(permits, { ...GROUNDS, authority });
    const requestId = ulid(clock.now());
    await access(accessOf(flight, permit, requestId), async () => {
      const { disclosures, counts, fault } = await act({ requestId, scope: permit.scope });
      return { disclosures, facts: counts, fault };
    });
  };
}

/** Directive (EU) 2016/681 Art. 6(2)(a), (3). */
const GROUNDS: Omit<OwnGrounds, 'authority'> = {
  ...{ authorityKind: 'PIU', legalBasisId: 'PNR-6-2-A', purpose: 'PNR', system: 'PNR' },
  operations: NEEDED.assessFlight,
};

const accessOf = (flight: Flight, { scope, decision }: OwnPermit, requestId: string): OwnAccess => ({
  ...{ authority: scope.authority, system: 'PNR', requestId },
  who: { authority: scope.authority, authority_kind: scope.authorityKind, member_state: scope.memberState },
  what: {
    act: 'flight-assessed',
    query: { departs_on: flight.departsOn, flight: `${flight.carrier}${flight.number}`, origin: flight.origin },
    system: 'PNR',
  },
  why: { decision, legal_basis: GROUNDS.legalBasisId, purpose: GROUNDS.purpose },
});

/** The criteria of the configuration; none where it names none. */
const openCriteria = ({ pnr: { criteria } }: Pick<Config, 'pnr'>, today: string): ReturnType<typeof loadCriteria> =>
  criteria === undefined
    ? { criteria: new Criteria([]), expired: [] }
    : loadCriteria(criteria.folder, criteria.approversFile, today);
