/** Passenger name records: the unit with its keys, stores and clock, and its assessment. */
import { Counter, type Registry } from 'prom-client';
import type { Adapter } from '../adapters/adapter.js';
import { openMatchStore } from '../adapters/pnr/assessment/store/match-store.js';
import type { Authorities } from '../adapters/pnr/authorities.js';
import { createPnrClock } from '../adapters/pnr/clock.js';
import { openPnrKeys } from '../adapters/pnr/keys/key-folder.js';
import type { PnrParts } from '../adapters/pnr/options.js';
import { createPnrAdapter, createPnrOversightAdapter } from '../adapters/pnr/service.js';
import { openFlightStore } from '../adapters/pnr/store/flight-store.js';
import { openOversightStore } from '../adapters/pnr/store/oversight-store.js';
import { openPushStore } from '../adapters/pnr/store/push-store.js';
import { openRecordStore } from '../adapters/pnr/store/record-store.js';
import { openRequestCopyStore } from '../adapters/pnr/store/request-copy-store.js';
import { openRetentionStore } from '../adapters/pnr/store/retention-store.js';
import type { SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import { type Config, dataLayout } from './config.js';
import type { GuardedAdapter } from './exchange/route.js';
import type { Logger } from './observability/logger.js';
import { openPnrAssessment, type PnrAssessment } from './open-pnr-assessment.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';
import type { SystemLog } from './policy/retention.js';
import { tellingOf } from './system-acts.js';

/** What it is made with. */
export interface PnrOpening {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: Pick<SystemLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly authorities: Authorities;
  /** Passengers are compared with its alerts. */
  readonly sis: GuardedAdapter<typeof SisServiceService>;
}

/** The unit, open. */
export interface OpenPnr {
  readonly adapters: readonly Adapter[];
  measure(registry: Registry): void;
  /** What the operator must look at: one line each. */
  alarms: PnrAssessment['alarms'];
  /** Has what was pushed assessed with nobody asking: when there is a policy that decides whether it may be. */
  startAssessing: PnrAssessment['start'];
}

/** Connections: a push holds one as long as it is kept; questions are short. */
const CONNECTIONS = 4;

/** Connections of the clock: what it looks up while it holds some records of a day. */
const CLOCK_CONNECTIONS = 2;

/** Connections of assessments that nobody asked for. */
const ASSESSMENT_CONNECTIONS = 2;

/** Longest statement of a push or a question, in milliseconds. */
const STATEMENT_MS = 15_000;

/** Milliseconds between two rounds of the clock. */
const ROUND_MS = 60_000;

/** Opens it. */
export async function openPnr(
  { config, databaseUrl, log, clock, logger, authorities, sis }: PnrOpening,
  closing: Closing,
): Promise<OpenPnr> {
  const { unit, unflagged } = config.pnr;
  const keys = await openPnrKeys(dataLayout(config.dataDirectory).pnr);
  const pool = (applicationName: string, max: number) =>
    openPool(databaseUrl, { applicationName, max, role: GATEWAY_ROLE, statementTimeoutMs: STATEMENT_MS }, closing);
  const sql = pool('ostiary-pnr', CONNECTIONS);
  const clockSql = pool('ostiary-pnr-clock', CLOCK_CONNECTIONS);
  const tell = tellingOf('PNR', log, clock);
  const missing = { first: 0, closure: 0 };
  const rounds = createPnrClock({
    ...{ unit, keys, clock, unflagged, tell },
    retention: openRetentionStore(clockSql),
    flights: openFlightStore(clockSql),
    onMissing(flight, what) {
      missing[what] += 1;
      const { carrier, number, departsOn } = flight;
      logger.warn({ flight: `${carrier}${number}`, departsOn, push: what }, 'a carrier did not push in time');
    },
    onFault: (error) => logger.error({ err: error }, 'a round of the clock of PNR failed; the next tries again'),
  });
  closing.push(() => rounds.stop());
  rounds.start(ROUND_MS);
  const matches = openMatchStore(sql, keys, clock);
  const parts: PnrParts = {
    ...{ unit, authorities, clock, tell },
    pushes: openPushStore(sql, keys),
    records: openRecordStore(sql, keys, clock),
    oversight: openOversightStore(sql),
    copies: openRequestCopyStore(sql, keys, clock),
    flights: openFlightStore(sql),
    async recordUnderReview(id) {
      const match = await matches.find(id);
      return match?.state === 'open' ? match.record : undefined;
    },
    checkHealth: async () => {
      await sql`select 1 from pnr.carrier limit 1`;
    },
  };
  const assessmentSql = pool('ostiary-pnr-assess', ASSESSMENT_CONNECTIONS);
  const assessment = openPnrAssessment(
    { config, sql, clockSql, assessmentSql, keys, parts, log, logger, sis },
    closing,
  );
  return {
    adapters: [createPnrAdapter(parts), createPnrOversightAdapter(parts), assessment.adapter],
    startAssessing: (permits) => assessment.start(permits),
    alarms: () => assessment.alarms(),
    measure(registry) {
      assessment.measure(registry);
      new Counter({
        name: 'ostiary_pnr_pushes_missing_total',
        help: 'Pushes of passenger name records that carriers owed and did not make in time',
        labelNames: ['push'],
        registers: [registry],
        collect() {
          this.reset();
          for (const push of ['first', 'closure'] as const) this.inc({ push }, missing[push]);
        },
      });
    },
  };
}
