/** Supplementary information, whole: the service, its clock, and what the log and the operator are told. */
import { Gauge, type Registry } from 'prom-client';
import type postgres from 'postgres';
import type { Adapter } from '../adapters/adapter.js';
import { createAlertActs } from '../adapters/sis/sirene/alert-acts.js';
import { createSireneClock, type SireneEvent } from '../adapters/sis/sirene/clock.js';
import { createSireneAdapter, openSirene } from '../adapters/sis/sirene/service.js';
import { GATEWAY, type AuditLog, type EntryDraft } from '../audit/log/entry.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import type { Logger } from './observability/logger.js';

/** What it is made with. */
export interface SireneParts {
  readonly config: Config['sirene'];
  /** Pool under the role ostiary_gateway. */
  readonly sql: postgres.Sql;
  /** The same role, one connection: rounds of the clock follow each other on it. */
  readonly clockSql: postgres.Sql;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Milliseconds between two rounds of the clock. */
const ROUND_MS = 1_000;

/** Opens it. */
export function openSupplementaryInformation(
  { config, sql, clockSql, log, clock, logger }: SireneParts,
  closing: Closing,
): { readonly adapter: Adapter; measure(registry: Registry): void } {
  const acts = createAlertActs(clockSql, clock);
  const sirene = openSirene({ sql, clock, lapse: config.timeLapse, acts: createAlertActs(sql, clock) });
  const rounds = createSireneClock({
    sirene,
    sql: clockSql,
    acts,
    bureaux: { states: config.simulated, delayMs: config.answerMs },
    async tell(event) {
      await log.append(followUp(event));
      if (event.what === 'form-overdue' || event.what === 'hit-overdue') {
        logger.warn(
          { requestId: event.id, authority: event.owedBy, status: event.what },
          'a SIRENE deadline was missed',
        );
      }
    },
    onFault: (error) => logger.error({ err: error }, 'the SIRENE clock failed and will try again'),
  });
  closing.push(() => rounds.stop());
  rounds.start(ROUND_MS);
  return {
    adapter: createSireneAdapter(sirene),
    measure(registry) {
      new Gauge({
        name: 'ostiary_sirene_overdue',
        help: 'Hits without form G, and forms without an answer, whose time is over',
        labelNames: ['what'],
        registers: [registry],
        collect() {
          const { forms, hits } = rounds.overdue();
          this.set({ what: 'form' }, forms);
          this.set({ what: 'hit' }, hits);
        },
      });
    },
  };
}

/** An entry about something that follows from an access: under the identifier of the form or hit, so that it is found. */
function followUp({ what, id, authority, alertReference, letter, owedBy, dueAtMs, deadline }: SireneEvent): EntryDraft {
  const facts = {
    alert_reference: alertReference,
    deadline,
    due_at: dueAtMs === undefined ? undefined : new Date(dueAtMs).toISOString(),
    form: letter,
    owed_by: owedBy,
    status: what,
  };
  return {
    kind: 'follow-up',
    authority: authority ?? GATEWAY,
    system: 'SIS',
    requestId: id,
    retention: 'sis-3y',
    sections: {
      result: Object.fromEntries(
        Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined),
      ),
    },
  };
}
