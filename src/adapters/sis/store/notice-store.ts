/** Reads notices and marks them as handled. What a caller is not told, or may not see, is not there. */
import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import type { AccessScope } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { ALERT_CATEGORIES, rulesOf, type AlertCategory } from '../domain/category.js';
import { ALL_OTHERS, EUROPOL, type NoticeKind, type NoticeState } from '../domain/notice.js';
import { OBJECT_LETTERS, type ObjectLetter } from '../domain/object-category.js';
import { runCancellable } from './cancellable.js';
import { endUsersOf, objectCategoriesOf, visibilityOf } from './visibility.js';
import type { Actor } from './write-alerts.js';

/** A notice as one of those whom it is for sees it. */
export interface GivenNotice {
  /** UUID. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly reference: string;
  readonly category: AlertCategory;
  readonly letter: ObjectLetter | undefined;
  readonly issuingState: string;
  readonly other: { readonly reference: string; readonly category: AlertCategory } | undefined;
  readonly state: NoticeState;
  readonly givenAt: Date;
  readonly dueAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly handled: Handling | undefined;
  /** Alerts that it names, as far as they stand. */
  readonly alerts: readonly Alert[];
}

/** Who has handled a notice, and when. */
export interface Handling {
  readonly at: Date;
  readonly authority: string;
  /** Pseudonym. */
  readonly officer: string;
  readonly remark: string | undefined;
}

/** Which notices to list. */
export interface NoticeQuery {
  readonly includeHandled: boolean;
  /** Undefined for all. */
  readonly kinds: readonly NoticeKind[] | undefined;
  /** Alert that they name. */
  readonly reference: string | undefined;
  readonly limit: number;
  /** Identifier of the notice after which the page begins; undefined for the first page. */
  readonly after: string | undefined;
}

interface Row {
  readonly notice_id: string;
  readonly kind: NoticeKind;
  readonly reference: string;
  readonly category: number;
  readonly object_letter: number;
  readonly issuing_state: string;
  readonly other_reference: string | null;
  readonly other_category: number | null;
  readonly created_at: Date;
  readonly due_at: Date | null;
  readonly ended_at: Date | null;
  readonly handled_at: Date | null;
  readonly handled_by: string | null;
  readonly officer: string | null;
  readonly remark: string | null;
  readonly alert: Alert | null;
  readonly other: Alert | null;
}

