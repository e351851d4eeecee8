/**
 * Requests for records in the database. Every step is one conditional UPDATE, so that any number of gateways agree on who
 * was first.
 */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import type { DeliveredRecord, Exchanged, PastState, RecordRequest, RequestContent } from '../domain/record-request.js';
import { type RequestState, type RequestStepKind, stepRule } from '../domain/request-states.js';

/** A request that is sent. */
export type NewRequest = Pick<
  RecordRequest,
  'id' | 'recordReference' | 'holdingState' | 'askingState' | 'authority' | 'officer' | 'quality'
> & {
  readonly search: string;
  readonly content: RequestContent;
  readonly decideByMs: number;
  readonly expiresAtMs: number;
};

/** Which requests: those of an authority, or those to a state. */
export type RequestsOf = { readonly authority: string } | { readonly holdingState: string };

/** A page, newest first. */
export interface PageOf {
  readonly size: number;
  /** Identifier before which the page begins. */
  readonly before: string | undefined;
}

/** A step, and what it brings. */
export interface RequestStep {
  readonly kind: RequestStepKind;
  /** Authority that takes it; undefined for time. */
  readonly by: string | undefined;
  /** Set by steps of the holder: who has the request in hand from now on. */
  readonly handler?: string;
  readonly decision?: string;
  /** Asked back. */
  readonly question?: string;
  /** Answered. */
  readonly answer?: string;
  readonly delivered?: DeliveredRecord;
  readonly decideByMs?: number;
  readonly keepUntilMs?: number;
}

/** Connection or transaction. */
type Sql = postgres.Sql | postgres.TransactionSql;

/** The store. What is over by its clock is ended and erased for whoever asks, whether or not a round of the clock has come by. */
export interface RequestStore {
  /** Undefined, and nothing changed, when there is a request with this identifier. */
  send(request: NewRequest): Promise<RecordRequest | undefined>;
  /** A request as one of its sides sees it; undefined when there is none, or none of theirs. */
  find(id: string, whose: RequestsOf): Promise<RecordRequest | undefined>;
  history(id: string): Promise<readonly PastState[]>;
  list(whose: RequestsOf, states: readonly RequestState[], page: PageOf): Promise<readonly RecordRequest[]>;
  /** Takes a step; undefined, and nothing changed, when it was not possible any more. */
  step(id: string, whose: RequestsOf, step: RequestStep): Promise<RecordRequest | undefined>;
}

interface RequestRow {
  readonly id: string;
  readonly state: RequestState;
  readonly record_reference: string;
  readonly holding_state: string;
  readonly asking_state: string;
  readonly authority: string;
  readonly officer: string;
  readonly quality: number;
  readonly asked_at: Date;
  readonly decide_by: Date;
  readonly expires_at: Date;
  readonly keep_until: Date | null;
  readonly handler: string | null;
  readonly content: RequestContent | null;
  readonly correspondence: readonly { readonly question: string; readonly answer?: string }[] | null;
  readonly decision: string | null;
  readonly delivered: DeliveredRecord | null;
}

/** A row with the state in which it stands by the time, which may be over since. */
type StandingRow = RequestRow & { readonly standing: RequestState };

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openRequestStore(sql: postgres.Sql, clock: Clock): RequestStore {
  /** What time has made of a request: the states that `expire` and `close` leave from, and where they lead. */
  const standing = () => {
    const now = new Date(clock.now());
    return sql`case
      when state = any (${[...stepRule('expire').from]}::text[]) and expires_at <= ${now} then 'expired'
      when keep_until <= ${now} then 'closed'
      else state end`;
  };
  const which = (whose: RequestsOf) =>
    'authority' in whose ? sql`authority = ${whose.authority}` : sql`holding_state = ${whose.holdingState}`;
  return {
    async send(request) {
      const now = new Date(clock.now());
      const [row] = await sql<RequestRow[]>`
        insert into police_records.request (id, state, record_reference, holding_state, asking_state, authority, officer,
                                            search, quality, asked_at, decide_by, expires_at, content, changed_by,
                                            changed_at)
        values (${request.id}, 'requested', ${request.recordReference}, ${request.holdingState}, ${request.askingState},
                ${request.authority}, ${request.officer}, ${request.search}, ${request.quality}, ${now},
                ${new Date(request.decideByMs)}, ${new Date(request.expiresAtMs)},
                ${JSON.stringify(request.content)}::text::jsonb, ${request.authority}, ${now})
        on conflict do nothing
        returning *`;
      return row && readRow(row);
    },
    async find(id, whose) {
      const [row] = await sql<StandingRow[]>`
        select *, ${standing()} as standing from police_records.request where id = ${id} and ${which(whose)}`;
      return row && readRow(inTime(row));
    },
    async history(id) {
      const rows = await sql<{ state: RequestState; at: Date; changed_by: string | null }[]>`
        select state, at, changed_by from police_records.request_history where request = ${id} order by id`;
      return rows.map(({ state, at, changed_by }) => ({
        state,
        atMs: at.getTime(),
        changedBy: changed_by ?? undefined,
      }));
    },
    async list(whose, states, { size, before }) {
      const rows = await sql<StandingRow[]>`
        select *, ${standing()} as standing from police_records.request
        where ${which(whose)}
          ${states.length === 0 ? sql`` : sql`and ${standing()} = any (${[...states]}::text[])`}
          ${before === undefined ? sql`` : sql`and id < ${before}`}
        order by id desc limit ${size}`;
      return rows.map((row) => readRow(inTime(row)));
    },
    step: (id, whose, step) => takeStep(sql, id, sql`${which(whose)} and state = ${standing()}`, step, clock.now()),
  };
}

