/**
 * Pushes, kept: the push and its records together, or nothing. One statement does it, prepared for what is there
 * (migrations/pnr/0003-keep-push.sql): nothing waits for the gateway while it holds anything. Small pushes are prepared for a flight on which they are new, and again
 * if they are not; for large ones that would be much work for nothing, so what is there is read first.
 */
import { createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type postgres from 'postgres';
import { ulid } from 'ulid';
import { Refusal } from '../../../shared/refusal.js';
import type { Acknowledgement, Push } from '../domain/push.js';
import { type Changes, sortPush } from '../domain/sort-push.js';
import type { KnownRecord } from '../domain/pair-records.js';
import { preparedAt } from '../domain/preparation.js';
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

/** The store. */
export interface PushStore {
  /** Keyed digest of a message. */
  digest(message: Uint8Array): Buffer;
  /**
   * Keeps it; undefined, and nothing is kept, if the authority does not push for the carrier of the flight. The same message again
   * changes nothing. Rejects with a Refusal OVERLOADED if what it is about does not stand still for it.
   */
  keep(push: Push, sending: Sending): Promise<KeptPush | undefined>;
}

/** Records of a push that is prepared without looking what is there. */
const MOST_GUESSED = 10;

/** Times that a push is prepared for what was there; then it holds its flight first, and only masking can come between. */
const MOST_ATTEMPTS = 4;

/** What may be sent again at once. */
const RETRY_AFTER_MS = 500;

/** Opens it under the gateway's role. */
export function openPushStore(sql: postgres.Sql, keys: PnrKeys): PushStore {
  /** What became of it; or, where it is about other records than those known, what is there. */
  async function tryKeep(db: Db, push: Push, sending: Sending, known: Known): Promise<Attempt> {
    const preparedAtMs = preparedAt(push.preparedAt, sending.nowMs);
    const changes = sortPush(push, known, preparedAtMs);
    const acknowledgement = { ...acknowledge(push, sending, changes), preparedAtMs };
    const rows = await prepare(push, changes, sending.nowMs, keys);
    const result = await callKeep(db, { push, sending, known, acknowledgement, changes, rows });
    switch (result.outcome) {
      case 'not_theirs':
        return { kept: undefined };
      case 'kept':
        return { kept: { acknowledgement, duplicate: false } };
      case 'duplicate':
        return { kept: { acknowledgement: result.acknowledgement, duplicate: true } };
      case 'changed':
        return { known: result.known };
    }
  }

  return {
    digest: (message) => createHmac('sha256', keys.pushKey).update(message).digest(),
    async keep(push, sending) {
      let known = push.records.length > MOST_GUESSED ? await look(sql, push, sending) : [];
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        const tried = await tryKeep(sql, push, sending, known);
        if ('kept' in tried) return tried.kept;
        known = tried.known;
      }
      const last = await sql.begin(async (tx) => {
        await tx`select pnr.hold_flight(${JSON.stringify(push.flight)}::text::jsonb)`;
        return tryKeep(tx, push, sending, await look(tx, push, sending));
      });
      if ('known' in last) throw neverStill();
      return last.kept;
    },
  };
}

type Db = postgres.Sql | postgres.TransactionSql;

/** Active records of the flight that a push is about. */
type Known = readonly KnownRecord[];

type Attempt = { readonly kept: KeptPush | undefined } | { readonly known: Known };

function neverStill(): Refusal {
  const detail = 'records of the push were changed while it was kept: nothing of it is kept, send it again';
  return new Refusal('OVERLOADED', detail, { retryAfterMs: RETRY_AFTER_MS });
}

/** Reads what a push is about; nothing of a flight that nobody has pushed for yet. */
async function look(db: Db, push: Push, sending: Sending): Promise<Known> {
  const { carrier, number, departsOn, origin } = push.flight;
  const rows = await db<{ known: KnownRecord }[]>`
    select to_jsonb(r) as known
      from pnr.flight f, pnr.known_records(f.id, ${locatorsOf(push)}::text[], ${wholeOf(push, sending)}::text) r
     where f.carrier = ${carrier} and f.number = ${number} and f.departs_on = ${departsOn} and f.origin = ${origin}
     order by r.id`;
  return rows.map(({ known }) => known);
}

