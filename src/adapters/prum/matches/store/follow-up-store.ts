/**
 * Matches of a category in the database. Every step is one conditional UPDATE, so that any number of gateways agree on who
 * was first.
 */
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import type { CategoryCode } from '../../exchange/category.js';
import type { CoreContent } from '../domain/core-content.js';
import type { CoreRequestContent, FollowUp, MatchReview, PastState } from '../domain/follow-up.js';
import { type FollowUpState, type FollowUpStepKind, KNOWN_TO_HOLDER, stepRule } from '../domain/follow-up-states.js';
import { type MatchRow, readRow } from './rows.js';

/** Which matches: those of an authority, or those with data of a state. */
export type MatchesOf = { readonly authority: string } | { readonly holdingState: string };

/** Which match: by its identifier, or by the search that found it and the reference number. */
export type WhichMatch = { readonly id: string } | { readonly search: string; readonly reference: string };

/** A page, newest first. */
export interface PageOf {
  readonly size: number;
  /** Identifier before which the page begins. */
  readonly before: string | undefined;
}

/** A step, and what it brings. */
export interface FollowUpStep {
  readonly kind: FollowUpStepKind;
  /** Authority that takes it; undefined for time. */
  readonly by: string | undefined;
  /** Set by steps of the holder: who has it in hand from now on. */
  readonly handler?: string;
  readonly confirmedAtMs?: number;
  readonly review?: MatchReview;
  readonly content?: CoreRequestContent;
  readonly decision?: string;
  readonly core?: CoreContent;
  /** Until when it is kept in the state it comes into. */
  readonly untilMs?: number;
  /** By when core data are to be released. */
  readonly releaseByMs?: number;
}

/** The store. */
export interface FollowUpStore {
  /** A match as one of its sides sees it; undefined when there is none, none of theirs, or none any more. */
  find(which: WhichMatch, whose: MatchesOf): Promise<FollowUp | undefined>;
  history(id: string): Promise<readonly PastState[]>;
  /** Matches that were confirmed, or were not; those that nobody has looked at stand in the answer to their search. */
  list(whose: MatchesOf, states: readonly FollowUpState[], page: PageOf): Promise<readonly FollowUp[]>;
  /** The same as `find`, by an authority of the holding state, which has it in hand from then on unless another has. */
  take(id: string, whose: MatchesOf, handler: string): Promise<FollowUp | undefined>;
  /** Takes a step; undefined, and nothing changed, when it was not possible any more, or another was decided on. */
  step(which: WhichMatch, whose: MatchesOf, step: FollowUpStep): Promise<FollowUp | undefined>;
}

/** Connection or transaction. */
type Sql = postgres.Sql | postgres.TransactionSql;

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openFollowUpStore(sql: postgres.Sql, category: CategoryCode, clock: Clock): FollowUpStore {
  const ofSide = (whose: MatchesOf) =>
    'authority' in whose
      ? sql`category = ${category} and authority = ${whose.authority}`
      : sql`category = ${category} and holding_state = ${whose.holdingState}
          and state = any (${[...KNOWN_TO_HOLDER]}::text[]) and confirmed_at is not null`;
  const exactly = (which: WhichMatch) =>
    'id' in which ? sql`id = ${which.id}` : sql`search = ${which.search} and reference = ${which.reference}`;
  // Whoever asks finds no match whose time is over, whether or not a round of the clock has come by; one that has ended is
  // known for as long as the database keeps it.
  const known = () => sql`(until > ${new Date(clock.now())} or state in ('closed', 'expired'))`;
  return {
    async find(which, whose) {
      const [row] = await sql<
        MatchRow[]
      >`select * from prum.match where ${exactly(which)} and ${ofSide(whose)} and ${known()}`;
      return row && readRow(row);
    },
    async history(id) {
      const rows = await sql<{ state: FollowUpState; at: Date; changed_by: string | null }[]>`
        select state, at, changed_by from prum.match_history where match = ${id} order by id`;
      return rows.map(({ state, at, changed_by }) => ({
        state,
        atMs: at.getTime(),
        changedBy: changed_by ?? undefined,
      }));
    },
    async list(whose, states, { size, before }) {
      const rows = await sql<MatchRow[]>`
        select * from prum.match
        where ${ofSide(whose)} and ${known()} and ${states.length === 0 ? sql`state <> 'matched'` : sql`state = any (${[...states]}::text[])`}
          ${before === undefined ? sql`` : sql`and id < ${before}`}
        order by id desc limit ${size}`;
      return rows.map(readRow);
    },
    async take(id, whose, handler) {
      const [row] = await sql<MatchRow[]>`
        update prum.match set handler = coalesce(handler, ${handler})
        where id = ${id} and ${ofSide(whose)} and ${known()} returning *`;
      return row && readRow(row);
    },
    step: (which, whose, step) =>
      takeStep(
        sql,
        sql`${exactly(which)} and ${ofSide(whose)} and ${known()} and decided_id is null`,
        step,
        clock.now(),
      ),
  };
}

/** Takes a step, at a given time, within a transaction if it is given one. `condition` says which match is meant. */
export async function takeStep(
  sql: Sql,
  condition: postgres.PendingQuery<postgres.Row[]>,
  step: FollowUpStep,
  nowMs: number,
): Promise<FollowUp | undefined> {
  const now = new Date(nowMs);
  const { from, to } = stepRule(step.kind);
  const rows = await sql<MatchRow[]>`
    update prum.match
    set state = ${to}, changed_by = ${step.by ?? null}, changed_at = ${now}, decided_id = null, decided_step = null
      ${effectsOf(sql, step, now)}
    where state = any (${[...from]}::text[]) and ${condition}
    returning *`;
  return rows[0] && readRow(rows[0]);
}

/** What a step changes besides the state. Whoever ends a match has its data erased (Art. 50(3)). */
function effectsOf(sql: Sql, step: FollowUpStep, now: Date) {
  const { kind, handler, confirmedAtMs, review, content, decision, core, untilMs, releaseByMs } = step;
  if (kind === 'close' || kind === 'expire') {
    return sql`, review = null, content = null, decision = null, core = null, release_by = null,
      until = least(until, ${now})`;
  }
  return sql`
    ${handler === undefined ? sql`` : sql`, handler = ${handler}`}
    ${confirmedAtMs === undefined ? sql`` : sql`, confirmed_at = ${new Date(confirmedAtMs)}`}
    ${review === undefined ? sql`` : sql`, review = ${JSON.stringify(review)}::text::jsonb`}
    ${content === undefined ? sql`` : sql`, content = ${JSON.stringify(content)}::text::jsonb`}
    ${decision === undefined ? sql`` : sql`, decision = ${decision}`}
    ${core === undefined ? sql`` : sql`, core = ${JSON.stringify(core)}::text::jsonb`}
    ${untilMs === undefined ? sql`` : sql`, until = ${new Date(untilMs)}`}
    , release_by = ${releaseByMs === undefined ? null : new Date(releaseByMs)}`;
}
