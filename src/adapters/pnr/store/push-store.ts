/**
 * Pushes, kept: the push and its records together, or nothing. Two statements do it, and none waits for the gateway while it holds
 * anything: one reads what is there; the other keeps what was prepared for that, if it is there still (migrations/pnr/0021).
 */
import { createHmac } from 'node:crypto';
import type postgres from 'postgres';
import { ulid } from 'ulid';
import { Refusal } from '../../../shared/refusal.js';
import type { Acknowledgement, Push } from '../domain/push.js';
import { type Changes, type KnownRecord, sortPush } from '../domain/sort-push.js';
import type { PnrKeys } from '../keys/key-folder.js';
import { type RecordRow, rowOf } from './push-rows.js';

/** Who sends it, and when. */
export interface Sending {
  /** Identifier of the request. */
  readonly id: string;
  readonly authority: string;
  /** Keyed digest of the message. */
  readonly digest: Buffer;
  readonly nowMs: number;
}

/** What became of it. */
export interface KeptPush {
  readonly acknowledgement: Acknowledgement;
  /** The message had been sent before. */
  readonly duplicate: boolean;
}

/** What is there when a push comes. */
export interface Standing {
  /** The authority pushes for this carrier. */
  readonly maySend: boolean;
  /** What the authority was told of this very message; undefined if it is new. */
  readonly told: Acknowledgement | undefined;
  /** Active records that the push may be about. */
  readonly known: readonly KnownRecord[];
}

/** The store. */
export interface PushStore {
  /** Keyed digest of a message. */
  digest(message: Uint8Array): Buffer;
  /** Reads what is there. */
  look(push: Push, sending: Pick<Sending, 'authority' | 'digest'>): Promise<Standing>;
  /**
   * Keeps it, by what is there or was there a moment ago. The same message again changes nothing. Rejects with a Refusal
   * OVERLOADED if what it is about does not stand still for it.
   */
  keep(push: Push, sending: Sending, standing?: Standing): Promise<KeptPush>;
}

/** Times that a push is prepared for what was read; then it holds its flight first, and only masking can come between. */
const MOST_ATTEMPTS = 3;

/** What may be sent again at once. */
const RETRY_AFTER_MS = 500;

/** Opens it under the gateway's role. */
export function openPushStore(sql: postgres.Sql, keys: PnrKeys): PushStore {
  /** Undefined if something has changed since `standing` was read. */
  async function tryKeep(db: Db, push: Push, sending: Sending, standing: Standing): Promise<KeptPush | undefined> {
    const changes = sortPush(push, standing.known);
    const acknowledgement = acknowledge(push, sending, changes);
    const rows = await prepare(changes, sending.nowMs, keys);
    const result = await callKeep(db, { push, sending, standing, acknowledgement, changes, rows });
    if (result.outcome === 'changed') return undefined;
    return result.outcome === 'duplicate'
      ? { acknowledgement: result.acknowledgement, duplicate: true }
      : { acknowledgement, duplicate: false };
  }

  return {
    digest: (message) => createHmac('sha256', keys.pushKey).update(message).digest(),
    look: (push, sending) => look(sql, push, sending),
    async keep(push, sending, standing) {
      let seen = standing;
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        seen ??= await look(sql, push, sending);
        if (seen.told !== undefined) return { acknowledgement: seen.told, duplicate: true };
        const kept = await tryKeep(sql, push, sending, seen);
        if (kept !== undefined) return kept;
        seen = undefined;
      }
      const kept = await sql.begin(async (tx): Promise<KeptPush | undefined> => {
        await tx`select pnr.hold_flight(${JSON.stringify(push.flight)}::text::jsonb)`;
        return tryKeep(tx, push, sending, await look(tx, push, sending));
      });
      if (kept === undefined) throw neverStill();
      return kept;
    },
  };
}

type Db = postgres.Sql | postgres.TransactionSql;

function neverStill(): Refusal {
  const detail = 'records of the push were changed while it was kept: nothing of it is kept, send it again';
  return new Refusal('OVERLOADED', detail, { retryAfterMs: RETRY_AFTER_MS });
}