/** A row as whoever asks gets it: without data where its time is over, as the clock would leave it. */
const inTime = ({ standing, ...row }: StandingRow): RequestRow =>
  standing === row.state
    ? row
    : { ...row, state: standing, content: null, correspondence: null, decision: null, delivered: null };

/** Takes a step, at a given time, within a transaction if it is given one. `condition` says which requests are meant. */
export async function takeStep(
  sql: Sql,
  id: string,
  condition: postgres.PendingQuery<postgres.Row[]>,
  step: RequestStep,
  nowMs: number,
): Promise<RecordRequest | undefined> {
  const { from, to } = stepRule(step.kind);
  const rows = await sql<RequestRow[]>`
    update police_records.request
    set state = ${to}, changed_by = ${step.by ?? null}, changed_at = ${new Date(nowMs)} ${effectsOf(sql, step)}
    where id = ${id} and state = any (${[...from]}::text[]) and ${condition}
    returning *`;
  return rows[0] && readRow(rows[0]);
}

/** What a step changes besides the state. Whoever ends a request has its data erased. */
function effectsOf(sql: Sql, step: RequestStep) {
  const { kind, handler, decision, question, answer, delivered, decideByMs, keepUntilMs } = step;
  if (kind === 'close' || kind === 'expire') {
    return sql`, content = null, correspondence = null, decision = null, delivered = null`;
  }
  return sql`
    ${handler === undefined ? sql`` : sql`, handler = ${handler}`}
    ${decision === undefined ? sql`` : sql`, decision = ${decision}`}
    ${
      question === undefined
        ? sql``
        : sql`, correspondence = coalesce(correspondence, '[]') || jsonb_build_object('question', ${question}::text)`
    }
    ${
      answer === undefined
        ? sql``
        : sql`, correspondence = jsonb_set(correspondence, array['-1', 'answer'], to_jsonb(${answer}::text))`
    }
    ${delivered === undefined ? sql`` : sql`, delivered = ${JSON.stringify(delivered)}::text::jsonb`}
    ${decideByMs === undefined ? sql`` : sql`, decide_by = ${new Date(decideByMs)}, overdue_logged_at = null`}
    ${keepUntilMs === undefined ? sql`` : sql`, keep_until = ${new Date(keepUntilMs)}`}`;
}

/** A request as the domain has it. */
export const readRow = (row: RequestRow): RecordRequest => ({
  id: row.id,
  state: row.state,
  recordReference: row.record_reference,
  holdingState: row.holding_state,
  askingState: row.asking_state,
  authority: row.authority,
  officer: row.officer,
  quality: row.quality,
  askedAtMs: row.asked_at.getTime(),
  decideByMs: row.decide_by.getTime(),
  expiresAtMs: row.expires_at.getTime(),
  keepUntilMs: row.keep_until?.getTime(),
  handler: row.handler ?? undefined,
  content: row.content ?? undefined,
  correspondence: (row.correspondence ?? []).map(({ question, answer }): Exchanged => ({ question, answer })),
  decision: row.decision ?? undefined,
  delivered: row.delivered ?? undefined,
});

export type { RequestRow };