/** Makes the store on a pool with the rights of ostiary_gateway on the schema sis. */
export function createNoticeStore(sql: postgres.Sql) {
  /** Notices under an alias "notice" that are for the caller, and about alerts that the scope opens. */
  function isFor(scope: AccessScope): postgres.PendingQuery<postgres.Row[]> {
    const { categories, letters } = visibilityOf(scope, ['person', 'object', 'unknown-person']);
    const onObjects = objectCategoriesOf(scope);
    const opens = (category: string, letter: string) => sql`
      (${categories}::int >> ${sql(category)}) & 1 = 1
      and (${letters}::int >> ${sql(letter)}) & 1 = 1
      and (${sql(letter)} = 0 or (${onObjects}::int >> ${sql(category)}) & 1 = 1)`;
    return sql`
      ${addressed(scope)}
      and ${opens('notice.category', 'notice.object_letter')}
      and (notice.other_reference is null or (${opens('notice.other_category', 'notice.other_letter')}))
      and not exists (
        select from sis.alert
        where alert.reference in (notice.reference, notice.other_reference)
          and ${endUsersOf(scope)} = any (alert.hidden_from)
      )`;
  }

  function addressed({ authorityKind, memberState, authority }: AccessScope): postgres.PendingQuery<postgres.Row[]> {
    switch (authorityKind) {
      case 'SIR':
        return sql`(notice.for_state = ${memberState}
                    or (notice.for_state = ${ALL_OTHERS} and notice.issuing_state <> ${memberState}))`;
      case 'EUROPOL':
        return sql`notice.for_state = ${EUROPOL}`;
      default:
        return sql`(notice.for_state = ${memberState} and notice.for_authority = ${authority})`;
    }
  }

  const rowsOf = (scope: AccessScope, condition: postgres.PendingQuery<postgres.Row[]>) => sql`
    select notice.notice_id, notice.kind, notice.reference, notice.category, notice.object_letter, notice.issuing_state,
           notice.other_reference, notice.other_category, notice.created_at, notice.due_at, notice.ended_at,
           handled.at as handled_at, handled.authority as handled_by, handled.officer, handled.remark,
           (select record from sis.alert where alert.reference = notice.reference) as alert,
           (select record from sis.alert where alert.reference = notice.other_reference) as other
    from sis.notice
    left join sis.notice_handled as handled on handled.notice = notice.id and handled.party = ${partyOf(scope)}
    where ${isFor(scope)} and ${condition}`;

  return {
    /** Newest first. Undefined when the page cannot begin where it is to. */
    async list(query: NoticeQuery, scope: AccessScope, signal: Ending): Promise<readonly GivenNotice[] | undefined> {
      const { after, includeHandled, kinds, limit, reference } = query;
      let before = sql``;
      if (after !== undefined) {
        const [place] = await runCancellable(
          () => sql<{ id: string }[]>`select id from sis.notice where notice_id = ${after}::uuid and ${isFor(scope)}`,
          signal,
        );
        if (place === undefined) return undefined;
        before = sql`and notice.id < ${place.id}::bigint`;
      }
      const rows = await runCancellable(
        () => sql<Row[]>`
          ${rowsOf(scope, sql`(${includeHandled}::boolean or (handled.notice is null and notice.ended_at is null))`)}
          ${kinds === undefined ? sql`` : sql`and notice.kind = any (${[...kinds]}::text[])`}
          ${reference === undefined ? sql`` : sql`and ${reference} in (notice.reference, notice.other_reference)`}
          ${before}
          order by notice.id desc limit ${limit}`,
        signal,
      );
      return rows.map(toNotice);
    },

    /** Marks an open notice as handled by the caller's side; false when it is not there, not open, or handled already. */
    async handle(
      tx: postgres.TransactionSql,
      id: string,
      remark: string | undefined,
      { scope, actor, now }: { readonly scope: AccessScope; readonly actor: Actor; readonly now: Date },
    ): Promise<boolean> {
      const marked = await tx`
        insert into sis.notice_handled (notice, party, at, authority, authority_kind, officer, request_id, remark)
        select id, ${partyOf(scope)}, ${now}, ${actor.authority}, ${actor.authorityKind}, ${actor.officer},
               ${actor.requestId}, ${remark ?? null}
        from sis.notice where notice_id = ${id}::uuid and ended_at is null and ${isFor(scope)}
        on conflict do nothing`;
      return marked.count === 1;
    },

    /** One notice, as it stands in a transaction; undefined when it is not there for the caller. */
    async read(tx: postgres.TransactionSql, id: string, scope: AccessScope): Promise<GivenNotice | undefined> {
      const [row] = await tx<Row[]>`${rowsOf(scope, sql`notice.notice_id = ${id}::uuid`)}`;
      return row && toNotice(row);
    },
  };
}

/** The store. */
export type NoticeStore = ReturnType<typeof createNoticeStore>;

/** The side on which a notice is handled once: the bureau of a state and its other authorities are one. */
const partyOf = ({ authorityKind, memberState }: AccessScope): string =>
  authorityKind === 'EUROPOL' ? EUROPOL : memberState;

function toNotice(row: Row): GivenNotice {
  const { handled_at: handledAt, handled_by: authority, officer, ended_at: endedAt } = row;
  const isHandled = handledAt !== null && authority !== null && officer !== null;
  return {
    id: row.notice_id,
    kind: row.kind,
    reference: row.reference,
    category: categoryOf(row.category),
    letter: OBJECT_LETTERS[row.object_letter - 1],
    issuingState: row.issuing_state,
    other:
      row.other_reference === null || row.other_category === null
        ? undefined
        : { reference: row.other_reference, category: categoryOf(row.other_category) },
    state: isHandled ? 'handled' : endedAt === null ? 'open' : 'ended',
    givenAt: row.created_at,
    dueAt: row.due_at ?? undefined,
    endedAt: endedAt ?? undefined,
    handled: isHandled ? { at: handledAt, authority, officer, remark: row.remark ?? undefined } : undefined,
    alerts: [row.alert, row.other].filter((alert) => alert !== null),
  };
}

function categoryOf(number: number): AlertCategory {
  const category = ALERT_CATEGORIES.find((one) => rulesOf(one).number === number);
  if (category === undefined) throw new Error('an alert has a category that is none');
  return category;
}
