/** What the clock of matches finds due. Rows are locked one gateway at a time; each is done in a transaction of its own. */
import type postgres from 'postgres';
import type { FollowedCategory } from '../../exchange/category.js';
import type { CoreContent } from '../domain/core-content.js';
import { type FollowUp, SIMULATED_HOLDER } from '../domain/follow-up.js';
import { type FollowUpStep, takeStep } from './follow-up-store.js';
import { type MatchRow, readRow } from './rows.js';

/** How a simulated holder decides on data, where that is fixed. */
export type FixedDecision = 'release' | 'refuse' | 'await';

/** A request for core data whose holder nobody plays. */
export interface SimulatedTurn {
  readonly followUp: FollowUp;
  /** What the holder has; undefined when it has it no more. */
  readonly core: CoreContent | undefined;
  readonly decides: FixedDecision | undefined;
}

/** A match, with the category it is of. */
export interface DueFollowUp {
  readonly category: FollowedCategory['code'];
  readonly followUp: FollowUp;
}

/** The store. Each method does one match and answers whether there was one; it rejects, with nothing changed, when `work` does. */
export interface DueFollowUps {
  /** Lets a simulated holder take its next step. */
  simulated(
    nowMs: number,
    work: (turn: SimulatedTurn & DueFollowUp) => Promise<FollowUpStep | undefined>,
  ): Promise<boolean>;
  /** Notes that core data are overdue. */
  overdue(nowMs: number, work: (due: DueFollowUp) => Promise<void>): Promise<boolean>;
  /** Ends one that came to no end. */
  expired(nowMs: number, work: (due: DueFollowUp) => Promise<void>): Promise<boolean>;
  /** Closes one whose core data, or refusal, was kept long enough. */
  kept(nowMs: number, work: (due: DueFollowUp) => Promise<void>): Promise<boolean>;
  /** Releases that are overdue. */
  countOverdue(nowMs: number): Promise<number>;
  /** Removes what is over for long; some at a time. Returns how many. */
  forget(): Promise<number>;
}

type Due = MatchRow & { readonly category: FollowedCategory['code'] };
type Turn = Due & { readonly held: CoreContent | null; readonly decides: FixedDecision | null };

/** Opens the store, for all categories. The role of `sql` is ostiary_gateway. */
export function openDueFollowUps(sql: postgres.Sql): DueFollowUps {
  /** Locks one of the rows that a query finds, and does it. */
  async function one<Row extends Due>(
    find: (tx: postgres.TransactionSql) => PromiseLike<readonly Row[]>,
    work: (row: Row, tx: postgres.TransactionSql) => Promise<void>,
  ): Promise<boolean> {
    return sql.begin(async (tx) => {
      const [row] = await find(tx);
      if (row === undefined) return false;
      await work(row, tx);
      return true;
    });
  }
  const dueOf = (row: Due): DueFollowUp => ({ category: row.category, followUp: readRow(row) });
  const end = (
    nowMs: number,
    states: readonly string[],
    kind: 'expire' | 'close',
    work: (due: DueFollowUp) => Promise<void>,
  ): Promise<boolean> =>
    one<Due>(
      (tx) => tx<Due[]>`
        select * from prum.match
        where state = any (${[...states]}::text[]) and until <= ${new Date(nowMs)}
        order by id limit 1 for update skip locked`,
      async (row, tx) => {
        await work(dueOf(row));
        await takeStep(tx, sql`id = ${row.id}`, { kind, by: undefined });
      },
    );
  return {
    simulated: (nowMs, work) =>
      one<Turn>(
        (tx) => tx<Turn[]>`
          select m.*, h.core as held, h.decides from prum.match m
            join prum.simulated_state s on s.category = m.category and s.member_state = m.holding_state
            left join prum.holder_data h on h.reference = m.reference
          where m.state in ('core_requested', 'authorisation_pending')
            and coalesce(m.handler, ${SIMULATED_HOLDER}) = ${SIMULATED_HOLDER}
            and (select max(at) from prum.match_history past where past.match = m.id)
              + s.decides_after_ms * interval '1 millisecond' <= ${new Date(nowMs)}
          order by m.id limit 1 for update of m skip locked`,
        async (row, tx) => {
          const step = await work({
            ...dueOf(row),
            core: row.held ?? undefined,
            decides: row.decides ?? undefined,
          });
          if (step !== undefined) await takeStep(tx, sql`id = ${row.id}`, step);
        },
      ),
    overdue: (nowMs, work) =>
      one<Due>(
        (tx) => tx<Due[]>`
          select * from prum.match
          where state = 'core_requested' and release_by < ${new Date(nowMs)} and overdue_logged_at is null
          order by id limit 1 for update skip locked`,
        async (row, tx) => {
          await work(dueOf(row));
          await tx`update prum.match set overdue_logged_at = now() where id = ${row.id}`;
        },
      ),
    expired: (nowMs, work) => end(nowMs, ['confirmed', 'core_requested', 'authorisation_pending'], 'expire', work),
    kept: (nowMs, work) => end(nowMs, ['released', 'refused'], 'close', work),
    async countOverdue(nowMs) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from prum.match
        where state = 'core_requested' and release_by < ${new Date(nowMs)}`;
      return row?.count ?? 0;
    },
    async forget() {
      const [row] = await sql<{ count: number }[]>`select prum.forget_matches() as count`;
      return row?.count ?? 0;
    },
  };
}