async function look(db: Db, push: Push, { authority, digest }: Pick<Sending, 'authority' | 'digest'>) {
  const { carrier, number, departsOn, origin } = push.flight;
  const [row] = await db<{ maySend: boolean; told: Acknowledgement | null; known: readonly KnownRecord[] }[]>`
    select
      exists (select from pnr.carrier where authority = ${authority} and designator = ${carrier}) as "maySend",
      (select acknowledgement from pnr.push where authority = ${authority} and digest = ${digest}) as told,
      (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]')
         from pnr.flight f, pnr.known_records(f.id, ${locatorsOf(push)}::text[], false) r
        where f.carrier = ${carrier} and f.number = ${number} and f.departs_on = ${departsOn} and f.origin = ${origin}
      ) as known`;
  if (row === undefined) throw new Error('PostgreSQL did not answer what is known of a push');
  return { ...row, told: row.told ?? undefined };
}

const locatorsOf = ({ records }: Push): string[] => [...new Set(records.flatMap(({ locators }) => locators))];

interface Rows {
  readonly taken: readonly RecordRow[];
  readonly superseded: readonly RecordRow[];
}

/** The time limits of a record that is sent again stay those of its first transfer, and so does the key of its day. */
async function prepare(changes: Changes, nowMs: number, keys: PnrKeys): Promise<Rows> {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const key = await keys.ensure('initial', today);
  const superseded: RecordRow[] = [];
  for (const { record, known } of changes.superseded)
    superseded.push(rowOf(record, known.id, known.day, await keys.ensure('initial', known.day)));
  return {
    taken: changes.taken.map((record) => rowOf(record, `PNR-${ulid(nowMs)}`, today, key)),
    superseded,
  };
}

/** What pnr.keep_push returns. */
type Result =
  | { readonly outcome: 'kept' | 'changed' }
  | { readonly outcome: 'duplicate'; readonly acknowledgement: Acknowledgement };

interface Keeping {
  readonly push: Push;
  readonly sending: Sending;
  readonly standing: Standing;
  readonly acknowledgement: Acknowledgement;
  readonly changes: Changes;
  readonly rows: Rows;
}

async function callKeep(db: Db, { push, sending, standing, acknowledgement, changes, rows }: Keeping): Promise<Result> {
  const receivedAt = new Date(sending.nowMs).toISOString();
  const given = {
    id: sending.id,
    authority: sending.authority,
    digest: sending.digest.toString('hex'),
    kind: push.kind,
    receivedAt,
    acknowledgement,
    flight: push.flight,
    today: receivedAt.slice(0, 10),
  };
  const expected = standing.known.map(({ id, day, version, cancelled, preparedAtMs }) => ({
    id,
    day,
    version,
    cancelled,
    preparedAtMs,
  }));
  const cancelled = changes.cancelled.map(({ id, day }) => ({ id, day }));
  const json = (value: unknown): string => JSON.stringify(value);
  const [row] = await db<{ result: Result }[]>`
    select pnr.keep_push(
      ${json(given)}::text::jsonb, ${locatorsOf(push)}::text[], false, ${json(expected)}::text::jsonb,
      ${json(rows.taken)}::text::jsonb, ${json(rows.superseded)}::text::jsonb, ${json(cancelled)}::text::jsonb
    ) as result`;
  if (row === undefined) throw new Error('PostgreSQL did not answer what became of a push');
  return row.result;
}

function acknowledge(push: Push, { id, nowMs }: Sending, changes: Changes): Acknowledgement {
  const { format, kind, flight, part, recordCount, deletions, diagnostics, diagnosticCount } = push;
  return {
    pushId: id,
    format,
    kind,
    flight: `${flight.carrier}${flight.number}`,
    departsOn: flight.departsOn,
    part,
    records: recordCount,
    taken: changes.taken.length,
    superseded: changes.superseded.length,
    cancelled: changes.cancelled.length,
    refused: changes.refused,
    deletions,
    diagnostics,
    diagnosticCount,
    receivedAtMs: nowMs,
  };
}
