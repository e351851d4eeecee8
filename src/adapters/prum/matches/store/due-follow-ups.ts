/** What the clock of matches finds due. Rows are locked one gateway at a time. */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { FollowedCategory } from '../../exchange/category.js';
import type { CoreContent } from '../domain/core-content.js';
import { type FollowUp, SIMULATED_HOLDER } from '../domain/follow-up.js';
import { type FollowUpStep, takeStep } from './follow-up-store.js';
import { type MatchRow, readRow } from './rows.js';
import { type DueAct, openStepFaults, type TriedRow } from './step-faults.js';

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

/** A step that was decided on. */
export interface DecidedStep extends DueFollowUp {
  /** ULID of the act: the same however often it is told, after a crash. */
  readonly actId: string;
  readonly step: FollowUpStep;
}

/** Tells of a step before it is taken. What it rejects is not taken, and is told again. */
export type TellStep = (decided: DecidedStep) => Promise<void>;

/**
 * The store. Each method does one match and answers whether there was one. A step is decided on in a transaction of its own,
 * and from then on no other can be taken; then it is told; then it is taken. So what is told happens, and what happens was
 * told, whatever crashes in between. What fails with a match rejects with a StepFault and is not tried again for a while: the
 * next call is about another.
 */
export interface DueFollowUps {
  /** Lets a simulated holder take its next step. */
  simulated(nowMs: number, decide: (turn: SimulatedTurn) => FollowUpStep | undefined, tell: TellStep): Promise<boolean>;
  /** Notes that core data are overdue; told again if it crashes before it is noted. */
  overdue(nowMs: number, tell: (due: DueFollowUp) => Promise<void>): Promise<boolean>;
  /** Ends one that came to no end. */
  expired(nowMs: number, tell: TellStep): Promise<boolean>;
  /** Closes one whose core data, or refusal, was kept long enough. */
  kept(nowMs: number, tell: TellStep): Promise<boolean>;
  /** Releases that are overdue. */
  countOverdue(nowMs: number): Promise<number>;
  /** What failed when it was last tried. */
  countFailing(): Promise<number>;
  /** Removes what is over for long; some at a time. Returns how many. */
  forget(nowMs: number): Promise<number>;
}

type Due = MatchRow & TriedRow & { readonly category: FollowedCategory['code'] };
type Decided = Omit<Due, 'failures'> & { readonly decided_step: FollowUpStep | null };
type Turn = Due & { readonly held: CoreContent | null; readonly decides: FixedDecision | null };

/** Finds one that is due and locks it. */
type Find<Row extends Due> = (tx: postgres.TransactionSql) => PromiseLike<readonly Row[]>;

