import type postgres from 'postgres';
import type { HolderMatch } from '../holders/record-holder.js';

/** Matches that can be followed up: 30 days, as the database has it (migrations/police-records/0002-requests.sql). */
export interface MatchStore {
  /** Notes what a search of an authority found. What was noted of a search of the same number before stands. */
  remember(search: string, authority: string, matches: readonly HolderMatch[]): Promise<void>;
  /** Quality of a match of the authority's own search; undefined when it is none, or too old. */
  qualityOf(search: string, authority: string, recordReference: string): Promise<number | undefined>;
}

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openMatchStore(sql: postgres.Sql): MatchStore {
  return {
    async remember(search, authority, matches) {
      if (matches.length === 0) return;
      await sql`
        insert into police_records.search_match (search, record_reference, authority, quality)
        select ${search}, given.reference, ${authority}, given.quality
        from unnest(${matches.map(({ reference }) => reference)}::text[], ${matches.map(({ quality }) => quality)}::int[])
          as given (reference, quality)
        on conflict do nothing`;
    },
    async qualityOf(search, authority, recordReference) {
      const [row] = await sql<{ quality: number }[]>`
        select quality from police_records.search_match
        where search = ${search} and authority = ${authority} and record_reference = ${recordReference}
          and found_at > now() - interval '30 days'`;
      return row?.quality;
    },
  };
}
