/**
 * Search by what leaves say and by the blind index. The scope is part of every query: entries of others are neither
 * read nor counted, and cannot crowd out what may be seen.
 */
import type { Sql } from '../log/store.js';
import type { IndexKeys, KeyUnwrapper } from '../vault/keys.js';
import { openPayloads } from './payload.js';
import type { EntryQuery, FoundEntries, FoundEntry, FoundPage, Page, ReviewScope } from './query.js';
import { type EntryRow, foundEntries } from './rows.js';
import { byHeaders, byTokens, closing, partsOf, tokensOf, UNREADABLE, unreadable, within } from './search-sql.js';

/** What a search needs. The role of `sql` is ostiary_dpo. */
export interface SearchParts {
  readonly sql: Sql;
  readonly indexKeys: IndexKeys;
  readonly keys: KeyUnwrapper;
}

/** Entries that are opened for one page at most, to compare what is sealed, and those opened at a time. */
const MOST_OPENED = 2_000;
const OPENED_AT_ONCE = 200;
/** Damaged entries that one page names at most: whoever has more to name has no log any more. */
const MOST_DAMAGED = 400;

/** Finds entries, newest first. */
export async function searchEntries(
  parts: SearchParts,
  scope: ReviewScope,
  query: EntryQuery,
  page: Page,
): Promise<FoundPage> {
  const found =
    query.legalBasis === undefined ? findPage(parts, scope, query, page) : findByBasis(parts, scope, query, page);
  const { entries, damaged, next } = await found;
  // Nobody can say whose these are, nor whether they would have been found.
  const rows = await parts.sql<{ idx: string }[]>`${unreadable(
    parts.sql,
    next ?? 0,
    page.before ?? Number.MAX_SAFE_INTEGER,
    MOST_DAMAGED,
  )}`;
  const all = new Set([...damaged, ...rows.map(({ idx }) => Number(idx))]);
  return { entries, damaged: [...all].sort((a, b) => b - a).slice(0, MOST_DAMAGED), next };
}

/** What is sealed is compared by opening: pages of candidates, until a page is full or enough was opened. */
async function findByBasis(parts: SearchParts, scope: ReviewScope, query: EntryQuery, page: Page): Promise<FoundPage> {
  const kept: FoundEntry[] = [];
  const damaged: number[] = [];
  let before = page.before;
  for (let opened = 0; opened < MOST_OPENED;) {
    const candidates = await findPage(parts, scope, query, {
      size: OPENED_AT_ONCE,
      ...(before !== undefined && { before }),
    });
    const payloads = await openPayloads(parts, candidates.entries);
    for (const entry of candidates.entries) {
      const why = payloads.get(entry.index)?.sections.get('why')?.value;
      if (why?.legal_basis !== query.legalBasis) continue;
      kept.push(entry);
      if (kept.length === page.size) {
        const passed = candidates.damaged.filter((index) => index > entry.index);
        return { entries: kept, damaged: [...damaged, ...passed], next: entry.index };
      }
    }
    damaged.push(...candidates.damaged);
    before = candidates.next;
    if (before === undefined) return { entries: kept, damaged, next: undefined };
    opened += candidates.entries.length + candidates.damaged.length;
  }
  return { entries: kept, damaged, next: before };
}

/** One entry, if it is in scope; damaged is one of which nothing can be shown. */
export async function findEntry(
  sql: Sql,
  scope: ReviewScope,
  index: number,
): Promise<FoundEntry | 'damaged' | undefined> {
  const { entries, damaged } = await findEntries(sql, scope, [index]);
  return damaged.length > 0 ? 'damaged' : entries[0];
}

/** Those of the entries that are in scope, in the order of their indexes. A leaf that cannot be read is in every scope. */
export async function findEntries(sql: Sql, scope: ReviewScope, indexes: readonly number[]): Promise<FoundEntries> {
  const rows = await sql<EntryRow[]>`
    SELECT h.idx, e.body, e.leaf, c.closing, p.parts, coalesce(h.outcome, c.outcome) AS outcome
      FROM unnest(${indexes as number[]}::bigint[]) AS wanted(idx)
      CROSS JOIN LATERAL (SELECT * FROM audit.entry_header v WHERE v.idx = wanted.idx) AS h
      JOIN audit.log_entry e ON e.idx = h.idx
      ${closing(sql)}
      ${partsOf(sql)}
     WHERE (${within(sql, scope)}) OR h.authority = ${UNREADABLE}
     ORDER BY h.idx`;
  return foundEntries(rows, scope);
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
    SELECT h.idx, e.body, e.leaf, c.closing, p.parts, coalesce(h.outcome, c.outcome) AS outcome
      FROM found AS h
      JOIN audit.log_entry e ON e.idx = h.idx
      ${closing(sql)}
      ${partsOf(sql)}
     ORDER BY h.idx DESC`;
  const shown = rows.slice(0, size);
  return { ...foundEntries(shown, scope), next: rows.length > size ? Number(shown.at(-1)?.idx) : undefined };
}
