/** What the clock of requests finds due. Rows are locked one gateway at a time; each is done in a transaction of its own. */
import type postgres from 'postgres';
import type { PoliceRecord } from '../domain/police-record.js';
import { type RecordRequest, SIMULATED_HOLDER } from '../domain/record-request.js';
import { readRow, type RequestRow, type RequestStep, takeStep } from './request-store.js';

/** A request whose holder nobody plays, with the record that is asked for. */
export interface SimulatedTurn {
  readonly request: RecordRequest;
  /** Undefined when the holder has it no more. */
  readonly record: PoliceRecord | undefined;
}

/** The store. Each method does one request and answers whether there was one; it rejects, with nothing changed, when `work` does. */
export interface DueRequests {
  /** Lets a simulated holder take its next step. */
  simulated(nowMs: number, work: (turn: SimulatedTurn) => Promise<RequestStep | undefined>): Promise<boolean>;
  /** Notes that a decision is overdue. */
  overdue(nowMs: number, work: (request: RecordRequest) => Promise<void>): Promise<boolean>;
  /** Expires a request that came to no end. */
  expired(nowMs: number, work: (request: RecordRequest) => Promise<void>): Promise<boolean>;
  /** Closes one whose record, or refusal, was kept long enough. */
  kept(nowMs: number, work: (request: RecordRequest) => Promise<void>): Promise<boolean>;
  /** Requests whose decision is overdue. */
  countOverdue(nowMs: number): Promise<number>;
  /** Removes what is over for long; some at a time. Returns how many. */
  forget(nowMs: number): Promise<number>;
}

type Turn = RequestRow & { readonly record: PoliceRecord | null };

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openDueRequests(sql: postgres.Sql): DueRequests {
  /** Locks one of the rows that a query finds, and does it. */
  async function one<Row extends RequestRow>(
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
  const advance = async (tx: postgres.TransactionSql, id: string, step: RequestStep, nowMs: number): Promise<void> => {
    await takeStep(tx, id, sql`true`, step, nowMs);
  };
  return {
    simulated: (nowMs, work) =>
      one<Turn>(
        (tx) => tx<Turn[]>`
          select r.*, p.record from police_records.request r
            join police_records.simulated_state s on s.member_state = r.holding_state
            left join police_records.record p on p.reference = r.record_reference
          where r.state in ('requested', 'received', 'approved') and coalesce(r.handler, ${SIMULATED_HOLDER}) = ${SIMULATED_HOLDER}
            and (r.state <> 'approved' or p.reference is not null)
            and r.asked_at + s.decides_after_ms * interval '1 millisecond' <= ${new Date(nowMs)}
          order by r.id limit 1 for update of r skip locked`,
        async (row, tx) => {
          const step = await work({ request: readRow(row), record: row.record ?? undefined });
          if (step !== undefined) await advance(tx, row.id, step, nowMs);
        },
      ),
    overdue: (nowMs, work) =>
      one(
        (tx) => tx<RequestRow[]>`
          select * from police_records.request
          where state in ('requested', 'received') and decide_by < ${new Date(nowMs)} and overdue_logged_at is null
          order by id limit 1 for update skip locked`,
        async (row, tx) => {
          await work(readRow(row));
          await tx`update police_records.request set overdue_logged_at = ${new Date(nowMs)} where id = ${row.id}`;
        },
      ),
    expired: (nowMs, work) =>
      one(
        (tx) => tx<RequestRow[]>`
          select * from police_records.request
          where state in ('requested', 'received', 'information_asked', 'approved') and expires_at <= ${new Date(nowMs)}
          order by id limit 1 for update skip locked`,
        async (row, tx) => {
          await work(readRow(row));
          await advance(tx, row.id, { kind: 'expire', by: undefined }, nowMs);
        },
      ),
    kept: (nowMs, work) =>
      one(
        (tx) => tx<RequestRow[]>`
          select * from police_records.request
          where state in ('delivered', 'refused') and keep_until <= ${new Date(nowMs)}
          order by id limit 1 for update skip locked`,
        async (row, tx) => {
          await work(readRow(row));
          await advance(tx, row.id, { kind: 'close', by: undefined }, nowMs);
        },
      ),
    async countOverdue(nowMs) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from police_records.request
        where state in ('requested', 'received') and decide_by < ${new Date(nowMs)}`;
      return row?.count ?? 0;
    },
    async forget(nowMs) {
      const [row] = await sql<{ count: number }[]>`select police_records.forget_ended(${new Date(nowMs)}) as count`;
      return row?.count ?? 0;
    },
  };
}
