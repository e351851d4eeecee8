import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import type { HolderMatch } from '../holders/record-holder.js';

/** Days for which a match can be followed up, as the database has it (migrations/police-records/0002-requests.sql). */
const FOLLOWED_UP_WITHIN_MS = 30 * 86_400_000;

/** Matches that can be followed up. */
export interface MatchStore {
  /** Notes what a search of an authority found. What was noted of a search of the same number before stands. */
  remember(search: string, authority: string, matches: readonly HolderMatch[]): Promise<void>;
  /** Quality of a match of the authority's own search; undefined when it is none, or too old. */
  qualityOf(search: string, authority: string, recordReference: string): Promise<number | undefined>;
}

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openMatchStore(sql: postgres.Sql, clock: Clock): MatchStore {
  return {
    async remember(search, authority, matches) {
      if (matches.length === 0) return;
      await sql`
        insert into police_records.search_match (search, record_reference, authority, quality, found_at)
        select ${search}, given.reference, ${authority}, given.quality, ${new Date(clock.now())}
        from unnest(${matches.map(({ reference }) => reference)}::text[], ${matches.map(({ quality }) => quality)}::int[])
          as given (reference, quality)
        on conflict do nothing`;
    },
    async qualityOf(search, authority, recordReference) {
      const [row] = await sql<{ quality: number }[]>`
        select quality from police_records.search_match
        where search = ${search} and authority = ${authority} and record_reference = ${recordReference}
          and found_at > ${new Date(clock.now() - FOLLOWED_UP_WITHIN_MS)}`;
      return row?.quality;
    },
  };
}
