/** Pushes, kept: the push and its records in one transaction, or nothing. */
import { createHmac } from 'node:crypto';
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { JsonValue } from '../../../shared/json.js';
import type { OpenHalf } from '../domain/kept-record.js';
import {
  type Acknowledgement,
  type Flight,
  flightNumber,
  isOnFlight,
  type Push,
  type PushedRecord,
} from '../domain/push.js';
import type { DayKey } from '../keys/day-key.js';
import type { PnrKeys } from '../keys/key-folder.js';
import { seal } from '../keys/seal.js';

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
  /** Designators that the authority pushes for. */
  carriersOf(authority: string): Promise<ReadonlySet<string>>;
  /** Keyed digest of a message. */
  digest(message: Uint8Array): Buffer;
  /** What the authority was told of this very message; undefined if it is new. */
  find(authority: string, digest: Buffer): Promise<Acknowledgement | undefined>;
  /** Keeps it. The same message again changes nothing. */
  keep(push: Push, sending: Sending): Promise<KeptPush>;
}

/** Opens it under the gateway's role. */
export function openPushStore(sql: postgres.Sql, keys: PnrKeys): PushStore {
  return {
    async carriersOf(authority) {
      const rows = await sql<
        { designator: string }[]
      >`select designator from pnr.carrier where authority = ${authority}`;
      return new Set(rows.map(({ designator }) => designator));
    },
    digest: (message) => createHmac('sha256', keys.pushKey).update(message).digest(),
    find: (authority, digest) => findPush(sql, authority, digest),
    async keep(push, sending) {
      const today = new Date(sending.nowMs).toISOString().slice(0, 10);
      const key = await keys.ensure('initial', today);
      return sql.begin(async (tx): Promise<KeptPush> => {
        // What is given to Promise.all here is sent at once and done by the database one after the other, in this order.
        const [, flight] = await Promise.all([tx`select pnr.ensure_month(${today})`, lockFlight(tx, push.flight)]);
        const [known, active] = await Promise.all([
          findPush(tx, sending.authority, sending.digest),
          activeRecords(tx, flight),
        ]);
        if (known !== undefined) return { acknowledgement: known, duplicate: true };
        const changes = sort(push, active);
        const acknowledgement = acknowledge(push, sending, changes);
        const insertPush = tx`
          insert into pnr.push (id, authority, digest, flight, kind, received_at, acknowledgement)
          values (${sending.id}, ${sending.authority}, ${sending.digest}, ${flight}, ${push.kind},
            ${new Date(sending.nowMs)}, ${tx.json(acknowledgement as unknown as JsonValue)})`;
        const context = { push: sending.id, flight, nowMs: sending.nowMs };
        const prepared = changes.taken.map((record) => prepare(record, `PNR-${ulid(sending.nowMs)}`, today, key));
        await Promise.all([insertPush, insertRecords(tx, context, prepared)]);
        await supersede(tx, context, keys, changes.superseded);
        if (changes.cancelled.length > 0)
          await tx`update pnr.record set cancelled = true where id in ${tx(changes.cancelled)}`;
        return { acknowledgement, duplicate: false };
      });
    },
  };
}

type Db = postgres.Sql | postgres.TransactionSql;

async function findPush(db: Db, authority: string, digest: Buffer): Promise<Acknowledgement | undefined> {
  const [row] = await db<{ acknowledgement: Acknowledgement }[]>`
    select acknowledgement from pnr.push where authority = ${authority} and digest = ${digest}`;
  return row?.acknowledgement;
}

/** Pushes for one flight come one after the other. */
async function lockFlight(tx: postgres.TransactionSql, flight: Flight): Promise<string> {
  const { carrier, number, departsOn, origin, destination } = flight;
  const insert = tx`
    insert into pnr.flight (carrier, number, departs_on, origin, destination)
    values (${carrier}, ${number}, ${departsOn}, ${origin}, ${destination})
    on conflict do nothing`;
  const lock = tx<{ id: string }[]>`
    select id from pnr.flight
    where carrier = ${carrier} and number = ${number} and departs_on = ${departsOn} and origin = ${origin}
    for no key update`;
  const [, [row]] = await Promise.all([insert, lock]);
  if (row === undefined) throw new Error('a flight was taken away while it was pushed for');
  return row.id;
}

