/** Emergency accesses in the database, each of which owes a review. */
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import type { PageOf } from './store.js';

type Sql = postgres.Sql;

/** What became of the review. */
export type EmergencyState = 'open' | 'justified' | 'unjustified';

/** An emergency access. */
export interface Emergency {
  /** Identifier of the request that was put. */
  readonly id: string;
  readonly authority: string;
  readonly memberState: string;
  /** Keyed digest in hex. */
  readonly officer: string;
  readonly system: string;
  readonly operation: string;
  readonly legalBasis: string;
  readonly openedAtMs: number;
  readonly reviewDueAtMs: number;
  readonly state: EmergencyState;
  readonly isOverdue: boolean;
  readonly reviewedAtMs: number | undefined;
  readonly sealed: Buffer | undefined;
}

/** An emergency access that is about to be made. */
export type EmergencyOpening = Pick<
  Emergency,
  'id' | 'authority' | 'memberState' | 'officer' | 'system' | 'operation' | 'legalBasis'
> & {
  readonly sealed: Buffer;
  readonly reviewWithinMs: number;
};

/** A verdict, and who gives it with which request. */
export interface EmergencyReview {
  readonly state: Exclude<EmergencyState, 'open'>;
  readonly authority: string;
  readonly officer: string;
  readonly requestId: string;
}

/** Whose emergencies to list, as far as they asked certain systems. */
export type EmergenciesOf =
  /** Those of authorities that are overseen, of one authority, or on certain legal bases in a Member State. */
  | { readonly authorities: readonly string[]; readonly systems: readonly string[] }
  | { readonly authority: string; readonly systems: readonly string[] }
  | { readonly legalBases: readonly string[]; readonly memberState: string; readonly systems: readonly string[] };

/** Something the log must be told. */
export interface EscalationDue {
  readonly id: string;
  readonly authority: string;
  readonly system: string;
  readonly legalBasis: string;
  readonly what: 'OVERDUE' | 'JUSTIFIED' | 'NOT_JUSTIFIED';
  readonly reviewDueAtMs: number;
}

/** The store. */
export interface EmergencyStore {
  /** Records an emergency, durably. False, and nothing recorded, when a review about the same officer is overdue. */
  open(opening: EmergencyOpening): Promise<boolean>;
  find(id: string): Promise<Emergency | undefined>;
  list(which: EmergenciesOf, openOnly: boolean, page: PageOf): Promise<Emergency[]>;
  /** Sets the verdict; undefined, and nothing changed, when there is one or the reviewer is the officer. */
  review(id: string, review: EmergencyReview): Promise<Emergency | undefined>;
  /**
   * Has the log told what it was not told yet, of all emergencies or of one; one gateway at a time for each. Told twice
   * when a gateway dies after it told and before it could say so; never not at all.
   */
  escalate(tell: (due: EscalationDue) => Promise<void>, only?: string): Promise<number>;
  /** How many wait for their review, and how many of them are overdue. */
  counts(): Promise<{ readonly open: number; readonly overdue: number }>;
  /** Those of some identifiers of which something is still sealed. */
  sealedAmong(ids: readonly string[]): Promise<string[]>;
}

interface Row {
  request: string;
  authority: string;
  member_state: string;
  officer: Buffer;
  system: string;
  operation: string;
  legal_basis: string;
  opened_at: Date;
  review_due_at: Date;
  state: EmergencyState;
  reviewed_at: Date | null;
  sealed: Buffer | null;
}

/**
 * Opens the store. The role of both pools is ostiary_gateway. While the log is told of an emergency its row is locked on
 * a connection of `telling`, so that nobody else waits for one; in a pool of one connection, what is told queues.
 */
