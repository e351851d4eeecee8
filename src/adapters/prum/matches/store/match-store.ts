import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { CategoryCode } from '../../exchange/category.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import type { FoundMatch } from '../domain/follow-up.js';

/** A search that found something. */
export interface MatchingSearch {
  /** Number of the search: a ULID. */
  readonly search: string;
  readonly authority: string;
  readonly askingState: string;
  /** Reference number of what was searched for, at the authority that searched; left out by who gives none. */
  readonly ownReference?: string | undefined;
  readonly foundAtMs: number;
}

/** Remembers what searches of a category found, so that only that can be followed up. */
export interface MatchStore {
  /** Notes matches. What was noted of a search of the same number before stands. */
  remember(search: MatchingSearch, matches: readonly FoundMatch[]): Promise<void>;
}

/** Time within which a match can be confirmed. */
const CONFIRM_WITHIN_MS = 30 * 24 * 3_600_000;

/** Opens the store of a category. The role of `sql` is ostiary_gateway. */
export function openMatchStore(sql: postgres.Sql, category: CategoryCode): MatchStore {
  return {
    async remember({ search, authority, askingState, ownReference, foundAtMs }, matches) {
      if (matches.length === 0) return;
      const foundAt = new Date(foundAtMs);
      const until = new Date(foundAtMs + CONFIRM_WITHIN_MS);
      await sql`
        insert into prum.match (id, category, state, search, reference, holding_state, asking_state, authority, quality,
                                found_at, until, changed_by, changed_at, own_reference)
        select given.id, ${category}, 'matched', ${search}, given.reference, given.holding_state, ${askingState},
          ${authority}, given.quality, ${foundAt}, ${until}, ${authority}, ${foundAt}, ${ownReference ?? null}::text
        from unnest(${matches.map(() => ulid(foundAtMs))}::text[], ${matches.map(({ reference }) => reference)}::text[],
                    ${matches.map(({ reference }) => stateOf(reference))}::text[],
                    ${matches.map(({ quality }) => quality)}::int[])
          as given (id, reference, holding_state, quality)
        on conflict do nothing`;
    },
  };
}
