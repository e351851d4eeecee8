/** Reads what a national copy consists of, each page in one statement: of one moment, with the journal of that moment. */
import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import type { Alert } from '../domain/alert.js';
import { runCancellable } from '../store/cancellable.js';
import { journalColumns, type JournalColumns, journalOf, type JournalState } from '../store/journal.js';
import type { LinkedAlert } from '../store/linked-alerts.js';
import type { CopyExtent } from './cursor.js';

/** For whom the copy is, and as of which day. */
export interface CopyView extends CopyExtent {
  /** State whose end-users the copy is for: alerts hidden from them are not in it. */
  readonly endUsersOf: string;
  /** YYYY-MM-DD; alerts whose term has come do not exist. */
  readonly today: string;
}

/** An alert as the copy holds it. */
export interface CopiedAlert {
  readonly alert: Alert;
  /** Alerts of the copy that it is linked with. */
  readonly links: readonly LinkedAlert[];
}

/** An alert in the order of the snapshot. */
export interface SnapshotRow extends CopiedAlert {
  readonly alertNo: number;
}

/** A change of an alert that the copy had to hold before or after it. */
export interface ChangeRow {
  readonly seq: number;
  readonly reference: string;
  /** As it stands now; undefined when it is not for the copy any more. */
  readonly copied: CopiedAlert | undefined;
}

/** What is read for a page. */
export interface CopyRows<Row> {
  readonly journal: JournalState;
  readonly rows: readonly Row[];
}

/** Reading for copies. Rejects as the other stores of SIS do. */
export interface CopyStore {
  /** At most `limit` alerts after a number, in the order of their numbers. */
  readSnapshot(view: CopyView, after: number, limit: number, signal: Ending): Promise<CopyRows<SnapshotRow>>;
  /** At most `limit` changes after a position, in their order. */
  readChanges(view: CopyView, position: number, limit: number, signal: Ending): Promise<CopyRows<ChangeRow>>;
}

interface AlertColumns {
  record: Alert | null;
  links: readonly LinkedAlert[] | null;
}

/** Makes the store on a pool with the rights of ostiary_gateway on the schema sis. */
export function createCopyStore(sql: postgres.Sql): CopyStore {
  type Fragment = postgres.PendingQuery<postgres.Row[]>;
  const isFor = ({ categories, letters, objectCategories }: CopyExtent, row: Fragment): Fragment => sql`
    (${categories}::int >> ${row}.category) & 1 = 1
    and (${letters}::int >> ${row}.object_letter) & 1 = 1
    and (${row}.object_letter = 0 or (${objectCategories}::int >> ${row}.category) & 1 = 1)`;
  const shownTo = (state: string, column: Fragment): Fragment =>
    sql`(${column} is null or ${state} <> all (${column}))`;
  const linksOf = (view: CopyView): Fragment => sql`
    (select coalesce(json_agg(json_build_object('reference', other.reference, 'category', other.record ->> 'category')
                              order by other.reference), '[]')
     from sis.link
     join sis.alert as other on other.reference = case link.one when alert.reference then link.other else link.one end
     where alert.reference in (link.one, link.other) and other.expires_on > ${view.today}::date
       and ${isFor(view, sql`other`)} and ${shownTo(view.endUsersOf, sql`other.hidden_from`)}) as links`;
  const journal = journalColumns(sql);

  return {
    async readSnapshot(view, after, limit, signal) {
      const rows = await runCancellable(
        () => sql<(JournalColumns & AlertColumns & { alert_no: number | null })[]>`
          select ${journal}, page.alert_no, page.record, page.links
          from sis.journal
          left join lateral (
            select alert_no, record, ${linksOf(view)}
            from sis.alert
            where alert_no > ${after} and expires_on > ${view.today}::date
              and ${isFor(view, sql`alert`)} and ${shownTo(view.endUsersOf, sql`alert.hidden_from`)}
            order by alert_no
            limit ${limit}
          ) as page on true
          order by page.alert_no`,
        signal,
      );
      return {
        journal: journalOf(rows[0]),
        rows: rows.flatMap(({ alert_no: alertNo, ...row }) => {
          const copied = copiedOf(row);
          return alertNo === null || copied === undefined ? [] : [{ alertNo, ...copied }];
        }),
      };
    },

    async readChanges(view, position, limit, signal) {
      const rows = await runCancellable(
        () => sql<(JournalColumns & AlertColumns & { seq: string | null; reference: string | null })[]>`
          select ${journal}, page.seq, page.reference, alert.record, ${linksOf(view)}
          from sis.journal
          left join lateral (
            select seq, alert_no, reference
            from sis.change
            where seq > ${position} and ${isFor(view, sql`change`)}
              and (
                ${shownTo(view.endUsersOf, sql`change.hidden_from`)}
                or (act <> 'entered' and ${shownTo(view.endUsersOf, sql`change.hidden_before`)})
              )
            order by seq
            limit ${limit}
          ) as page on true
          left join sis.alert
            on alert.alert_no = page.alert_no
            and alert.expires_on > ${view.today}::date
            and ${shownTo(view.endUsersOf, sql`alert.hidden_from`)}
          order by page.seq`,
        signal,
      );
      return {
        journal: journalOf(rows[0]),
        rows: rows.flatMap(({ seq, reference, ...row }) =>
          seq === null || reference === null ? [] : [{ seq: Number(seq), reference, copied: copiedOf(row) }],
        ),
      };
    },
  };
}

const copiedOf = ({ record, links }: AlertColumns): CopiedAlert | undefined =>
  record === null ? undefined : { alert: record, links: links ?? [] };
