/**
 * Writes alerts. Everything that an act changes is one transaction: the alert, the keys by which it is found, its history,
 * what SIRENE Bureaux must be told; triggers of the database append the change to the journal
 * (migrations/sis/0003-journal.sql). The keys are always those of the version that stands, so no search finds an alert by what it used to say.
 */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import type { Ending } from '../../../shared/ending.js';
import { versionOf, type Alert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import { toldBesides, type Notice } from '../domain/notice.js';
import { alertsFoundBy, deleteKeys, insertKeys, subjectProbes } from './alert-keys.js';
import { letterNumber } from './visibility.js';

/** An alert as it stands. */
export interface StoredAlert {
  readonly alertNo: number;
  readonly alert: Alert;
  /** States to whose end-users it does not exist; undefined for none. */
  readonly hiddenFrom: readonly string[] | undefined;
}

/** What an act does to an alert. */
export type Act =
  | 'entered'
  | 'updated'
  | 'extended'
  | 'deleted'
  | 'flagged'
  | 'flag_removed'
  | 'made_unavailable'
  | 'made_available'
  | 'linked'
  | 'unlinked';

/** Who acts, with which request; undefined stands for time alone. */
export interface Actor {
  readonly authority: string;
  readonly authorityKind: string;
  /** Pseudonym of the officer. */
  readonly officer: string;
  readonly requestId: string;
}

/** A line of an alert's history. */
export interface HistoryLine {
  /** As it stands after the act, or before its deletion. */
  readonly alert: Alert;
  readonly act: Act;
  /** Names of what changed, never values. */
  readonly fields: readonly string[];
  readonly reason: string | undefined;
}

/** One transaction. Every method rejects with the signal's reason when aborted. */
export interface AlertTransaction {
  readonly tx: postgres.TransactionSql;
  /** When it began: of all that it notes. */
  readonly now: Date;
  /**
   * Alerts that could be on the same subject, of every state and category, hidden or not: for whoever decides what of that
   * may be told. Nobody else can enter an alert on the subject until the transaction ends.
   */
  readonly candidates: (alert: Alert, today: string) => Promise<readonly StoredAlert[]>;
  /** Locks alerts, in one order for all (that of their entry), and gives those that exist and have not reached their term. */
  readonly lock: (references: readonly string[], today: string) => Promise<ReadonlyMap<string, StoredAlert>>;
  readonly insert: (alert: Alert) => Promise<void>;
  /** Puts the next version in the place of a locked alert; `hiddenFrom` as domain/flags.ts works it out. */
  readonly replace: (stored: StoredAlert, next: Alert, hiddenFrom: readonly string[] | undefined) => Promise<void>;
  /** Changes who must not see a locked alert, and nothing of it. */
  readonly hide: (stored: StoredAlert, hiddenFrom: readonly string[] | undefined) => Promise<void>;
  /** Deletes a locked alert. What is to stand in its history must be noted before. */
  readonly remove: (stored: StoredAlert) => Promise<void>;
  /**
   * Alerts on objects that are to help find the person of a locked alert: references. They were entered after it, so to lock
   * them then keeps the order.
   */
  readonly locatorsOf: (reference: string) => Promise<readonly string[]>;
  /** Links two alerts, which are locked or new; false if they are linked already. */
  readonly link: (one: string, other: string) => Promise<boolean>;
  /** False if they are not linked. */
  readonly unlink: (one: string, other: string) => Promise<boolean>;
  /** States to whose end-users an arrest alert is unavailable, by state, with the end of the time. */
  readonly unavailability: (reference: string) => Promise<ReadonlyMap<string, Date>>;
  readonly setUnavailability: (reference: string, ends: ReadonlyMap<string, Date>, now: Date) => Promise<void>;
  /** Notes who asked for a flag. */
  readonly addFlag: (reference: string, state: string, requestReference: string) => Promise<void>;
  readonly removeFlag: (reference: string, state: string) => Promise<void>;
  readonly note: (line: HistoryLine, actor: Actor | undefined) => Promise<void>;
  readonly notify: (notices: readonly Notice[]) => Promise<void>;
}

/** Runs acts. */
export interface AlertWriter {
  /**
   * Runs an act in a transaction that commits when it resolves. It is rolled back when the act rejects or the signal aborts
   * before; an abort that comes while it commits is too late, and the act stands.
   */
  act<Result>(signal: Ending, work: (transaction: AlertTransaction) => Promise<Result>): Promise<Result>;
}

interface Row {
  readonly alert_no: number;
  readonly record: Alert;
  readonly hidden_from: string[] | null;
}

/** Makes the writer on a pool with the rights of ostiary_gateway on the schema sis. */
export function createAlertWriter(sql: postgres.Sql, clock: Clock): AlertWriter {
  return {
    async act(signal, work) {
      signal.throwIfAborted();
      const { result } = await sql.begin(async (tx) => {
        const done = await work(await openTransaction(tx, signal, new Date(clock.now())));
        signal.throwIfAborted();
        // In an object: postgres.js takes an array for queries to wait for.
        return { result: done };
      });
      return result;
    },
  };
}

/**
 * Joins a transaction that somebody else began, and ends: what changes an alert is then part of it. `now` is the time of its
 * changes also for the triggers of the database, which find it in the transaction.
 */
export async function openTransaction(
  tx: postgres.TransactionSql,
  signal: Ending,
  now: Date,
): Promise<AlertTransaction> {
  const unlessEnded = async <Value>(query: PromiseLike<Value>): Promise<Value> => {
    const value = await query;
    signal.throwIfAborted();
    return value;
  };
  await unlessEnded(giveTime(tx, now));
  return {
    ...{ tx, now },
    async candidates(alert, today) {
      const subject = subjectProbes(alert);
      if (subject.locks.length === 0) return [];
      await unlessEnded(tx`
        select pg_advisory_xact_lock(hashtextextended('ostiary sis subject ' || name, 0))
        from (select unnest(${[...subject.locks]}::text[]) as name order by 1) as ordered`);
      const rows = await unlessEnded(tx<Row[]>`
        select alert_no, record, alert.hidden_from
        from sis.alert
        where alert_no in (${alertsFoundBy(tx, subject)})
          and expires_on > ${today}::date
          and reference <> ${alert.reference}
        order by alert_no`);
      return rows.map(toStored);
    },
    async lock(references, today) {
      const rows = await unlessEnded(tx<Row[]>`
        select alert_no, record, hidden_from
        from sis.alert
        where reference = any (${[...references]}::text[]) and expires_on > ${today}::date
        order by alert_no
        for update`);
      return new Map(rows.map((row) => [row.record.reference, toStored(row)]));
    },
    async insert(alert) {
      const { category, letter } = columnsOf(alert);
      const [row] = await unlessEnded(tx<{ alert_no: number }[]>`
        insert into sis.alert (alert_no, reference, issuing_state, category, object_letter, expires_on, record)
        values (nextval('sis.alert_number'), ${alert.reference}, ${alert.issuingState}, ${category}, ${letter},
                ${alert.expiresOn}::date, ${JSON.stringify(alert)}::text::jsonb)
        returning alert_no`);
      if (row === undefined) throw new Error('an alert that was inserted is not there');
      await unlessEnded(insertKeys(tx, alert, row.alert_no));
    },
    async replace({ alertNo, alert }, next, hiddenFrom) {
      await unlessEnded(deleteKeys(tx, alert, alertNo));
      await unlessEnded(insertKeys(tx, next, alertNo));
      await unlessEnded(tx`
        update sis.alert
        set record = ${JSON.stringify(next)}::text::jsonb, expires_on = ${next.expiresOn}::date,
            hidden_from = ${array(hiddenFrom)}
        where alert_no = ${alertNo}`);
    },
    async hide({ alertNo }, hiddenFrom) {
      await unlessEnded(tx`update sis.alert set hidden_from = ${array(hiddenFrom)} where alert_no = ${alertNo}`);
    },
    async remove({ alertNo, alert }) {
      await unlessEnded(deleteKeys(tx, alert, alertNo));
      await unlessEnded(tx`delete from sis.alert where alert_no = ${alertNo}`);
    },
    async locatorsOf(reference) {
      const rows = await unlessEnded(tx<{ reference: string }[]>`
        select alert.reference
        from sis.link join sis.alert on alert.reference = case link.one when ${reference} then link.other else link.one end
        where ${reference} in (link.one, link.other) and alert.record ->> 'locates' = ${reference}`);
      return rows.map((row) => row.reference);
    },
    async link(one, other) {
      const [first, second] = ordered(one, other);
      const linked = await unlessEnded(tx`
        insert into sis.link (one, other, linked_at) values (${first}, ${second}, ${now}) on conflict do nothing`);
      return linked.count === 1;
    },
    async unlink(one, other) {
      const [first, second] = ordered(one, other);
      const unlinked = await unlessEnded(tx`delete from sis.link where one = ${first} and other = ${second}`);
      return unlinked.count === 1;
    },
    async unavailability(reference) {
      const rows = await unlessEnded(tx<{ state: string; until: Date }[]>`
        select state, until from sis.unavailability where reference = ${reference} order by state`);
      return new Map(rows.map(({ state, until }) => [state, until]));
    },
    async setUnavailability(reference, ends, since) {
      await unlessEnded(tx`
        delete from sis.unavailability where reference = ${reference} and state <> all (${[...ends.keys()]}::text[])`);
      for (const [state, until] of ends) {
        await unlessEnded(tx`
          insert into sis.unavailability (reference, state, since, until)
          values (${reference}, ${state}, ${since}, ${until})
          on conflict (reference, state) do update set until = excluded.until`);
      }
    },
    async addFlag(reference, state, requestReference) {
      await unlessEnded(tx`
        insert into sis.flag (reference, state, request_reference, added_at)
        values (${reference}, ${state}, ${requestReference}, ${now})`);
    },
    async removeFlag(reference, state) {
      await unlessEnded(tx`delete from sis.flag where reference = ${reference} and state = ${state}`);
    },
    async note({ alert, act, fields, reason }, actor) {
      const { category, letter } = columnsOf(alert);
      await unlessEnded(tx`
        insert into sis.history (reference, issuing_state, category, object_letter, version, at, act, authority,
                                 authority_kind, officer, request_id, fields, reason)
        values (${alert.reference}, ${alert.issuingState}, ${category}, ${letter}, ${versionOf(alert)}, ${now}, ${act}, ${actor?.authority ?? null},
                ${actor?.authorityKind ?? null}, ${actor?.officer ?? null}, ${actor?.requestId ?? null},
                ${[...fields]}::text[], ${reason ?? null})`);
    },
    async notify(notices) {
      if (notices.length === 0) return;
      const text = (pick: (notice: Notice) => string | undefined) => notices.map((notice) => pick(notice) ?? null);
      const about = notices.map(({ alert }) => columnsOf(alert));
      const others = notices.map(({ other }) => other && columnsOf(other));
      await unlessEnded(tx`
        insert into sis.notice (kind, reference, issuing_state, category, object_letter, for_state, for_authority,
                                other_reference, other_category, other_letter, due_at, occasion, created_at)
        select kind, reference, issuing_state, category, object_letter, for_state, for_authority, other_reference,
               other_category, other_letter, due_at, coalesce(occasion, ''), ${now}
        from unnest(
          ${text(({ kind }) => kind)}::text[],
          ${text(({ alert }) => alert.reference)}::text[],
          ${text(({ alert }) => alert.issuingState)}::text[],
          ${about.map(({ category }) => category)}::smallint[],
          ${about.map(({ letter }) => letter)}::smallint[],
          ${text(({ forState }) => forState)}::text[],
          ${text(toldBesides)}::text[],
          ${text(({ other }) => other?.reference)}::text[],
          ${others.map((other) => other?.category ?? null)}::smallint[],
          ${others.map((other) => other?.letter ?? null)}::smallint[],
          ${text(({ dueAt }) => dueAt?.toISOString())}::timestamptz[],
          ${text(({ occasion }) => occasion)}::text[]
        ) as given (kind, reference, issuing_state, category, object_letter, for_state, for_authority, other_reference,
                    other_category, other_letter, due_at, occasion)
        on conflict do nothing`);
    },
  };
}

/** Gives a transaction the time of its changes, for sis.time_given(). */
export async function giveTime(tx: postgres.TransactionSql, now: Date): Promise<void> {
  await tx`select set_config('ostiary.time_given', ${now.toISOString()}, true)`;
}

/** A link has no direction, and stands once. */
const ordered = (one: string, other: string): readonly [string, string] => (one < other ? [one, other] : [other, one]);

const columnsOf = (alert: Alert): { readonly category: number; readonly letter: number } => ({
  category: rulesOf(alert.category).number,
  letter: letterNumber(alert.subject === 'object' ? alert.object.letter : undefined),
});

const array = (states: readonly string[] | undefined): string[] | null => (states === undefined ? null : [...states]);

const toStored = ({ alert_no, record, hidden_from }: Row): StoredAlert => ({
  alertNo: alert_no,
  alert: record,
  hiddenFrom: hidden_from ?? undefined,
});
