/** Records, read: what is open from the database, what is sealed by the keys of their days. */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import type { OpenHalf, SealedHalf } from '../domain/kept-record.js';
import type { FlightCriterion, PnrSearch, Position, RouteCriterion } from '../domain/search.js';
import { dayOf, deletedFrom, maskedFrom } from '../domain/retention.js';
import { accountTerm, birthTerm, contactTerm, documentTerm, surnameTerms } from '../domain/search-terms.js';
import type { StoredRecord } from '../domain/stored-record.js';
import type { PnrKeys } from '../keys/key-folder.js';
import { unseal } from '../keys/seal.js';

/** A record with its sealed half, opened by whoever may: `unseal` says whether it was. */
export interface FoundRecord extends StoredRecord {
  /** Opens the sealed half. Undefined when its key is gone. */
  readonly unseal: () => Promise<SealedHalf | undefined>;
}

/** A search, with what links others to the record that it names. */
export interface LinkedSearch extends PnrSearch {
  readonly links?: readonly string[] | undefined;
}

/** What of the states of records may be found. */
export type RecordStates = readonly StoredRecord['state'][];

/** The store. */
export interface RecordStore {
  /**
   * Records that may correspond, newest transfer first: names are not compared here. Of `linkedTo` the terms are given, of
   * which one must be there.
   */
  candidates(
    search: LinkedSearch,
    states: RecordStates,
    before: Position | undefined,
    most: number,
  ): Promise<FoundRecord[]>;
  /** One record. */
  find(id: string, states: RecordStates): Promise<FoundRecord | undefined>;
  /** Sets or takes away the flag of an active record; false if there is none. */
  flag(id: string, flagged: boolean): Promise<boolean>;
  /** Records of a flight that are not cancelled. */
  ofFlight(flight: string): Promise<FoundRecord[]>;
}

/**
 * Opens it under the gateway's role. What is due to be masked or deleted by this clock is found and flagged no more, whatever
 * keeps the clock of passenger name records from its round.
 */
export function openRecordStore(sql: postgres.Sql, keys: PnrKeys, clock: Clock): RecordStore {
  /** Digests of these terms under the key of every day that has one, in hexadecimal. */
  const tokens = async (terms: readonly string[]): Promise<string[]> => {
    const all: string[] = [];
    for (const day of await keys.days('initial')) {
      const key = await keys.find('initial', day);
      if (key !== undefined) all.push(...terms.map((term) => key.token(term).toString('hex')));
    }
    return all;
  };
  const isInTime = ({ transferredOn, state }: Pick<RecordRow, 'transferredOn' | 'state'>): boolean =>
    dayOf(clock.now()) < (state === 'active' ? maskedFrom(transferredOn) : deletedFrom(transferredOn));
  const asFound = (rows: readonly RecordRow[]): FoundRecord[] => rows.filter(isInTime).map((row) => found(row, keys));
  return {
    async candidates(search, states, before, most) {
      const wanted = await Promise.all(termsAskedFor(search).map(tokens));
      const byToken = wanted.reduce(
        (all, digests) =>
          sql`${all} and r.id in (
            select k.record from pnr.search_key k
            where k.token = any(array(select decode(digest, 'hex') from unnest(${digests}::text[]) as given (digest))))`,
        sql``,
      );
      const rows = await sql<RecordRow[]>`
        select ${columns(sql)} from ${tables(sql)}
        where r.state = any(${[...states]}::text[])
          ${byToken}
          ${search.flight === undefined ? sql`` : sql`and r.id in (${legsOnFlight(sql, search.flight)})`}
          ${search.route === undefined ? sql`` : sql`and r.id in (${legsOnRoute(sql, search.route)})`}
          ${search.linkedTo === undefined ? sql`` : sql`and r.id <> ${search.linkedTo}`}
          ${search.locator === undefined ? sql`` : sql`and r.codes @> array[${search.locator}]`}
          ${before === undefined ? sql`` : sql`and (r.transferred_on, r.id) < (${before.transferredOn}::date, ${before.id})`}
        order by r.transferred_on desc, r.id desc
        limit ${most}`;
      return asFound(rows);
    },
    async find(id, states) {
      const rows = await sql<RecordRow[]>`
        select ${columns(sql)} from ${tables(sql)} where r.id = ${id} and r.state = any(${[...states]}::text[])`;
      return asFound(rows)[0];
    },
    async flag(id, flagged) {
      const [row] = await sql<Pick<RecordRow, 'transferredOn' | 'state'>[]>`
        select transferred_on::text as "transferredOn", state from pnr.record where id = ${id}`;
      if (row === undefined || !isInTime(row)) return false;
      const { count } = await sql`
        update pnr.record set term = ${flagged ? 'flagged' : 'initial'} where id = ${id} and state = 'active'`;
      return count > 0;
    },
    async ofFlight(flight) {
      const rows = await sql<RecordRow[]>`
        select ${columns(sql)} from ${tables(sql)}
        where r.flight = ${flight} and r.state = 'active' and not r.cancelled
        order by r.id`;
      return asFound(rows);
    },
  };
}

