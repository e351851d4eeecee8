/** The conditions of a query in SQL. Values travel as parameters; the text is ours alone. */
import type postgres from 'postgres';
import type { Sql } from '../log/store.js';
import type { BucketToken } from '../vault/blind-index.js';
import type { IndexKeys } from '../vault/keys.js';
import type { IndexTerm } from '../../shared/index-term.js';
import { APPROVALS, type EntryQuery, OF_NO_SYSTEM, type Page, type ReviewScope } from './query.js';

/** What stands for the authority of a leaf that cannot be read (migrations/audit/0005-review.sql). */
export const UNREADABLE = '';

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

/**
 * The outcome by which entries are told apart: an intent that nothing closes is open, one that is closed by what cannot
 * be read is unknown, other kinds may have none.
 */
export function outcomeOf(sql: Sql): Fragment {
  return sql`coalesce(h.outcome, c.outcome, CASE WHEN h.kind <> 'intent' THEN ''
                                                WHEN c.closing IS NULL THEN 'open' ELSE 'unknown' END)`;
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
 * Entries by what their leaves say, newest first, one more than the page holds. What is not indexed yet is read from the
 * leaves themselves; each part is cut off on its own, so that each is read backwards from its end.
 */
export function byHeaders(sql: Sql, scope: ReviewScope, query: EntryQuery, page: Page): Fragment {
  const indexed = sql`SELECT h.* FROM audit.log_header h`;
  const tail = sql`
    SELECT h.* FROM (
      SELECT e.idx, l.* FROM audit.log_entry e CROSS JOIN LATERAL audit.leaf_header(e.body) AS l
       WHERE e.idx >= (SELECT indexed_below FROM audit.header_progress)
    ) AS h`;
  return sql`
    (${indexed} ${wanted(sql, scope, query, page)} ${timeBounds(sql, query)} ${newest(sql, page)})
    UNION ALL
    (${tail} ${wanted(sql, scope, query, page)} ${newest(sql, page)})
    ${sql`ORDER BY idx DESC LIMIT ${page.size + 1}`}`;
}

/**
 * Entries that carry a token of every group, newest first, one more than the page holds. Complete: what is not in the
 * blind index yet is found in the payload rows. Not asynchronous, like all of these: a statement that is awaited is sent.
 */
export function byTokens(
  sql: Sql,
  groups: readonly (readonly BucketToken[])[],
  scope: ReviewScope,
  query: EntryQuery,
  page: Page,
): Fragment {
  const matched = groups.map((tokens) => carrying(sql, tokens)).reduce((all, own) => sql`${all} INTERSECT ${own}`);
  // Few entries carry a term: OFFSET 0 keeps the planner from reading all others instead.
  return sql`
    SELECT h.* FROM (${matched}) AS m
     CROSS JOIN LATERAL (SELECT * FROM audit.entry_header v WHERE v.idx = m.idx OFFSET 0) AS h
     ${wanted(sql, scope, query, page)} ${newest(sql, page)}`;
}

/**
 * Leaves among the indexes [from, before) that cannot be read, and so belong to no authority; the newest, as many as
 * a page may hold.
 */
export function unreadable(sql: Sql, from: number, before: number, most: number): Fragment {
  return sql`
    SELECT h.idx FROM audit.entry_header h
     WHERE h.authority = ${UNREADABLE} AND h.idx >= ${from} AND h.idx < ${before} ORDER BY h.idx DESC LIMIT ${most}`;
}

/** The scope, of the columns of `h` (audit.entry_header): inScope (query.ts) in SQL. */
export const within = (sql: Sql, scope: ReviewScope): Fragment =>
  sql`h.authority = ANY(${[...scope.authorities]}) AND ${aboutSystems(sql, scope)}`;

function aboutSystems(sql: Sql, { systems, classes }: Omit<ReviewScope, 'authorities'>): Fragment {
  // The leaf says the class as `"r":"pnr-5y/2026-W01"`; no other field of it can hold this text.
  const marks = [...classes, 'ops'].map((retention) => `"r":"${retention}/`);
  // CASE, so that the leaf is read for approvals alone.
  return sql`CASE WHEN h.system <> ${APPROVALS}
    THEN h.system = ANY(${[...systems, ...OF_NO_SYSTEM]})
    ELSE EXISTS (SELECT FROM audit.log_entry x CROSS JOIN unnest(${marks}::text[]) AS m(mark)
                  WHERE x.idx = h.idx AND position(convert_to(m.mark, 'UTF8') IN x.body) > 0) END`;
}

/**
 * Whether `list`, a query for indexes named idx, has an entry about another system than those of the scope; one that cannot
 * be read is in every scope.
 */
export function hasOutside(sql: Sql, list: Fragment, scope: ReviewScope): Fragment {
  return sql`EXISTS (SELECT FROM (${list}) AS one
                      CROSS JOIN LATERAL (SELECT * FROM audit.entry_header v WHERE v.idx = one.idx) AS h
                      WHERE h.authority <> ${UNREADABLE} AND NOT (${aboutSystems(sql, scope)}))`;
}

/** The scope, the page and the query. What closes an intent is looked up only where the query asks for it. */
function wanted(sql: Sql, scope: ReviewScope, query: EntryQuery, { before }: Page): Fragment {
  return sql`
    ${query.outcomes === undefined ? sql`` : closing(sql)}
    WHERE ${within(sql, scope)} AND h.idx < ${before ?? Number.MAX_SAFE_INTEGER} ${conditions(sql, query)}`;
}

const newest = (sql: Sql, { size }: Page): Fragment => sql`ORDER BY h.idx DESC LIMIT ${size + 1}`;

/** Times never go back, so a range of times is one of indexes: what lies outside need not be read. */
function timeBounds(sql: Sql, { fromMs, untilMs }: EntryQuery): Fragment {
  const firstAt = (time: number): Fragment => sql`
    (SELECT x.idx FROM audit.log_header x WHERE x.time_ms >= ${time} ORDER BY x.time_ms, x.idx LIMIT 1)`;
  const none = Number.MAX_SAFE_INTEGER;
  return sql`
    ${fromMs === undefined ? sql`` : sql`AND h.idx >= coalesce(${firstAt(fromMs)}, ${none})`}
    ${untilMs === undefined ? sql`` : sql`AND h.idx < coalesce(${firstAt(untilMs)}, ${none})`}`;
}

/** What closes an intent ("c"): its outcome rather than an orphan, should there be both. */
export function closing(sql: Sql): Fragment {
  return sql`
    LEFT JOIN LATERAL (
      SELECT x.idx AS closing, l.outcome
        FROM audit.log_entry x CROSS JOIN LATERAL audit.leaf_header(x.body) AS l
       WHERE x.intent = h.idx AND x.kind <> 'part' ORDER BY (x.kind = 'orphan'), x.idx LIMIT 1
    ) AS c ON h.kind = 'intent'`;
}

/** The parts of the answer to an intent ("p"), the first 1,000: an array of indexes. */
export function partsOf(sql: Sql): Fragment {
  return sql`
    LEFT JOIN LATERAL (
      SELECT array_agg(x.idx ORDER BY x.idx) AS parts FROM (
        SELECT y.idx FROM audit.log_entry y WHERE y.intent = h.idx AND y.kind = 'part' ORDER BY y.idx LIMIT 1000
      ) AS x
    ) AS p ON h.kind = 'intent'`;
}

function carrying(sql: Sql, tokens: readonly BucketToken[]): Fragment {
  const buckets = tokens.map(({ bucket }) => bucket);
  const values = tokens.map(({ token }) => Buffer.from(token).toString('hex'));
  const wanted = sql`
    SELECT w.bucket, decode(w.token, 'hex') AS token FROM unnest(${buckets}::text[], ${values}::text[]) AS w(bucket, token)`;
  // What an outcome or a part disclosed counts for the access that it belongs to. OFFSET 0 as above.
  return sql`(
    SELECT CASE WHEN e.kind IN ('outcome', 'part') THEN e.intent ELSE e.idx END AS idx FROM (
      SELECT t.idx FROM (${wanted}) AS w
        JOIN audit.token_bucket b ON b.bucket = w.bucket
        JOIN audit.log_token t ON t.bucket = b.id AND t.token = w.token
      UNION
      SELECT p.idx FROM audit.log_payload p
        CROSS JOIN LATERAL generate_series(0, length(p.tokens) / 16 - 1) AS n
        JOIN (${wanted}) AS w ON w.bucket = p.bucket AND w.token = substring(p.tokens FROM n * 16 + 1 FOR 16)
       WHERE p.idx >= (SELECT indexed_below FROM audit.token_progress)
    ) AS f CROSS JOIN LATERAL (SELECT * FROM audit.log_entry x WHERE x.idx = f.idx OFFSET 0) AS e
    GROUP BY 1)`;
}
