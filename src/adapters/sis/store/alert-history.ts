import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import { ALERT_CATEGORIES, rulesOf, type AlertCategory } from '../domain/category.js';
import { OBJECT_LETTERS, type ObjectLetter } from '../domain/object-category.js';
import { runCancellable } from './cancellable.js';
import type { Act } from './write-alerts.js';

/** Acts that one answer tells of; an alert that was changed more often than that is told of from its entry on. */
const MOST_ACTS = 1_000;

/** One act on an alert. */
export interface PastAct {
  readonly at: Date;
  readonly act: Act;
  readonly version: number;
  /** Undefined, like the next three, when it was time alone. */
  readonly authority: string | undefined;
  readonly authorityKind: string | undefined;
  readonly officer: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: readonly string[];
  readonly reason: string | undefined;
}

/** History of an alert, oldest act first. */
export interface History {
  readonly issuingState: string;
  readonly category: AlertCategory;
  readonly letter: ObjectLetter | undefined;
  /** States to whose end-users the alert does not exist, as long as it stands. */
  readonly hiddenFrom: readonly string[];
  readonly acts: readonly PastAct[];
}

/** Reads histories. */
export interface HistoryStore {
  /** Undefined when there is neither such an alert nor a history of it. */
  read(reference: string, signal: Ending): Promise<History | undefined>;
}

interface Row {
  readonly issuing_state: string;
  readonly category: number;
  readonly object_letter: number;
  readonly hidden_from: string[] | null;
  readonly at: Date | null;
  readonly act: Act;
  readonly version: number;
  readonly authority: string | null;
  readonly authority_kind: string | null;
  readonly officer: string | null;
  readonly request_id: string | null;
  readonly fields: string[];
  readonly reason: string | null;
}

/** Makes the store on a pool with the rights of ostiary_gateway on the schema sis. */
export function createHistoryStore(sql: postgres.Sql): HistoryStore {
  return {
    async read(reference, signal) {
      const rows = await runCancellable(
        () => sql<Row[]>`
          (select issuing_state, category, object_letter, hidden_from, null::timestamptz as at, null as act, version,
                  null as authority, null as authority_kind, null as officer, null as request_id,
                  '{}'::text[] as fields, null as reason, 0 as id
           from sis.alert where reference = ${reference})
          union all
          (select issuing_state, category, object_letter, null as hidden_from, at, act, version, authority, authority_kind, officer,
                  request_id, fields, reason, id
           from sis.history where reference = ${reference} order by id limit ${MOST_ACTS})
          order by id`,
        signal,
      );
      const [first] = rows;
      if (first === undefined) return undefined;
      const category = ALERT_CATEGORIES.find((one) => rulesOf(one).number === first.category);
      if (category === undefined) throw new Error('an alert has a category that is none');
      return {
        issuingState: first.issuing_state,
        category,
        letter: OBJECT_LETTERS[first.object_letter - 1],
        hiddenFrom: first.hidden_from ?? [],
        acts: rows.flatMap((row) => (row.at === null ? [] : [toAct(row, row.at)])),
      };
    },
  };
}

const toAct = (row: Row, at: Date): PastAct => ({
  at,
  act: row.act,
  version: row.version,
  authority: row.authority ?? undefined,
  authorityKind: row.authority_kind ?? undefined,
  officer: row.officer ?? undefined,
  requestId: row.request_id ?? undefined,
  fields: row.fields,
  reason: row.reason ?? undefined,
});