/** Terms of each criterion of which one must be there. */
function termsAskedFor({ person, document, contact, account, links }: LinkedSearch): readonly (readonly string[])[] {
  return [
    person && [birthTerm(person.dateOfBirth), ...surnameTerms(person.surname)],
    document === undefined ? undefined : [documentTerm(document)],
    contact === undefined ? undefined : [contactTerm(contact)],
    account === undefined ? undefined : [accountTerm(account)],
    links,
  ].filter((terms) => terms !== undefined);
}

const legsOnFlight = (sql: postgres.Sql, { carrier, number, departsOn }: FlightCriterion) => sql`
  select l.record from pnr.leg l
  where l.carrier = ${carrier} and l.number = ${number} and l.departs_on = ${departsOn}::date`;

const legsOnRoute = (sql: postgres.Sql, { origin, destination, fromDate, toDate }: RouteCriterion) => sql`
  select l.record from pnr.leg l
  where l.departs_on between ${fromDate}::date and ${toDate}::date
    ${origin === undefined ? sql`` : sql`and l.origin = ${origin}`}
    ${destination === undefined ? sql`` : sql`and l.destination = ${destination}`}`;

interface RecordRow {
  readonly id: string;
  readonly transferredOn: string;
  readonly receivedAt: Date;
  readonly version: number;
  readonly state: StoredRecord['state'];
  readonly term: StoredRecord['term'];
  readonly cancelled: boolean;
  readonly isList: boolean;
  readonly open: OpenHalf;
  readonly carrier: string;
  readonly number: string;
  readonly origin: string;
  readonly destination: string;
  readonly departsOn: string;
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

const columns = (sql: postgres.Sql) => sql`
  r.id, r.transferred_on::text as "transferredOn", r.received_at as "receivedAt", r.version, r.state, r.term, r.cancelled,
  coalesce(r.locators[1] like 'API/%', false) as "isList",
  r.open, f.carrier, f.number, f.origin, f.destination, f.departs_on::text as "departsOn",
  o.wrapped_key as "wrappedKey", o.sealed`;

const tables = (sql: postgres.Sql) => sql`
  pnr.record r
  join pnr.flight f on f.id = r.flight
  join pnr.original o on o.record = r.id and o.transferred_on = r.transferred_on`;

function found(row: RecordRow, keys: PnrKeys): FoundRecord {
  const { id, transferredOn, receivedAt, version, state, term, cancelled, isList, open } = row;
  const { carrier, number, origin, destination, departsOn } = row;
  return {
    ...{ id, transferredOn, version, state, term, cancelled, isList, open },
    receivedAtMs: receivedAt.getTime(),
    flight: { carrier, number, origin, destination, departsOn },
    unseal: async () => {
      // What is masked has moved to the key of five years.
      const key = await keys.find(state === 'masked' ? 'masked' : 'initial', transferredOn);
      const recordKey = key?.unwrap(row.wrappedKey);
      return recordKey && unseal(id, recordKey, row.sealed);
    },
  };
}
