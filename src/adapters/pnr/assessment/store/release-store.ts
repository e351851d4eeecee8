/** Releases: to whom a match was passed on, each once, and what a recipient may ask for. */
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { dayOf } from '../../domain/retention.js';
import type { Release } from '../domain/match.js';

/** A match that was passed on to somebody, as they are told of it: codes and times. */
export interface ReceivedMatch {
  readonly id: string;
  readonly record: string;
  readonly recordVersion: number;
  readonly foundAtMs: number;
  readonly reviewByMs: number;
  readonly release: Release;
}

/** The store. */
export interface ReleaseStore {
  /** Passes a match on. False when there is none, it is not confirmed, or the recipient has it already. */
  release(match: string, release: Release): Promise<boolean>;
  /**
   * What was passed on to a recipient and can be read still, the newest release first, behind that match. A match that is
   * not the recipient's has nothing behind it.
   */
  receivedBy(recipient: string, after: string | undefined, most: number): Promise<readonly ReceivedMatch[]>;
}

interface ReceivedRow {
  readonly id: string;
  readonly record: string;
  readonly recordVersion: number;
  readonly foundAt: Date;
  readonly reviewBy: Date;
  readonly officer: string;
  readonly releasedAt: Date;
}

/**
 * Opens it under the gateway's role. A recipient is told of nothing whose six months are over by this clock, whatever keeps
 * the clock of passenger name records from its round.
 */
export function openReleaseStore(sql: postgres.Sql, clock: Clock): ReleaseStore {
  return {
    release: (match, { officer, atMs, recipient }) =>
      sql.begin(async (tx) => {
        // The match is locked first: where its record is deleted meanwhile, there is none when that is done.
        const rows = await tx`
          insert into pnr.release (match, recipient, released_by, released_at)
          select id, ${recipient}, ${officer}, ${new Date(atMs)} from pnr.match
          where id = ${match} and state in ('confirmed', 'released')
          for key share
          on conflict do nothing
          returning match`;
        if (rows.length === 0) return false;
        await tx`update pnr.match set state = 'released' where id = ${match} and state = 'confirmed'`;
        return true;
      }),
    async receivedBy(recipient, after, most) {
      const rows = await sql<ReceivedRow[]>`
        select m.id, m.record, m.record_version as "recordVersion", m.found_at as "foundAt", m.review_by as "reviewBy",
          r.released_by as officer, r.released_at as "releasedAt"
        from pnr.release r
          join pnr.match m on m.id = r.match
          join pnr.record p on p.id = m.record and p.transferred_on = m.transferred_on and p.state = 'active'
        where r.recipient = ${recipient} and p.transferred_on + interval '6 months' > ${dayOf(clock.now())}::date
          ${
            after === undefined
              ? sql``
              : sql`and (r.released_at, r.match) < (
                  select released_at, match from pnr.release where match = ${after} and recipient = ${recipient})`
          }
        order by r.released_at desc, r.match desc
        limit ${most}`;
      return rows.map(({ foundAt, reviewBy, officer, releasedAt, ...row }) => ({
        ...row,
        foundAtMs: foundAt.getTime(),
        reviewByMs: reviewBy.getTime(),
        release: { officer, atMs: releasedAt.getTime(), recipient },
      }));
    },
  };
}
