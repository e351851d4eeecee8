/**
 * Search by what leaves say and by the blind index. The scope is part of every query: entries of others are neither
 * read nor counted, and cannot crowd out what may be seen.
 */
import type { Sql } from '../log/store.js';
import type { IndexKeys, KeyUnwrapper } from '../vault/keys.js';
import { openPayloads } from './payload.js';
import type { EntryQuery, FoundEntry, FoundPage, Page, ReviewScope } from './query.js';
import { type EntryRow, foundEntry } from './rows.js';
import { byHeaders, byTokens, closing, tokensOf } from './search-sql.js';

/** What a search needs. The role of `sql` is ostiary_dpo. */
export interface SearchParts {
  readonly sql: Sql;
  readonly indexKeys: IndexKeys;
  readonly keys: KeyUnwrapper;
}

/** Entries that are opened for one page at most, to compare what is sealed, and those opened at a time. */
const MOST_OPENED = 2_000;
const OPENED_AT_ONCE = 200;

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
      size: OPENED_AT_ONCE,
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

async function findPage(
  { sql, indexKeys }: SearchParts,
  scope: ReviewScope,
  query: EntryQuery,
  page: Page,
): Promise<FoundPage> {
  const tokens = await tokensOf(indexKeys, query.terms ?? []);
  const { size } = page;
  // What was found is cut off first: entries and what closes them are looked up for the page alone.
  const rows = await sql<EntryRow[]>`
    WITH found AS MATERIALIZED (${tokens.length > 0 ? byTokens(sql, tokens, scope, query, page) : byHeaders(sql, scope, query, page)})
    SELECT h.idx, e.body, e.leaf, c.closing, coalesce(h.outcome, c.outcome) AS outcome
      FROM found AS h
      JOIN audit.log_entry e ON e.idx = h.idx
      ${closing(sql)}
     ORDER BY h.idx DESC`;
  const entries = rows.slice(0, size).map((row) => foundEntry(row, scope));
  return { entries, next: rows.length > size ? entries.at(-1)?.index : undefined };
}
