import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import type { Alert } from '../domain/alert.js';
import { runCancellable } from './cancellable.js';
import { createKeyLookup, type KeyLookup } from './key-lookup.js';
import type { Visibility } from './visibility.js';

/** Alerts that one inexact search compares at most; beyond it the answer is marked as truncated. */
export const MAX_COMPARED = 5_000;

/** A question for all alerts that could correspond, to be compared one by one. */
export interface CandidateQuestion {
  readonly keys: readonly string[];
  /** Beginnings of keys. */
  readonly prefixes: readonly string[];
  readonly visibility: Visibility;
  /** YYYY-MM-DD: alerts whose term ends on or before this day do not answer. */
  readonly today: string;
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
  /** Alerts found under any of the keys. */
  readonly findByKeys: KeyLookup;
  findCandidates(question: CandidateQuestion, signal: Ending): Promise<Candidates>;
  /** Undefined for an alert that does not exist, is hidden, or whose term has ended: the caller can't tell which. */
  read(reference: string, visibility: Visibility, today: string, signal: Ending): Promise<Alert | undefined>;
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
    findByKeys: createKeyLookup(sql),

    async findCandidates({ keys, prefixes, visibility, today }, signal) {
      const rows = await runCancellable(
        () => sql<CandidateRow[]>`
          with begun as materialized (
            select asked.nth, live.alert_no
            from unnest(${[...prefixes]}::text[]) with ordinality as asked (prefix, nth)
            cross join lateral (
              -- The term is tested before the limit: else alerts past it would crowd out live ones unsaid.
              select search_key.alert_no
              from sis.search_key
              join sis.alert on alert.alert_no = search_key.alert_no and alert.expires_on > ${today}::date
              where search_key.key >= asked.prefix
                and search_key.key < asked.prefix || ${LAST}
                and (${visibility.categories}::int >> search_key.category) & 1 = 1
                and (${visibility.letters}::int >> search_key.object_letter) & 1 = 1
                and (search_key.hidden_from is null or ${visibility.endUsersOf} <> all (search_key.hidden_from))
              order by search_key.key
              limit ${MAX_COMPARED + 1}
            ) as live
          )
          select alert.record,
            exists (select from begun group by nth having count(*) > ${MAX_COMPARED}::int) as cut
          from (
            select search_key.alert_no
            from unnest(${[...keys]}::text[]) as asked (key)
            join sis.search_key on search_key.key = asked.key
            where (${visibility.categories}::int >> search_key.category) & 1 = 1
              and (${visibility.letters}::int >> search_key.object_letter) & 1 = 1
              and (search_key.hidden_from is null or ${visibility.endUsersOf} <> all (search_key.hidden_from))
            union
            select begun.alert_no from begun
          ) as found
          join sis.alert using (alert_no)
          where alert.expires_on > ${today}::date
          order by alert_no
          limit ${MAX_COMPARED + 1}`,
        signal,
      );
      return {
        alerts: rows.slice(0, MAX_COMPARED).map(({ record }) => record),
        truncated: rows.length > MAX_COMPARED || rows[0]?.cut === true,
      };
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

    async checkHealth(signal) {
      await runCancellable(() => sql`select from sis.alert limit 1`, signal);
    },
  };
}