const wholeOf = ({ isWhole }: Push, { authority }: Sending): string | null => (isWhole ? authority : null);

const locatorsOf = ({ records }: Push): string[] => [...new Set(records.flatMap(({ locators }) => locators))];

/** JSON arrays of RecordRow. */
interface Rows {
  readonly taken: string;
  readonly superseded: string;
}

/** Records that are sealed and printed in one turn of the event loop: some milliseconds. */
const ROWS_OF_A_TURN = 50;

/**
 * The time limits of a record that is sent again stay those of its first transfer, and so does the key of its day. References of
 * records tell when they were made; of passengers of a list the day alone, or whoever were asked about in one message could be told
 * by theirs, and counted, when nothing else of them is left (Art. 12(2)(a)).
 */
async function prepare({ kind }: Push, changes: Changes, nowMs: number, keys: PnrKeys): Promise<Rows> {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const madeAtMs = kind === 'api' ? Date.parse(today) : nowMs;
  const key = await keys.ensure('initial', today);
  return {
    taken: await printInTurns(changes.taken, (record) => rowOf(record, `PNR-${ulid(madeAtMs)}`, today, key)),
    superseded: await printInTurns(changes.superseded, async ({ record, known: { id, day } }) =>
      rowOf(record, id, day, await keys.ensure('initial', day)),
    ),
  };
}

async function printInTurns<Item>(
  items: readonly Item[],
  toRow: (item: Item) => RecordRow | Promise<RecordRow>,
): Promise<string> {
  const printed: string[] = [];
  for (const item of items) {
    if (printed.length > 0 && printed.length % ROWS_OF_A_TURN === 0) await nextTurn();
    printed.push(JSON.stringify(await toRow(item)));
  }
  return `[${printed.join(',')}]`;
}

/** What pnr.keep_push returns. */
type Result =
  | { readonly outcome: 'kept' | 'not_theirs' }
  | { readonly outcome: 'changed'; readonly known: Known }
  | { readonly outcome: 'duplicate'; readonly acknowledgement: Acknowledgement };

interface Keeping {
  readonly push: Push;
  readonly sending: Sending;
  readonly known: Known;
  readonly acknowledgement: Acknowledgement;
  readonly changes: Changes;
  readonly rows: Rows;
}

async function callKeep(db: Db, { push, sending, known, acknowledgement, changes, rows }: Keeping): Promise<Result> {
  const { preparedAtMs } = acknowledgement;
  const receivedAt = new Date(sending.nowMs).toISOString();
  const given = {
    id: sending.id,
    authority: sending.authority,
    digest: sending.digest.toString('hex'),
    kind: push.kind,
    receivedAt,
    preparedAt: preparedAtMs === undefined ? undefined : new Date(preparedAtMs).toISOString(),
    acknowledgement,
    flight: push.flight,
    today: receivedAt.slice(0, 10),
  };
  const expected = known.map(({ id, day, version, cancelled, preparedAtMs }) => ({
    id,
    day,
    version,
    cancelled,
    preparedAtMs,
  }));
  const cancelled = [...changes.cancelled, ...changes.missing].map(({ id, day }) => ({ id, day }));
  const json = (value: unknown): string => JSON.stringify(value);
  const [row] = await db<{ result: Result }[]>`
    select pnr.keep_push(
      ${json(given)}::text::jsonb, ${locatorsOf(push)}::text[], ${wholeOf(push, sending)}::text, ${json(expected)}::text::jsonb,
      ${rows.taken}::text::jsonb, ${rows.superseded}::text::jsonb, ${json(cancelled)}::text::jsonb
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
    outdated: changes.outdated,
    missing: changes.missing.length,
    deletions,
    diagnostics,
    diagnosticCount,
    receivedAtMs: nowMs,
  };
}
