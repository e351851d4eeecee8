/** Supplementary information, whole: the service and its clock. */
import type postgres from 'postgres';
import type { SireneServiceService } from '../../../gen/ostiary/sis/v1/sirene.js';
import type { Clock } from '../../../shared/clock.js';
import type { Adapter } from '../../adapter.js';
import { createAlertActs } from './alert-acts.js';
import { createSireneClock, type SireneClock, type SireneClockParts } from './clock.js';
import type { TimeLapse } from './domain/deadlines.js';
import { createSireneAdapter, openSirene } from './service.js';

/** What it is made with. */
export interface SireneOptions extends Pick<SireneClockParts, 'bureaux' | 'tell' | 'onFault'> {
  /** Pool with the rights of ostiary_gateway on the schema sis; whoever made it ends it. */
  readonly sql: postgres.Sql;
  /** The same role, one connection: rounds of the clock follow each other on it. */
  readonly clockSql: postgres.Sql;
  readonly clock: Clock;
  /** How fast time limits run; 1 is the law. */
  readonly lapse: TimeLapse;
}

/** Opens it. The clock stands still until it is started. */
export function openSupplementaryInformation({ sql, clockSql, clock, lapse, ...rest }: SireneOptions): {
  readonly adapter: Adapter<typeof SireneServiceService>;
  readonly rounds: SireneClock;
} {
  const sirene = openSirene({ sql, clock, lapse, acts: createAlertActs(sql, clock) });
  const rounds = createSireneClock({ ...rest, sirene, sql: clockSql, acts: createAlertActs(clockSql, clock) });
  return { adapter: createSireneAdapter(sirene), rounds };
}
