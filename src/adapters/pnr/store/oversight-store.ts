/** Unmaskings and numbers, for the data protection officer of the unit. */
import type postgres from 'postgres';
import { DELETION_CATEGORIES, type Deletions } from '../domain/deletion.js';

export type Verdict = 'justified' | 'not_justified';

/** A record that was shown with what had been masked. */
export interface Unmasking {
  readonly request: string;
  readonly record: string;
  readonly authority: string;
  readonly unmaskedAtMs: number;
  readonly verdict: Verdict | undefined;
  readonly reviewedAtMs: number | undefined;
}

/** Which unmaskings. */
export interface UnmaskingPage {
  readonly onlyOpen: boolean;
  readonly size: number;
  /** Request of the last one of the page before. */
  readonly before: string | undefined;
}

/** Numbers. */
export interface PnrStatistics {
  readonly pushes: number;
  readonly records: number;
  readonly deletions: Deletions;
  readonly active: number;
  readonly flagged: number;
  readonly masked: number;
  readonly unmaskings: number;
}

/** The store. */
export interface OversightStore {
  /** Remembers one, durably. */
  note(unmasking: Pick<Unmasking, 'request' | 'record' | 'authority' | 'unmaskedAtMs'>): Promise<void>;
  /** Newest first. */
  list(page: UnmaskingPage): Promise<readonly Unmasking[]>;
  /** Notes what a review found; undefined if there is no such unmasking, or it was reviewed. */
  review(request: string, verdict: Verdict, nowMs: number): Promise<Unmasking | undefined>;
  /** Of pushes and unmaskings from one day to another, both included, and of records as they are. */
  statistics(fromDate: string, toDate: string): Promise<PnrStatistics>;
}

interface Row {
  readonly request: string;
  readonly record: string;
  readonly authority: string;
  readonly unmaskedAt: Date;
  readonly verdict: Verdict | null;
  readonly reviewedAt: Date | null;
}

interface Numbers {
  readonly pushes: number;
  readonly records: number;
  readonly active: number;
  readonly flagged: number;
  readonly masked: number;
  readonly unmaskings: number;
}

/** Opens it under the gateway's role. */
export function openOversightStore(sql: postgres.Sql): OversightStore {
  const columns = sql`request, record, authority, unmasked_at as "unmaskedAt", verdict, reviewed_at as "reviewedAt"`;
  return {
    async note({ request, record, authority, unmaskedAtMs }) {
      await sql`
        insert into pnr.unmasking (request, record, authority, unmasked_at)
        values (${request}, ${record}, ${authority}, ${new Date(unmaskedAtMs)})`;
    },
    async list({ onlyOpen, size, before }) {
      const rows = await sql<Row[]>`
        select ${columns} from pnr.unmasking
        where true ${onlyOpen ? sql`and verdict is null` : sql``} ${before === undefined ? sql`` : sql`and request < ${before}`}
        order by request desc limit ${size}`;
      return rows.map(unmaskingOf);
    },
    async review(request, verdict, nowMs) {
      const [row] = await sql<Row[]>`
        update pnr.unmasking set verdict = ${verdict}, reviewed_at = ${new Date(nowMs)}
        where request = ${request} and verdict is null
        returning ${columns}`;
      return row && unmaskingOf(row);
    },
    async statistics(fromDate, toDate) {
      const [numbers] = await sql<Numbers[]>`
        with pushed as (
          select acknowledgement from pnr.push
          where received_at >= ${fromDate}::date and received_at < ${toDate}::date + 1)
        select (select count(*)::int from pushed) as pushes,
          (select coalesce(sum((acknowledgement ->> 'records')::int), 0)::int from pushed) as records,
          count(*) filter (where state = 'active')::int as active,
          count(*) filter (where state = 'active' and term = 'flagged')::int as flagged,
          count(*) filter (where state = 'masked')::int as masked,
          (select count(*)::int from pnr.unmasking
            where unmasked_at >= ${fromDate}::date and unmasked_at < ${toDate}::date + 1) as unmaskings
        from pnr.record`;
      if (numbers === undefined) throw new Error('PostgreSQL counted nothing');
      const deleted = await sql<{ category: string; count: number }[]>`
        select d.key as category, sum(d.value::int)::int as count
        from pnr.push p, jsonb_each_text(p.acknowledgement -> 'deletions') d
        where p.received_at >= ${fromDate}::date and p.received_at < ${toDate}::date + 1
        group by d.key`;
      const counts = new Map(deleted.map(({ category, count }) => [category, count]));
      const deletions = DELETION_CATEGORIES.flatMap((category) => {
        const count = counts.get(category);
        return count === undefined ? [] : [[category, count]];
      });
      return { ...numbers, deletions: Object.fromEntries(deletions) as Deletions };
    },
  };
}

const unmaskingOf = ({ unmaskedAt, reviewedAt, verdict, ...row }: Row): Unmasking => ({
  ...row,
  unmaskedAtMs: unmaskedAt.getTime(),
  verdict: verdict ?? undefined,
  reviewedAtMs: reviewedAt?.getTime(),
});
