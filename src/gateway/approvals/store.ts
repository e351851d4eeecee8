/**
 * Approvals in the database. Every step is one conditional UPDATE, so that any number of gateways agree on who was
 * first. Time is what the given clock says.
 */
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import type { ApprovalLife, ApprovalState, ApprovalStep } from './states.js';

type Sql = postgres.Sql;

/** An approval. */
export interface Approval extends ApprovalLife {
  readonly id: string;
  readonly memberState: string;
  readonly system: string;
  readonly operation: string;
  readonly legalBasis: string;
  /** Kind in which it was approved. */
  readonly approverKind: string | undefined;
  readonly requestedAtMs: number;
  readonly sealed: Buffer | undefined;
  readonly sealedReason: Buffer | undefined;
}

/** An approval that is asked for. */
export type ApprovalRequest = Pick<
  Approval,
  'id' | 'authority' | 'memberState' | 'officer' | 'system' | 'operation' | 'legalBasis' | 'question' | 'approver'
> & {
  readonly sealed: Buffer;
  readonly lifetimeMs: number;
};

/** Who takes a step, with which request. */
export interface Actor {
  readonly authority: string;
  readonly officer: string;
  readonly requestId: string;
}

/** A state that an approval was in. */
export interface PastState {
  readonly state: ApprovalState;
  readonly atMs: number;
  readonly authority: string | undefined;
}

/** Which approvals to list: those of an officer, or those that wait for an authority. */
export type ApprovalsOf = { readonly officer: string } | { readonly waitingFor: string };

/** A page, newest first. */
export interface PageOf {
  readonly size: number;
  /** Identifier before which the page begins. */
  readonly before: string | undefined;
}

/** The store. */
export interface ApprovalStore {
  request(request: ApprovalRequest): Promise<Approval>;
  /** The approval; undefined when there is none. One whose time is over is told as expired. */
  find(id: string): Promise<Approval | undefined>;
  history(id: string): Promise<PastState[]>;
  list(which: ApprovalsOf, systems: readonly string[], page: PageOf): Promise<Approval[]>;
  /** Takes a step; undefined, and nothing changed, when it was not possible any more. */
  decide(id: string, step: Decision, actor: Actor): Promise<Approval | undefined>;
  withdraw(id: string, actor: Actor): Promise<Approval | undefined>;
  /** Uses an approval up. Of any number of calls at any number of gateways, one gets true. */
  use(id: string, question: string, actor: Actor): Promise<boolean>;
  /** Expires what has expired, and erases what is sealed of all that have ended. Returns how many it expired. */
  sweep(): Promise<number>;
  /** Those of some identifiers of which something is still sealed. */
  sealedAmong(ids: readonly string[]): Promise<string[]>;
  /**
   * Removes approvals that ended, and emergencies that were reviewed and told of, 90 days ago; some at a time. Returns
   * how many.
   */
  forgetEnded(): Promise<number>;
}

/** A decision of the approving body. */
export interface Decision {
  readonly kind: Extract<ApprovalStep['kind'], 'approve' | 'refuse'>;
  readonly approverKind: string;
  readonly sealedReason: Buffer;
}

interface Row {
  id: string;
  state: ApprovalState;
  authority: string;
  member_state: string;
  officer: Buffer;
  system: string;
  operation: string;
  legal_basis: string;
  question: Buffer;
  approver: string;
  approver_kind: string | null;
  requested_at: Date;
  expires_at: Date;
  sealed: Buffer | null;
  sealed_reason: Buffer | null;
}

