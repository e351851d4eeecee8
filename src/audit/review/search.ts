/**
 * Search by what leaves say and by the blind index. The scope is part of every query: entries of others are neither
 * read nor counted, and cannot crowd out what may be seen.
 */
import type { Sql } from '../log/store.js';
import type { IndexKeys, KeyUnwrapper } from '../vault/keys.js';
import { openPayloads } from './payload.js';
import type { EntryQuery, FoundEntry, FoundPage, Page, ReviewScope } from './query.js';
import { type EntryRow, foundEntry } from './rows.js';
import { carryingEach, conditions, tokensOf } from './search-sql.js';

/** What a search needs. The role of `sql` is ostiary_dpo. */
export interface SearchParts {
  readonly sql: Sql;
  readonly indexKeys: IndexKeys;
  readonly keys: KeyUnwrapper;
}

/** Entries that are opened for one page at most, to compare what is sealed. */
const MOST_OPENED = 2_000;

/** Finds entries, newest first. Rejects when an index does not say what the leaf says. */
export async function searchEntries(
  parts: SearchParts,
  scope: ReviewScope,
  query: EntryQuery,
  page: Page,
): Promise<FoundPage> {
  if (query.legalBasis === undefined) return findPage(parts, scope, query, page);
  const wanted = query.legalBasis;
  const kept: FoundEntry[] = [];
  let before = page.before;
  for (let opened = 0; opened < MOST_OPENED;) {
    const candidates = await findPage(parts, scope, query, {
      size: page.size,
      ...(before !== undefined && { before }),
    });
    const payloads = await openPayloads(parts, candidates.entries);
    for (const entry of candidates.entries) {
      const why = payloads.get(entry.index)?.sections.get('why')?.value;
      if (why?.legal_basis !== wanted) continue;
      kept.push(entry);
      if (kept.length === page.size) return { entries: kept, next: entry.index };
    }
    before = candidates.next;
    if (before === undefined) return { entries: kept, next: undefined };
    opened += candidates.entries.length;
  }
  return { entries: kept, next: before };
}

/** One entry, if it is in scope. */
export async function findEntry(sql: Sql, scope: ReviewScope, index: number): Promise<FoundEntry | undefined> {
  const [found] = await findEntries(sql, scope, [index]);
  return found;
}

/** Those of the entries that are in scope, in the order of their indexes. */
export async function findEntries(sql: Sql, scope: ReviewScope, indexes: readonly number[]): Promise<FoundEntry[]> {
  const rows = await sql<EntryRow[]>`
    SELECT h.idx, e.body, e.leaf, c.closing, coalesce(h.outcome, c.outcome) AS outcome
      FROM unnest(${indexes as number[]}::bigint[]) AS wanted(idx)
      CROSS JOIN LATERAL (SELECT * FROM audit.entry_header v WHERE v.idx = wanted.idx) AS h
      JOIN audit.log_entry e ON e.idx = h.idx
      ${closing(sql)}
     WHERE h.authority = ANY(${[...scope]})
     ORDER BY h.idx`;
  return rows.map((row) => foundEntry(row, scope));
}

/** What closes an intent: its outcome rather than an orphan, should there be both. */
export function closing(sql: Sql) {
  return sql`
    LEFT JOIN LATERAL (
      SELECT x.idx AS closing, l.outcome
        FROM audit.log_entry x CROSS JOIN LATERAL audit.leaf_header(x.body) AS l
       WHERE x.intent = h.idx ORDER BY (x.kind = 'orphan'), x.idx LIMIT 1
    ) AS c ON h.kind = 'intent'`;
}

async function findPage(
  { sql, indexKeys }: SearchParts,
  scope: ReviewScope,
  query: EntryQuery,
  { size, before }: Page,
): Promise<FoundPage> {
  const matched = carryingEach(sql, await tokensOf(indexKeys, query.terms ?? []));
  const source =
    matched === undefined
      ? sql`audit.entry_header AS h`
      : sql`(${matched}) AS m CROSS JOIN LATERAL (SELECT * FROM audit.entry_header v WHERE v.idx = m.idx) AS h`;
  const rows = await sql<EntryRow[]>`
    SELECT h.idx, e.body, e.leaf, c.closing, coalesce(h.outcome, c.outcome) AS outcome
      FROM ${source}
      JOIN audit.log_entry e ON e.idx = h.idx
      ${closing(sql)}
     WHERE h.authority = ANY(${[...scope]})
       AND h.idx < ${before ?? Number.MAX_SAFE_INTEGER}
       ${conditions(sql, query)}
     ORDER BY h.idx DESC LIMIT ${size + 1}`;
  const entries = rows.slice(0, size).map((row) => foundEntry(row, scope));
  return { entries, next: rows.length > size ? entries.at(-1)?.index : undefined };
}
