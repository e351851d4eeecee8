/**
 * The counts that all gateway processes share, in PostgreSQL: one clock, that of the database server, decides for all
 * (access.server_time). They compare processes with each other; nothing that has legal effect goes by that clock.
 */
import type postgres from 'postgres';
import type { QuotaShare } from './quota-table.js';
import type { Rate } from './rate-table.js';

/** Tokens handed to a process. */
export interface Handful {
  /** Tokens granted; 0 when the bucket is empty. */
  readonly granted: number;
  /** When nothing was granted: milliseconds until there is a token again. */
  readonly retryMs: number;
}

/** What one process takes and tells. */
export interface SharedCounts {
  /** Takes from all quotas or from none. Resolves to the one that has too little left, or undefined. */
  takeQuota(shares: readonly QuotaShare[]): Promise<QuotaShare | undefined>;
  /** Takes up to so many tokens of an authority's bucket. */
  lease(rate: Rate, authority: string, wanted: number): Promise<Handful>;
  /** Tells this process's shares by system, and resolves to the least among all living processes. */
  tellShares(process: string, shares: ReadonlyMap<string, Shares>): Promise<ReadonlyMap<string, Shares>>;
  /** Forgets this process. */
  leave(process: string): Promise<void>;
  /** Forgets whatever counted in periods long past. */
  sweep(): Promise<void>;
}

/** Part of their room that the classes which may be shed have, from 0 to 1. */
export interface Shares {
  readonly bulk: number;
  readonly case: number;
}

/** A process that said nothing for so long is not counted, in seconds. */
const SILENCE_SECONDS = 5;

/** Opens the counts on a pool with the rights of ostiary_gateway; the pool stays the caller's. */
export function openSharedCounts(sql: postgres.Sql): SharedCounts {
  return {
    async takeQuota(shares) {
      if (shares.length === 0) return undefined;
      const [row] = await sql<{ place: number }[]>`
        select access.take_quota(
          ${shares.map(({ quota }) => quota.id)}, ${shares.map(({ requester }) => requester)},
          ${shares.map(({ counterpart }) => counterpart)},
          ${shares.map(({ quota }) => quota.period)}, ${shares.map(({ amount }) => amount)},
          ${shares.map(({ quota }) => quota.limit)}) as place`;
      if (row === undefined) throw new Error('the quotas gave no answer');
      return row.place === 0 ? undefined : shares[row.place - 1];
    },
    async lease({ id, perSecond, burst }, authority, wanted) {
      const [row] = await sql<Handful[]>`
        select granted, retry_ms as "retryMs"
        from access.lease_tokens(${id}, ${authority}, ${perSecond}, ${burst}, ${wanted})`;
      if (row === undefined) throw new Error('the rates gave no answer');
      return row;
    },
    async tellShares(process, shares) {
      const told = [...shares];
      const rows = await sql<({ system: string } & Shares)[]>`
        with told as (
          select * from unnest(
            ${told.map(([system]) => system)}::text[], ${told.map(([, { bulk }]) => bulk)}::float8[],
            ${told.map(([, own]) => own.case)}::float8[]) as t (system, bulk, cases)
        ), kept as (
          insert into access.process_load (process, system, bulk_share, case_share, seen_at)
          select ${process}, system, bulk, cases, access.server_time() from told
          on conflict (process, system) do update
            set bulk_share = excluded.bulk_share, case_share = excluded.case_share, seen_at = excluded.seen_at
        )
        select told.system, least(bulk, min(bulk_share)) as bulk, least(cases, min(case_share)) as case
        from told
        left join access.process_load as other on other.system = told.system and other.process <> ${process}
          and other.seen_at > access.server_time() - make_interval(secs => ${SILENCE_SECONDS})
        group by told.system, bulk, cases`;
      return new Map(rows.map((row) => [row.system, { bulk: row.bulk, case: row.case }]));
    },
    async leave(process) {
      await sql`delete from access.process_load where process = ${process}`;
    },
    async sweep() {
      await sql`delete from access.process_load where seen_at < access.server_time() - interval '1 hour'`;
      await sql`delete from access.quota_use where period_start < access.server_time() - interval '7 days'`;
      await sql`delete from access.rate_bucket where filled_at < access.server_time() - interval '7 days'`;
    },
  };
}
