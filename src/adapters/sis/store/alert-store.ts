import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import type { AccessScope } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { runCancellable } from './cancellable.js';
import {
  createObjectLookup,
  createPersonLookup,
  type KeyLookup,
  type ObjectKeyQuestion,
  type PersonKeyQuestion,
  type Reach,
} from './key-lookup.js';
import { readLinks, type LinkedAlert } from './linked-alerts.js';
import type { ObjectProbes } from './object-keys.js';
import type { Visibility } from './visibility.js';

/** Alerts that one inexact search compares at most; beyond it the answer is marked as truncated. */
export const MAX_COMPARED = 5_000;

/** A question for all alerts on objects that could correspond, to be compared one by one. */
export type ObjectQuestion = Reach & ObjectProbes;

/** A question for the alerts that hold the prints of a simulated person. */
export interface PrintQuestion extends Reach {
  readonly subject: string;
}

/** A question for alerts by their numbers. */
export interface NumberedQuestion extends Reach {
  readonly numbers: readonly number[];
}

/** Alerts by their numbers, as they stood in one epoch of the journal. */
export interface NumberedAlerts {
  readonly epoch: number;
  readonly alerts: ReadonlyMap<number, Alert>;
}

/** Alerts that could correspond. */
export interface Candidates {
  readonly alerts: readonly Alert[];
  /** There are more of them than one search compares. */
  readonly truncated: boolean;
}

/**
 * Reads alerts. Every method filters by visibility and term in the statement itself, cancels it when the signal
 * aborts and then rejects with the signal's reason, and rejects with a Refusal when the database fails.
 */
export interface AlertStore {
  /** Alerts on persons found under any of the keys: a few. */
  readonly lookUpPersons: KeyLookup<PersonKeyQuestion>;
  /** Alerts on objects found under any of the keys: a few. */
  readonly lookUpObjects: KeyLookup<ObjectKeyQuestion>;
  findPersons(question: PersonKeyQuestion, signal: Ending): Promise<Candidates>;
  findObjects(question: ObjectQuestion, signal: Ending): Promise<Candidates>;
  /** Alerts that hold the prints of a simulated person. */
  findByPrintSubject(question: PrintQuestion, signal: Ending): Promise<readonly Alert[]>;
  /** Undefined for an alert that does not exist, is hidden, or whose term has ended: the caller can't tell which. */
  read(reference: string, visibility: Visibility, today: string, signal: Ending): Promise<Alert | undefined>;
  /** Those of the alerts that the caller may see, by number; the others are not there, for whatever reason. */
  readNumbered(question: NumberedQuestion, signal: Ending): Promise<NumberedAlerts>;
  /** Alerts that are linked with one, as far as the caller may see them. */
  readLinks(reference: string, scope: AccessScope, today: string, signal: Ending): Promise<readonly LinkedAlert[]>;
  checkHealth(signal: Ending): Promise<void>;
}

interface Row {
  readonly record: Alert;
}

interface CandidateRow extends Row {
  /** Keys of live alerts under one of the beginnings were left unread. */
  readonly cut: boolean;
}

/** Sorts after every character that a canonical identifier may hold. */
const LAST = '\u{10ffff}';

