/** Reads what the index of names is made of: alerts on persons in pages, and what became of those that changed. */
import type postgres from 'postgres';
import type { Identity } from '../domain/identity.js';
import { journalColumns, type JournalColumns, journalOf, type JournalState } from '../store/journal.js';
import type { NamedAlert } from './alert-names.js';

/** A page, with the journal of the moment at which it was read. */
export interface NamedPage<Row> {
  readonly journal: JournalState;
  readonly rows: readonly Row[];
}

/** A change of an alert on a person. */
export interface NamedChange {
  readonly seq: number;
  readonly alertNo: number;
  /** The alert as it stands now; undefined when it is not there any more. */
  readonly alert: NamedAlert | undefined;
}

/** Reads for the index. Rejects when the database fails. */
export interface NamedAlertSource {
  /** At most `limit` alerts after a number, in the order of their numbers, whoever may see them and whatever their term. */
  readAlerts(after: number, limit: number): Promise<NamedPage<NamedAlert>>;
  /** At most `limit` changes after a position of the journal, in their order. */
  readChanges(position: number, limit: number): Promise<NamedPage<NamedChange>>;
}

interface AlertColumns {
  readonly category: number | null;
  readonly hidden_from: string[] | null;
  readonly version: number | null;
  readonly expires_on: number | null;
  readonly identities: readonly Identity[] | null;
}

/** Makes the source on a pool with the rights of ostiary_gateway on the schema sis. */
export function createNamedAlertSource(sql: postgres.Sql): NamedAlertSource {
  // Object 0 stands for none, category 16 for unknown persons, who have no name (Art. 40).
  const ofPersons = sql`object_letter = 0 and category <> 16`;
  const columns = sql`
    category, hidden_from, version, greatest(expires_on - date '1970-01-01', 0) as expires_on,
    record -> 'identities' as identities`;
  return {
    async readAlerts(after, limit) {
      const rows = await sql<(JournalColumns & AlertColumns & { alert_no: number | null })[]>`
        select ${journalColumns(sql)}, page.*
        from sis.journal
        left join lateral (
          select alert_no, ${columns} from sis.alert where alert_no > ${after} and ${ofPersons}
          order by alert_no
          limit ${limit}
        ) as page on true
        order by page.alert_no`;
      return {
        journal: journalOf(rows[0]),
        rows: rows.map((row) => alertOf(row.alert_no, row)).filter((alert) => alert !== undefined),
      };
    },

    async readChanges(position, limit) {
      const rows = await sql<
        (JournalColumns & AlertColumns & { seq: string | null; changed: number | null; alert_no: number | null })[]
      >`
        select ${journalColumns(sql)}, page.seq, page.changed, stands.*
        from sis.journal
        left join lateral (
          select seq, alert_no as changed from sis.change where seq > ${position} and act <> 'links' and ${ofPersons}
          order by seq
          limit ${limit}
        ) as page on true
        left join lateral (
          select alert_no, ${columns} from sis.alert where alert_no = page.changed
        ) as stands on true
        order by page.seq`;
      return {
        journal: journalOf(rows[0]),
        rows: rows.flatMap(({ seq, changed, alert_no: alertNo, ...row }) =>
          seq === null || changed === null
            ? []
            : [{ seq: Number(seq), alertNo: changed, alert: alertOf(alertNo, row) }],
        ),
      };
    },
  };
}

/** Undefined where the join met nothing. Throws for an alert that cannot be read: without it the index would be a part. */
function alertOf(alertNo: number | null, row: AlertColumns): NamedAlert | undefined {
  if (alertNo === null) return undefined;
  const { category, version, expires_on: expiresOn, identities } = row;
  if (category === null || version === null || expiresOn === null || identities === null) {
    throw new Error('an alert on a person has no identities');
  }
  return { alertNo, category, version, expiresOn, identities, hiddenFrom: row.hidden_from };
}
