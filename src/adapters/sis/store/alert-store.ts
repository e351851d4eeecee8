import type postgres from 'postgres';
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
  findCandidates(question: CandidateQuestion, signal: AbortSignal): Promise<Candidates>;
  /** Undefined for an alert that does not exist, is hidden, or whose term has ended: the caller can't tell which. */
  read(reference: string, visibility: Visibility, today: string, signal: AbortSignal): Promise<Alert | undefined>;
  checkHealth(signal: AbortSignal): Promise<void>;
}

interface Row {
  readonly record: Alert;
}

/** Sorts after every character that a canonical identifier may hold. */
const LAST = '\u{10ffff}';

export function createAlertStore(sql: postgres.Sql): AlertStore {
  return {
    findByKeys: createKeyLookup(sql),

    async findCandidates({ keys, prefixes, visibility, today }, signal) {
      const rows = await runCancellable(
        () => sql<Row[]>`
          select alert.record
          from (
            select search_key.alert_no
            from unnest(${[...keys]}::text[]) as asked (key)
            join sis.search_key on search_key.key = asked.key
            where (${visibility.categories}::int >> search_key.category) & 1 = 1
              and (${visibility.letters}::int >> search_key.object_letter) & 1 = 1
            union
            select begun.alert_no
            from unnest(${[...prefixes]}::text[]) as asked (prefix)
            cross join lateral (
              select search_key.alert_no
              from sis.search_key
              where search_key.key >= asked.prefix
                and search_key.key < asked.prefix || ${LAST}
                and (${visibility.categories}::int >> search_key.category) & 1 = 1
                and (${visibility.letters}::int >> search_key.object_letter) & 1 = 1
              order by search_key.key
              limit ${MAX_COMPARED + 1}
            ) as begun
          ) as found
          join sis.alert using (alert_no)
          where alert.expires_on > ${today}::date
          order by alert_no
          limit ${MAX_COMPARED + 1}`,
        signal,
      );
      return {
        alerts: rows.slice(0, MAX_COMPARED).map(({ record }) => record),
        truncated: rows.length > MAX_COMPARED,
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
            and (${visibility.letters}::int >> alert.object_letter) & 1 = 1`,
        signal,
      );
      return rows[0]?.record;
    },

    async checkHealth(signal) {
      await runCancellable(() => sql`select from sis.alert limit 1`, signal);
    },
  };
}