interface ActiveRecord {
  readonly id: string;
  readonly transferredOn: string;
  readonly locators: readonly string[];
}

/** Nobody masks them until they are updated: whatever is masked has no search keys, and its day no key of six months. */
const activeRecords = (tx: postgres.TransactionSql, flight: string): Promise<readonly ActiveRecord[]> =>
  tx<ActiveRecord[]>`
    select id, transferred_on::text as "transferredOn", locators from pnr.record
    where flight = ${flight} and state = 'active'
    order by id for no key update`;

interface Changes {
  readonly taken: readonly PushedRecord[];
  readonly superseded: readonly { readonly record: PushedRecord; readonly known: ActiveRecord }[];
  /** References of what is cancelled. */
  readonly cancelled: readonly string[];
  readonly refused: number;
}

/** What each record of a push is to what is there. A record that is sent is sent whole, so it takes the earlier one's place. */
function sort(push: Push, known: readonly ActiveRecord[]): Changes {
  const byLocator = new Map(known.flatMap((record) => record.locators.map((locator) => [locator, record] as const)));
  const taken: PushedRecord[] = [];
  const superseded: { record: PushedRecord; known: ActiveRecord }[] = [];
  const cancelled: string[] = [];
  let refused = 0;
  for (const record of push.records) {
    const found = record.locators.map((locator) => byLocator.get(locator)).find((one) => one !== undefined);
    // One record of a message never takes the place of another of the same message.
    if (found !== undefined) for (const locator of found.locators) byLocator.delete(locator);
    if (record.cancelled) {
      if (found === undefined) refused += 1;
      else cancelled.push(found.id);
    } else if (record.locators.length === 0 || !isOnFlight(record, push.flight)) refused += 1;
    else if (found === undefined) taken.push(record);
    else superseded.push({ record, known: found });
  }
  return { taken, superseded, cancelled, refused };
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

/** A record, ready for its tables. */
interface PreparedRecord {
  readonly id: string;
  readonly day: string;
  readonly record: PushedRecord;
  readonly wrappedKey: string;
  readonly sealed: string;
  readonly tokens: readonly string[];
}

function prepare(record: PushedRecord, id: string, day: string, key: DayKey): PreparedRecord {
  const { recordKey, sealed } = seal(id, record.sealed);
  return {
    ...{ id, day, record },
    wrappedKey: key.wrap(recordKey).toString('hex'),
    sealed: sealed.toString('hex'),
    tokens: record.terms.map((term) => key.token(term).toString('hex')),
  };
}

interface Context {
  readonly push: string;
  readonly flight: string;
  readonly nowMs: number;
}

async function insertRecords(
  tx: postgres.TransactionSql,
  { push, flight, nowMs }: Context,
  prepared: readonly PreparedRecord[],
): Promise<void> {
  if (prepared.length === 0) return;
  const rows = prepared.map(({ id, day, record: { locators, open } }) => ({
    id,
    day,
    locators,
    open,
    codes: codesOf(open),
  }));
  const insertRecord = tx`
    insert into pnr.record
      (transferred_on, id, flight, received_at, version, push, locators, codes, state, term, cancelled, open)
    select (row ->> 'day')::date, row ->> 'id', ${flight}, ${new Date(nowMs)}, 1, ${push},
      array(select jsonb_array_elements_text(row -> 'locators')), array(select jsonb_array_elements_text(row -> 'codes')),
      'active', 'initial', false, row -> 'open'
    from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) as given (row)`;
  const originals = prepared.map(({ id, day, wrappedKey, sealed }) => ({ id, day, wrappedKey, sealed }));
  const insertOriginal = tx`
    insert into pnr.original (transferred_on, record, wrapped_key, sealed)
    select (row ->> 'day')::date, row ->> 'id', decode(row ->> 'wrappedKey', 'hex'), decode(row ->> 'sealed', 'hex')
    from jsonb_array_elements(${JSON.stringify(originals)}::text::jsonb) as given (row)`;
  await Promise.all([insertRecord, insertOriginal, insertFound(tx, prepared)]);
}

/** All locators of the booking, of whichever system. */
const codesOf = ({ locators, itinerary }: OpenHalf): string[] => [
  ...new Set([...locators, ...itinerary.flatMap((segment) => segment.locators)].map(({ code }) => code)),
];

/** What records are found by. */
async function insertFound(tx: postgres.TransactionSql, prepared: readonly PreparedRecord[]): Promise<void> {
  const tokens = prepared.flatMap(({ id, day, tokens: all }) => all.map((token) => ({ id, day, token })));
  const insertKeys = tx`
    insert into pnr.search_key (transferred_on, token, record)
    select (row ->> 'day')::date, decode(row ->> 'token', 'hex'), row ->> 'id'
    from jsonb_array_elements(${JSON.stringify(tokens)}::text::jsonb) as given (row)`;
  const insertLegs = tx`
    insert into pnr.leg (transferred_on, record, carrier, number, origin, destination, departs_on)
    select (row ->> 'day')::date, row ->> 'id', row ->> 'carrier', row ->> 'number', row ->> 'origin',
      row ->> 'destination', (row ->> 'departsOn')::date
    from jsonb_array_elements(${JSON.stringify(prepared.flatMap(legsOf))}::text::jsonb) as given (row)`;
  await Promise.all([insertKeys, insertLegs]);
}

/** A part of a journey is found under the number of whoever sells it, and of whoever flies it. */
const legsOf = ({ id, day, record: { open } }: PreparedRecord): readonly object[] =>
  open.itinerary.flatMap(({ from, to, departure, carrier, flight, operatedBy }) => {
    const leg = { id, day, origin: from, destination: to, departsOn: departure?.day };
    return [
      { ...leg, carrier, number: flightNumber(flight) },
      ...(operatedBy === undefined
        ? []
        : [{ ...leg, carrier: operatedBy.carrier, number: flightNumber(operatedBy.flight || flight) }]),
    ];
  });

/** The earlier version goes: its sealed half with its key, and what it was found by. Its time limits stay. */
async function supersede(
  tx: postgres.TransactionSql,
  { push }: Context,
  keys: PnrKeys,
  changes: Changes['superseded'],
): Promise<void> {
  if (changes.length === 0) return;
  const prepared: PreparedRecord[] = [];
  for (const { record, known } of changes)
    prepared.push(prepare(record, known.id, known.transferredOn, await keys.ensure('initial', known.transferredOn)));
  const ids = prepared.map(({ id }) => id);
  await tx`delete from pnr.search_key where record in ${tx(ids)}`;
  await tx`delete from pnr.leg where record in ${tx(ids)}`;
  const rows = prepared.map(({ id, day, wrappedKey, sealed, record: { locators, open } }) => ({
    ...{ id, day, wrappedKey, sealed, locators, open, codes: codesOf(open) },
  }));
  const text = JSON.stringify(rows);
  await tx`
    update pnr.record r
    set version = r.version + 1, push = ${push}, cancelled = false, open = row -> 'open',
      locators = array(select jsonb_array_elements_text(row -> 'locators')),
      codes = array(select jsonb_array_elements_text(row -> 'codes'))
    from jsonb_array_elements(${text}::text::jsonb) as given (row)
    where r.id = row ->> 'id' and r.transferred_on = (row ->> 'day')::date`;
  await tx`
    update pnr.original o
    set wrapped_key = decode(row ->> 'wrappedKey', 'hex'), sealed = decode(row ->> 'sealed', 'hex')
    from jsonb_array_elements(${text}::text::jsonb) as given (row)
    where o.record = row ->> 'id' and o.transferred_on = (row ->> 'day')::date`;
  await insertFound(tx, prepared);
}