export function openEmergencyStore(sql: Sql, telling: Sql, clock: Clock): EmergencyStore {
  const columns = sql`request, authority, member_state, officer, system, operation, legal_basis, opened_at,
    review_due_at, state, reviewed_at, sealed`;
  const now = () => new Date(clock.now());
  const read = (row: Row): Emergency => toEmergency(row, clock.now());
  const first = async (rows: Promise<Row[]>): Promise<Emergency | undefined> => {
    const [row] = await rows;
    return row && read(row);
  };

  return {
    async open(opening) {
      const at = now();
      const officer = bytes(opening.officer);
      const opened = await sql`
        INSERT INTO access.emergency (request, authority, member_state, officer, system, operation, legal_basis,
                                      opened_at, review_due_at, sealed)
        SELECT ${opening.id}, ${opening.authority}, ${opening.memberState}, ${officer}, ${opening.system},
               ${opening.operation}, ${opening.legalBasis}, ${at},
               ${new Date(at.getTime() + opening.reviewWithinMs)}, ${opening.sealed}
         WHERE NOT EXISTS (
           SELECT FROM access.emergency
            WHERE officer = ${officer} AND state = 'open' AND review_due_at <= ${at}
         )`;
      return opened.count === 1;
    },
    find: (id) => first(sql<Row[]>`SELECT ${columns} FROM access.emergency WHERE request = ${id}`),
    async list(which, openOnly, { size, before }) {
      const whose = whoseSql(sql, which);
      const rows = await sql<Row[]>`
        SELECT ${columns} FROM access.emergency
         WHERE ${whose} ${openOnly ? sql`AND state = 'open'` : sql``}
               ${before === undefined ? sql`` : sql`AND request < ${before}`}
         ORDER BY request DESC LIMIT ${size}`;
      return rows.map(read);
    },
    review: (id, { state, authority, officer, requestId }) =>
      first(sql<Row[]>`
        UPDATE access.emergency
           SET state = ${state}, reviewed_at = ${now()}, reviewer_authority = ${authority},
               reviewer = ${bytes(officer)}, review_request = ${requestId}, sealed = NULL
         WHERE request = ${id} AND state = 'open' AND officer <> ${bytes(officer)}
        RETURNING ${columns}`),
    async escalate(tell, only) {
      const which = only === undefined ? sql`` : sql`AND request = ${only}`;
      // One row in a transaction, so that none waits for the whole backlog.
      for (let told = 0; ; told++) {
        const isTold = await telling.begin(async (tx) => {
          const [row] = await tx<Row[]>`
            SELECT ${columns} FROM access.emergency
             WHERE ((state = 'open' AND review_due_at <= ${now()} AND overdue_logged_at IS NULL)
                OR (state <> 'open' AND verdict_logged_at IS NULL)) ${which}
             ORDER BY review_due_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
          if (row === undefined) return false;
          await tell(dueOf(row));
          const stamp = row.state === 'open' ? tx`overdue_logged_at` : tx`verdict_logged_at`;
          await tx`UPDATE access.emergency SET ${stamp} = ${now()} WHERE request = ${row.request}`;
          return true;
        });
        if (!isTold) return told;
      }
    },
    async counts() {
      const [row] = await sql<{ open: number; overdue: number }[]>`
        SELECT count(*)::int AS open, (count(*) FILTER (WHERE review_due_at <= ${now()}))::int AS overdue
          FROM access.emergency WHERE state = 'open'`;
      return row ?? { open: 0, overdue: 0 };
    },
    async sealedAmong(ids) {
      const rows = await sql<{ request: string }[]>`
        SELECT request FROM access.emergency WHERE request = ANY (${[...ids]}::text[]) AND sealed IS NOT NULL`;
      return rows.map(({ request }) => request);
    },
  };
}

function whoseSql(sql: Sql, which: EmergenciesOf) {
  const systems = sql`system = ANY (${[...which.systems]}::text[])`;
  if ('authorities' in which) return sql`authority = ANY (${[...which.authorities]}::text[]) AND ${systems}`;
  if ('authority' in which) return sql`authority = ${which.authority} AND ${systems}`;
  return sql`legal_basis = ANY (${[...which.legalBases]}::text[]) AND member_state = ${which.memberState} AND ${systems}`;
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

const VERDICTS = { open: 'OVERDUE', justified: 'JUSTIFIED', unjustified: 'NOT_JUSTIFIED' } as const;

const dueOf = ({ request, authority, system, legal_basis, state, review_due_at }: Row): EscalationDue => ({
  id: request,
  authority,
  system,
  legalBasis: legal_basis,
  what: VERDICTS[state],
  reviewDueAtMs: review_due_at.getTime(),
});

function toEmergency(row: Row, nowMs: number): Emergency {
  const reviewDueAtMs = row.review_due_at.getTime();
  return {
    id: row.request,
    authority: row.authority,
    memberState: row.member_state,
    officer: row.officer.toString('hex'),
    system: row.system,
    operation: row.operation,
    legalBasis: row.legal_basis,
    openedAtMs: row.opened_at.getTime(),
    reviewDueAtMs,
    state: row.state,
    isOverdue: row.state === 'open' && reviewDueAtMs <= nowMs,
    reviewedAtMs: row.reviewed_at?.getTime(),
    sealed: row.sealed ?? undefined,
  };
}
