/** Approvals, whole: the service, what the pipeline asks of it, and its clock. */
import type postgres from 'postgres';
import type { Registry } from 'prom-client';
import type { Adapter } from '../../adapters/adapter.js';
import type { Clock } from '../../shared/clock.js';
import type { Route } from '../exchange/route.js';
import type { Logger } from '../observability/logger.js';
import type { Policy } from '../policy/decide.js';
import type { LegalBasis } from '../policy/legal-basis.js';
import type { SystemLog } from '../policy/retention.js';
import { judgingApprovals } from './act-policy.js';
import { createApprovalAdapter } from './adapter.js';
import { type Confirmations, createConfirmations } from './confirm.js';
import { openEmergencyStore } from './emergencies.js';
import { openApprovalKeys } from './keys.js';
import { createReviewClock, type ReviewClock } from './review-clock.js';
import { approvalRules } from './rules.js';
import { openApprovalStore } from './store.js';

/** What approvals are made with. */
export interface ApprovalsOptions {
  /** Role ostiary_gateway. */
  readonly sql: postgres.Sql;
  /** The same role, one connection: on it the log is told of reviews, one after the other, while nobody else waits. */
  readonly clockSql: postgres.Sql;
  /** Folder of the keys, outside the database. */
  readonly folder: string;
  readonly log: Pick<SystemLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lifetimeMs: number;
  readonly reviewWithinMs: number;
}

/** Approvals, as door.ts wires them in. */
export interface Approvals {
  readonly adapter: Adapter;
  readonly confirmations: Confirmations;
  readonly clock: ReviewClock;
  /** The policy that also judges the acts of the service. */
  judging(policy: Policy): Policy;
  /**
   * Tells the service of all operations, since it reads the questions that are to be approved as they will be read, and
   * of the legal-basis table in force.
   */
  attach(routes: ReadonlyMap<string, Route>, bases: () => ReadonlyMap<string, LegalBasis>): void;
  measure(registry: Registry): void;
}

/** Opens approvals. */
export async function openApprovals(options: ApprovalsOptions): Promise<Approvals> {
  const { sql, clock, logger } = options;
  let tables: () => ReadonlyMap<string, LegalBasis> = () => new Map();
  const rules = approvalRules(() => tables());
  const keys = await openApprovalKeys(options.folder, clock);
  const approvals = openApprovalStore(sql, clock);
  const emergencies = openEmergencyStore(sql, options.clockSql, clock);
  const reviewClock = createReviewClock({
    approvals,
    emergencies,
    keys,
    log: options.log,
    onEscalated({ id, authority, what }) {
      if (what === 'JUSTIFIED') return;
      logger.error(
        { requestId: id, authority, status: what },
        'an emergency access is for the data protection officer',
      );
    },
    onFault: (error) => logger.error({ err: error }, 'the clock of emergency reviews failed and will try again'),
  });
  let routes: ReadonlyMap<string, Route> = new Map();
  return {
    adapter: createApprovalAdapter({
      rules,
      approvals,
      emergencies,
      keys,
      routes: () => routes,
      lifetimeMs: options.lifetimeMs,
      hurry: (id) => reviewClock.escalate(id),
    }),
    confirmations: createConfirmations({
      rules,
      approvals,
      emergencies,
      keys,
      clock,
      reviewWithinMs: options.reviewWithinMs,
    }),
    clock: reviewClock,
    judging: (policy) => judgingApprovals(policy, rules),
    attach(all, bases) {
      routes = all;
      tables = bases;
    },
    measure: (registry) => reviewClock.measure(registry),
  };
}