/** Opens the store, for all categories. The role of `sql` is ostiary_gateway. */
export function openDueFollowUps(sql: postgres.Sql): DueFollowUps {
  const faults = openStepFaults(sql);
  const dueOf = (row: Omit<Due, 'failures'>): DueFollowUp => ({ category: row.category, followUp: readRow(row) });

  /** Decides on a step of a row, unless that was done before. */
  async function decideOn<Row extends Due>(
    tx: postgres.TransactionSql,
    row: Row,
    nowMs: number,
    decide: (row: Row) => FollowUpStep | undefined,
  ): Promise<void> {
    if (row.decided_id !== null) return;
    const step = decide(row);
    if (step === undefined) throw new Error('a match that is due has no step');
    await tx`
      update prum.match set decided_id = ${ulid(nowMs)}, decided_step = ${JSON.stringify(step)}::text::jsonb
      where id = ${row.id}`;
  }

  /** Tells of what was decided on and takes it, unless another gateway has, or is about to. */
  const take = (id: string, nowMs: number, tell: TellStep): Promise<void> =>
    sql.begin(async (tx) => {
      const [row] = await tx<Decided[]>`
        select * from prum.match where id = ${id} and decided_id is not null for update skip locked`;
      if (row === undefined || row.decided_id === null || row.decided_step === null) return;
      await tell({ ...dueOf(row), actId: row.decided_id, step: row.decided_step });
      const taken = await takeStep(tx, sql`id = ${id}`, row.decided_step, nowMs);
      if (taken === undefined) throw new Error('a step that was decided on could not be taken');
    });

  const one = <Row extends Due>(
    act: DueAct,
    nowMs: number,
    find: Find<Row>,
    decide: (row: Row) => FollowUpStep | undefined,
    tell: TellStep,
  ): Promise<boolean> =>
    faults.attempt(act, nowMs, async (onFound) => {
      const id = await sql.begin(async (tx) => {
        const [row] = await find(tx);
        if (row === undefined) return undefined;
        onFound(row);
        await decideOn(tx, row, nowMs, decide);
        return row.id;
      });
      if (id === undefined) return false;
      await take(id, nowMs, tell);
      return true;
    });

  const end = (nowMs: number, states: readonly string[], act: 'expire' | 'close', tell: TellStep): Promise<boolean> =>
    one<Due>(
      act,
      nowMs,
      (tx) => tx<Due[]>`
        select m.*, f.failures from prum.match m ${faults.join(act)}
        where m.state = any (${[...states]}::text[]) and m.until <= ${new Date(nowMs)}
          and (m.decided_id is null or m.decided_step ->> 'kind' = ${act}) and ${faults.isRipe(nowMs)}
        order by m.id limit 1 for update of m skip locked`,
      () => ({ kind: act, by: undefined }),
      tell,
    );

  return {
    simulated: (nowMs, decide, tell) =>
      one<Turn>(
        'holder',
        nowMs,
        (tx) => tx<Turn[]>`
          select m.*, h.core as held, h.decides, f.failures from prum.match m
            left join prum.simulated_state s on s.category = m.category and s.member_state = m.holding_state
            left join prum.holder_data h on h.reference = m.reference
            ${faults.join('holder')}
          where m.state in ('core_requested', 'authorisation_pending')
            and (m.decided_step ->> 'by' = ${SIMULATED_HOLDER}
              or m.decided_id is null
                and coalesce(m.handler, ${SIMULATED_HOLDER}) = ${SIMULATED_HOLDER}
                and (select max(at) from prum.match_history past where past.match = m.id)
                  + s.decides_after_ms * interval '1 millisecond' <= ${new Date(nowMs)})
            and ${faults.isRipe(nowMs)}
          order by m.id limit 1 for update of m skip locked`,
        (row) => decide({ followUp: readRow(row), core: row.held ?? undefined, decides: row.decides ?? undefined }),
        tell,
      ),
    overdue: (nowMs, tell) =>
      faults.attempt('overdue', nowMs, (onFound) =>
        sql.begin(async (tx) => {
          const [row] = await tx<Due[]>`
            select m.*, f.failures from prum.match m ${faults.join('overdue')}
            where m.state = 'core_requested' and m.release_by < ${new Date(nowMs)} and m.overdue_logged_at is null
              and m.decided_id is null and ${faults.isRipe(nowMs)}
            order by m.id limit 1 for update of m skip locked`;
          if (row === undefined) return false;
          onFound(row);
          await tell(dueOf(row));
          await tx`update prum.match set overdue_logged_at = ${new Date(nowMs)} where id = ${row.id}`;
          return true;
        }),
      ),
    expired: (nowMs, tell) => end(nowMs, ['confirmed', 'core_requested', 'authorisation_pending'], 'expire', tell),
    kept: (nowMs, tell) => end(nowMs, ['released', 'refused'], 'close', tell),
    async countOverdue(nowMs) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from prum.match
        where state = 'core_requested' and release_by < ${new Date(nowMs)}`;
      return row?.count ?? 0;
    },
    countFailing: () => faults.count(),
    async forget(nowMs) {
      const [row] = await sql<{ count: number }[]>`select prum.forget_matches(${new Date(nowMs)}) as count`;
      return row?.count ?? 0;
    },
  };
}
