/** The conditions of a query in SQL. Values travel as parameters; the text is ours alone. */
import type postgres from 'postgres';
import type { Sql } from '../log/store.js';
import type { BucketToken } from '../vault/blind-index.js';
import type { IndexKeys } from '../vault/keys.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { EntryQuery } from './query.js';

/** A piece of a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** What a query demands of the columns of `h` (audit.entry_header) and `c` (what closes it). */
export function conditions(sql: Sql, query: EntryQuery): Fragment {
  const { authorities, systems, kinds, outcomes, fromMs, untilMs } = query;
  return sql`
    ${authorities === undefined ? sql`` : sql`AND h.authority = ANY(${authorities as string[]})`}
    ${systems === undefined ? sql`` : sql`AND h.system = ANY(${systems as string[]})`}
    ${kinds === undefined ? sql`` : sql`AND h.kind = ANY(${kinds as string[]})`}
    ${outcomes === undefined ? sql`` : sql`AND ${outcomeOf(sql)} = ANY(${outcomes as string[]})`}
    ${fromMs === undefined ? sql`` : sql`AND h.time_ms >= ${fromMs}`}
    ${untilMs === undefined ? sql`` : sql`AND h.time_ms < ${untilMs}`}`;
}

/** The outcome by which entries are told apart: an intent that nothing closes is open, other kinds may have none. */
export function outcomeOf(sql: Sql): Fragment {
  return sql`coalesce(h.outcome, c.outcome, CASE WHEN h.kind = 'intent' THEN 'open' ELSE '' END)`;
}

/** The tokens of each group of terms, in every live bucket. */
export function tokensOf(
  indexKeys: IndexKeys,
  groups: readonly (readonly IndexTerm[])[],
): Promise<readonly (readonly BucketToken[])[]> {
  return Promise.all(
    groups.map(async (group) => (await Promise.all(group.map((term) => indexKeys.tokensOf(term)))).flat()),
  );
}

/**
 * Indexes ("idx") of the entries that carry a token of every group; undefined when there is no group. Complete: what is
 * not in the blind index yet is found in the payload rows. Not asynchronous: a statement that is awaited is sent.
 */
export function carryingEach(sql: Sql, groups: readonly (readonly BucketToken[])[]): Fragment | undefined {
  return groups
    .map((tokens) => carrying(sql, tokens))
    .reduce<Fragment | undefined>((all, own) => (all === undefined ? own : sql`${all} INTERSECT ${own}`), undefined);
}

function carrying(sql: Sql, tokens: readonly BucketToken[]): Fragment {
  const buckets = tokens.map(({ bucket }) => bucket);
  const values = tokens.map(({ token }) => Buffer.from(token).toString('hex'));
  const wanted = sql`
    SELECT w.bucket, decode(w.token, 'hex') AS token FROM unnest(${buckets}::text[], ${values}::text[]) AS w(bucket, token)`;
  return sql`(
    SELECT t.idx FROM (${wanted}) AS w
      JOIN audit.token_bucket b ON b.bucket = w.bucket
      JOIN audit.log_token t ON t.bucket = b.id AND t.token = w.token
    UNION
    SELECT p.idx FROM audit.log_payload p
      CROSS JOIN LATERAL generate_series(0, length(p.tokens) / 16 - 1) AS n
      JOIN (${wanted}) AS w ON w.bucket = p.bucket AND w.token = substring(p.tokens FROM n * 16 + 1 FOR 16)
     WHERE p.idx >= (SELECT indexed_below FROM audit.token_progress))`;
}