const MOST_SWEPT = 1_000;

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openApprovalStore(sql: Sql, clock: Clock): ApprovalStore {
  const columns = sql`id, state, authority, member_state, officer, system, operation, legal_basis, question, approver,
    approver_kind, requested_at, expires_at, sealed, sealed_reason`;
  const now = () => new Date(clock.now());
  const alive = () => sql`expires_at > ${now()}`;
  const changedBy = ({ authority, officer, requestId }: Actor) =>
    sql`changed_at = ${now()}, changed_authority = ${authority}, changed_officer = ${bytes(officer)},
      changed_request = ${requestId}`;
  const read = (row: Row): Approval => toApproval(row, clock.now());
  const first = async (rows: Promise<Row[]>): Promise<Approval | undefined> => {
    const [row] = await rows;
    return row && read(row);
  };

  return {
    async request(request) {
      const at = now();
      const [row] = await sql<Row[]>`
        INSERT INTO access.approval (id, state, authority, member_state, officer, system, operation, legal_basis,
                                     question, approver, requested_at, expires_at, sealed, changed_at,
                                     changed_authority, changed_officer, changed_request)
        VALUES (${request.id}, 'requested', ${request.authority}, ${request.memberState}, ${bytes(request.officer)},
                ${request.system}, ${request.operation}, ${request.legalBasis}, ${bytes(request.question)},
                ${request.approver}, ${at}, ${new Date(at.getTime() + request.lifetimeMs)}, ${request.sealed}, ${at},
                ${request.authority}, ${bytes(request.officer)}, ${request.id})
        RETURNING ${columns}`;
      if (row === undefined) throw new Error('an approval that was asked for is not there');
      return read(row);
    },
    find: (id) => first(sql<Row[]>`SELECT ${columns} FROM access.approval WHERE id = ${id}`),
    async history(id) {
      const rows = await sql<{ state: ApprovalState; at: Date; authority: string | null }[]>`
        SELECT state, at, authority FROM access.approval_history WHERE approval = ${id} ORDER BY id`;
      return rows.map(({ state, at, authority }) => ({
        state,
        atMs: at.getTime(),
        authority: authority ?? undefined,
      }));
    },
    async list(which, systems, { size, before }) {
      const whose =
        'officer' in which
          ? sql`officer = ${bytes(which.officer)}`
          : sql`approver = ${which.waitingFor} AND state = 'requested' AND ${alive()}`;
      const rows = await sql<Row[]>`
        SELECT ${columns} FROM access.approval
         WHERE ${whose} AND system = ANY (${[...systems]}::text[]) ${before === undefined ? sql`` : sql`AND id < ${before}`}
         ORDER BY id DESC LIMIT ${size}`;
      return rows.map(read);
    },
    decide: (id, { kind, approverKind, sealedReason }, actor) =>
      first(sql<Row[]>`
        UPDATE access.approval
           SET state = ${kind === 'approve' ? 'approved' : 'refused'}, approver_kind = ${approverKind},
               sealed_reason = ${sealedReason}, ${changedBy(actor)}
         WHERE id = ${id} AND state = 'requested' AND approver = ${actor.authority}
           AND officer <> ${bytes(actor.officer)} AND ${alive()}
        RETURNING ${columns}`),
    withdraw: (id, actor) =>
      first(sql<Row[]>`
        UPDATE access.approval
           SET state = 'withdrawn', sealed = NULL, sealed_reason = NULL, ${changedBy(actor)}
         WHERE id = ${id} AND state IN ('requested', 'approved') AND authority = ${actor.authority}
           AND officer = ${bytes(actor.officer)} AND ${alive()}
        RETURNING ${columns}`),
    async use(id, question, actor) {
      const used = await sql`
        UPDATE access.approval
           SET state = 'used', sealed = NULL, sealed_reason = NULL, ${changedBy(actor)}
         WHERE id = ${id} AND state = 'approved' AND question = ${bytes(question)} AND ${alive()}`;
      return used.count === 1;
    },
    async sweep() {
      const at = now();
      const expired = await sql`
        UPDATE access.approval
           SET state = 'expired', changed_at = ${at}, changed_authority = NULL, changed_officer = NULL,
               changed_request = NULL
         WHERE id IN (
           SELECT id FROM access.approval WHERE state IN ('requested', 'approved') AND expires_at <= ${at}
            LIMIT ${MOST_SWEPT} FOR UPDATE SKIP LOCKED
         )`;
      // What was refused keeps its reasons until it would have expired, for the officer who asked.
      await sql`
        UPDATE access.approval SET sealed = NULL, sealed_reason = NULL
         WHERE sealed IS NOT NULL AND state NOT IN ('requested', 'approved') AND expires_at <= ${at}`;
      return expired.count;
    },
    async sealedAmong(ids) {
      const rows = await sql<{ id: string }[]>`
        SELECT id FROM access.approval WHERE id = ANY (${[...ids]}::text[]) AND sealed IS NOT NULL`;
      return rows.map(({ id }) => id);
    },
    async forgetEnded() {
      const [row] = await sql<{ count: number }[]>`SELECT access.forget_ended(${now()}) AS count`;
      return row?.count ?? 0;
    },
  };
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

function toApproval(row: Row, nowMs: number): Approval {
  const expiresAtMs = row.expires_at.getTime();
  const isOver = nowMs >= expiresAtMs;
  return {
    id: row.id,
    // The sweep may not have come to it yet.
    state: isOver && (row.state === 'requested' || row.state === 'approved') ? 'expired' : row.state,
    officer: row.officer.toString('hex'),
    authority: row.authority,
    memberState: row.member_state,
    approver: row.approver,
    approverKind: row.approver_kind ?? undefined,
    question: row.question.toString('hex'),
    system: row.system,
    operation: row.operation,
    legalBasis: row.legal_basis,
    requestedAtMs: row.requested_at.getTime(),
    expiresAtMs,
    sealed: row.sealed ?? undefined,
    sealedReason: row.sealed_reason ?? undefined,
  };
}