export function createAlertStore(sql: postgres.Sql): AlertStore {
  return {
    lookUpPersons: createPersonLookup(sql),
    lookUpObjects: createObjectLookup(sql),

    async findPersons({ probes, visibility, today }, signal) {
      // "offset 0" keeps the planner to one look into the index for each question and alert: whatever its statistics
      // make it believe, reading a table from end to end is never right.
      const rows = await runCancellable(
        () => sql<Row[]>`
          select live.record
          from (
            select distinct found.alert_no
            from unnest(
              ${probes.map(({ word }) => word)}::int[],
              ${probes.map(({ from }) => from)}::int[],
              ${probes.map(({ to }) => to)}::int[]
            ) as asked (word, low, high)
            cross join lateral (
              select person_key.alert_no
              from sis.person_key
              where person_key.word = asked.word
                and person_key.day between asked.low and asked.high
                and (${visibility.categories}::int >> (person_key.day & 31)) & 1 = 1
              offset 0
            ) as found
          ) as proposed
          cross join lateral (
            select alert.record
            from sis.alert
            where alert.alert_no = proposed.alert_no
              and alert.expires_on > ${today}::date
              and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))
            offset 0
          ) as live
          limit ${MAX_COMPARED + 1}`,
        signal,
      );
      return { alerts: rows.slice(0, MAX_COMPARED).map(({ record }) => record), truncated: rows.length > MAX_COMPARED };
    },

    async findObjects({ keys, beginnings, ends, visibility, today }, signal) {
      const rows = await runCancellable(
        () => sql<CandidateRow[]>`
          with begun as materialized (
            select asked.nth, live.alert_no
            from unnest(${[...beginnings]}::text[]) with ordinality as asked (prefix, nth)
            cross join lateral (
              -- The term is tested before the limit: else alerts past it would crowd out live ones unsaid.
              select object_key.alert_no
              from sis.object_key
              join sis.alert
                on alert.alert_no = object_key.alert_no
                and alert.expires_on > ${today}::date
                and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))
              where object_key.key >= asked.prefix
                and object_key.key < asked.prefix || ${LAST}
                and (${visibility.categories}::int >> object_key.category) & 1 = 1
                and (${visibility.letters}::int >> object_key.object_letter) & 1 = 1
              order by object_key.key
              limit ${MAX_COMPARED + 1}
            ) as live
            union all
            select -asked.nth, live.alert_no
            from unnest(${[...ends]}::text[]) with ordinality as asked (prefix, nth)
            cross join lateral (
              select object_key.alert_no
              from sis.object_key
              join sis.alert
                on alert.alert_no = object_key.alert_no
                and alert.expires_on > ${today}::date
                and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))
              where (left(object_key.key, 1) || reverse(substr(object_key.key, 2))) collate "C" >= asked.prefix
                and (left(object_key.key, 1) || reverse(substr(object_key.key, 2))) collate "C" < asked.prefix || ${LAST}
                and (${visibility.categories}::int >> object_key.category) & 1 = 1
                and (${visibility.letters}::int >> object_key.object_letter) & 1 = 1
              order by (left(object_key.key, 1) || reverse(substr(object_key.key, 2))) collate "C"
              limit ${MAX_COMPARED + 1}
            ) as live
          )
          select alert.record,
            exists (select from begun group by nth having count(*) > ${MAX_COMPARED}::int) as cut
          from (
            select object_key.alert_no
            from unnest(${[...keys]}::text[]) as asked (key)
            join sis.object_key on object_key.key = asked.key
            where (${visibility.categories}::int >> object_key.category) & 1 = 1
              and (${visibility.letters}::int >> object_key.object_letter) & 1 = 1
            union
            select begun.alert_no from begun
          ) as found
          join sis.alert using (alert_no)
          where alert.expires_on > ${today}::date
            and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))
          order by alert_no
          limit ${MAX_COMPARED + 1}`,
        signal,
      );
      return {
        alerts: rows.slice(0, MAX_COMPARED).map(({ record }) => record),
        truncated: rows.length > MAX_COMPARED || rows[0]?.cut === true,
      };
    },

    async findByPrintSubject({ subject, visibility, today }, signal) {
      const rows = await runCancellable(
        () => sql<Row[]>`
          select alert.record
          from sis.print_key
          join sis.alert on alert.alert_no = print_key.alert_no
          where print_key.subject = ${subject}
            and (${visibility.categories}::int >> print_key.category) & 1 = 1
            and alert.expires_on > ${today}::date
            and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))
          limit ${MAX_COMPARED}`,
        signal,
      );
      return rows.map(({ record }) => record);
    },

    async read(reference, visibility, today, signal) {
      const rows = await runCancellable(
        () => sql<Row[]>`
          select alert.record
          from sis.alert
          where alert.reference = ${reference}
            and alert.expires_on > ${today}::date
            and (${visibility.categories}::int >> alert.category) & 1 = 1
            and (${visibility.letters}::int >> alert.object_letter) & 1 = 1
            and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))`,
        signal,
      );
      return rows[0]?.record;
    },

    async readNumbered({ numbers, visibility, today }, signal) {
      const rows = await runCancellable(
        () => sql<{ epoch: number; alert_no: number | null; record: Alert | null }[]>`
          select journal.epoch, alert.alert_no, alert.record
          from sis.journal
          left join sis.alert
            on alert.alert_no = any (${[...numbers]}::int[])
            and alert.expires_on > ${today}::date
            and (${visibility.categories}::int >> alert.category) & 1 = 1
            and (${visibility.letters}::int >> alert.object_letter) & 1 = 1
            and (alert.hidden_from is null or ${visibility.endUsersOf} <> all (alert.hidden_from))`,
        signal,
      );
      const [first] = rows;
      if (first === undefined) throw new Error('sis.journal has no row');
      const alerts = new Map<number, Alert>();
      for (const { alert_no: number, record } of rows) {
        if (number !== null && record !== null) alerts.set(number, record);
      }
      return { epoch: first.epoch, alerts };
    },

    readLinks: (reference, scope, today, signal) => readLinks(sql, reference, scope, today, signal),

    async checkHealth(signal) {
      await runCancellable(() => sql`select from sis.alert limit 1`, signal);
    },
  };
}
