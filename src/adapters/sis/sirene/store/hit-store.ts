/** Hits in the database. */
import type postgres from 'postgres';
import type { Ending } from '../../../../shared/ending.js';
import type { AccessScope } from '../../../adapter.js';
import { runCancellable } from '../../store/cancellable.js';
import type { Hit } from '../domain/form.js';
import { aboutColumns, type HitRow, toHit, visible } from './rows.js';
import type { Tx } from './transaction.js';

/** Whose hits: those of a state, for its bureau, or those that an authority reported. */
export type HitsOf = { readonly memberState: string } | { readonly reportedBy: string };

/** Which hits to list. */
export interface HitQuery {
  readonly onlyOpen: boolean;
  readonly alertReference: string | undefined;
  readonly size: number;
  /** Identifier before which the page begins. */
  readonly before: string | undefined;
}

/** Opens the store on a pool with the rights of ostiary_gateway. */
export function openHitStore(sql: postgres.Sql) {
  const columns = sql`id, alert_reference, category, object_letter, member_state, reported_by, reported_at, due_at,
    deadline, form, details`;
  return {
    async report(tx: Tx, hit: Hit): Promise<void> {
      const about = aboutColumns(hit);
      await tx`
        insert into sis.sirene_hit (id, alert_reference, category, object_letter, member_state, reported_by,
                                    reported_at, due_at, deadline, details)
        values (${hit.id}, ${hit.alertReference}, ${about.category}, ${about.object_letter}, ${hit.memberState},
                ${hit.reportedBy}, ${new Date(hit.reportedAtMs)}, ${new Date(hit.dueAtMs)}, ${hit.deadline},
                ${tx.json(hit.details as never)})`;
    },

    /** Hits on alerts that may be seen, newest first. */
    async list(whose: HitsOf, query: HitQuery, scope: AccessScope, signal: Ending): Promise<readonly Hit[]> {
      const rows = await runCancellable(
        () => sql<HitRow[]>`
          select ${columns} from sis.sirene_hit as hit
          where ${
            'memberState' in whose ? sql`member_state = ${whose.memberState}` : sql`reported_by = ${whose.reportedBy}`
          }
            and ${visible(sql, scope, 'hit')}
            ${query.onlyOpen ? sql`and form is null` : sql``}
            ${query.alertReference === undefined ? sql`` : sql`and alert_reference = ${query.alertReference}`}
            ${query.before === undefined ? sql`` : sql`and id < ${query.before}`}
          order by id desc limit ${query.size}`,
        signal,
      );
      return rows.map(toHit);
    },

    /** Holds a hit of a state until the transaction ends; undefined when that state has no such one. */
    async hold(tx: Tx, id: string, memberState: string): Promise<Hit | undefined> {
      const [row] = await tx<HitRow[]>`
        select id, alert_reference, category, object_letter, member_state, reported_by, reported_at, due_at, deadline,
               form, details
        from sis.sirene_hit where id = ${id} and member_state = ${memberState} for update`;
      return row && toHit(row);
    },

    /** Says which form G a hit has. */
    async notified(tx: Tx, id: string, formId: string): Promise<void> {
      await tx`update sis.sirene_hit set form = ${formId} where id = ${id} and form is null`;
    },
  };
}

/** The store. */
export type HitStore = ReturnType<typeof openHitStore>;
