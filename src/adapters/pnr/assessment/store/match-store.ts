/** Matches, kept: codes in the database, what reveals something sealed under the keys of the record's day. */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../../../shared/clock.js';
import type { Flight } from '../../domain/push.js';
import { dayOf } from '../../domain/retention.js';
import type { StoredRecord } from '../../domain/stored-record.js';
import type { PnrKeys } from '../../keys/key-folder.js';
import { seal, unsealObject } from '../../keys/seal.js';
import type { FoundMatch, Match, MatchState, Release, SealedMatch, SourceCount } from '../domain/match.js';
import { asFlight, flightColumns, type FlightRow, type KnownFlight } from './known-flight.js';

/** Where and when a match was found. */
export interface Finding {
  readonly record: Pick<StoredRecord, 'id' | 'transferredOn' | 'version'>;
  readonly flight: string;
  readonly foundAtMs: number;
  readonly reviewByMs: number;
}

/** What a review says. */
export interface Review {
  readonly isConfirmed: boolean;
  /** Pseudonym. */
  readonly officer: string;
  readonly atMs: number;
  readonly reason: string;
}

/** The store. */
export interface MatchStore {
  findFlight(flight: Omit<Flight, 'destination'>): Promise<KnownFlight | undefined>;
  /** Flights that departed on days from one to another. */
  flightsBetween(fromDay: string, toDay: string): Promise<readonly KnownFlight[]>;
  /** Keeps matches of a record that are not known. Resolves to their references, in the order in which they were given. */
  keep(found: readonly FoundMatch[], finding: Finding): Promise<readonly string[]>;
  find(id: string): Promise<Match | undefined>;
  /** Matches in a state, the most urgent first, behind that one. */
  list(state: MatchState, after: string | undefined, most: number): Promise<readonly Match[]>;
  /** Reviews an open match; a confirmed one flags its record. Undefined when it is not open any more. */
  review(match: Match, review: Review): Promise<Match | undefined>;
  /**
   * Has some open matches told whose review is late, once each; returns how many. They count as told when `tell` has
   * resolved.
   */
  tellOverdue(nowMs: number, tell: (ids: readonly string[]) => Promise<void>): Promise<number>;
  /** Numbers by rule and version, and by database. */
  count(fromDay: string | undefined): Promise<readonly SourceCount[]>;
}

/** Matches in one transaction and one entry of the log. */
const SOME = 500;

/**
 * Opens it under the gateway's role. What is about a record whose time is over by this clock is found and reviewed no more,
 * whatever keeps the clock of passenger name records from its round.
 */
export function openMatchStore(sql: postgres.Sql, keys: PnrKeys, clock: Clock): MatchStore {
  /** Whether a record is still as it came: matches go when it is masked or deleted (domain/retention.ts). */
  const inTime = (db: postgres.Sql | postgres.TransactionSql) => db`
    r.state = 'active' and r.transferred_on + interval '6 months' > ${dayOf(clock.now())}::date`;
  const opened = async (rows: readonly MatchRow[]): Promise<Match[]> => {
    const all: Match[] = [];
    for (const row of rows) all.push(await asMatch(row, keys));
    return all;
  };
  const find = async (id: string): Promise<Match | undefined> =>
    (
      await opened(
        await sql<MatchRow[]>`select ${columns(sql)} from ${tables(sql)} where m.id = ${id} and ${inTime(sql)}`,
      )
    )[0];
  return {
    find,
    async findFlight({ carrier, number, origin, departsOn }) {
      const [row] = await sql<FlightRow[]>`
        select ${flightColumns(sql)} from pnr.flight
        where carrier = ${carrier} and number = ${number} and departs_on = ${departsOn} and origin = ${origin}`;
      return row && asFlight(row);
    },
    async flightsBetween(fromDay, toDay) {
      const rows = await sql<FlightRow[]>`
        select ${flightColumns(sql)} from pnr.flight
        where departs_on between ${fromDay}::date and ${toDay}::date
        order by departs_on, id`;
      return rows.map(asFlight);
    },
    async keep(found, finding) {
      const { record, flight, foundAtMs, reviewByMs } = finding;
      const kept: string[] = [];
      for (const match of found) {
        const id = `PNM-${ulid(foundAtMs)}`;
        const content = await sealMatch(keys, id, record.transferredOn, match.sealed);
        const evidence = await digestOf(keys, record.transferredOn, match);
        // The record's time is over, and its key went while it was assessed.
        if (content === undefined || evidence === undefined) continue;
        // Of a record that a push changed meanwhile nothing is kept: that push has it assessed again.
        const rows = await sql`
          insert into pnr.match (id, record, transferred_on, record_version, flight, system, source, version, sha256,
            traveller, grounds, evidence, found_at, review_by, wrapped_key, sealed)
          select ${id}, r.id, r.transferred_on, r.version, ${flight}, ${match.system}, ${match.source},
            ${match.version}, ${match.sha256}, ${match.traveller}, ${match.sealed.grounds.map(({ path }) => path)}::text[],
            ${evidence}, ${new Date(foundAtMs)}, ${new Date(reviewByMs)}, ${content.wrappedKey}, ${content.sealed}
          from pnr.record r
          where r.id = ${record.id} and r.transferred_on = ${record.transferredOn} and r.version = ${record.version}
            and r.state = 'active' and not r.cancelled
          for share
          on conflict do nothing
          returning id`;
        if (rows.length > 0) kept.push(id);
      }
      return kept;
    },
    async list(state, after, most) {
      const rows = await sql<MatchRow[]>`
        select ${columns(sql)} from ${tables(sql)}
        where m.state = ${state} and ${inTime(sql)}
          ${after === undefined ? sql`` : sql`and (m.review_by, m.id) > (select review_by, id from pnr.match where id = ${after})`}
        order by m.review_by, m.id
        limit ${most}`;
      return opened(rows);
    },
    async review(match, { isConfirmed, officer, atMs, reason }) {
      if (match.sealed === undefined) return undefined;
      const content = await sealMatch(keys, match.id, match.transferredOn, { ...match.sealed, reason });
      if (content === undefined) return undefined;
      return sql.begin(async (tx) => {
        // Before the match, as whoever deletes the record takes them in this order.
        const inReach = await tx`
          select from pnr.record r
          where r.id = ${match.record} and r.transferred_on = ${match.transferredOn} and ${inTime(tx)}
          for no key update`;
        if (inReach.length === 0) return undefined;
        const [row] = await tx<MatchRow[]>`
          update pnr.match m
          set state = ${isConfirmed ? 'confirmed' : 'rejected'}, reviewed_by = ${officer},
            reviewed_at = ${new Date(atMs)}, wrapped_key = ${content.wrappedKey}, sealed = ${content.sealed}
          where m.id = ${match.id} and m.state = 'open'
          returning ${columns(tx)}`;
        if (row === undefined) return undefined;
        // Objective evidence of a link: the record is kept beyond six months (C-817/19).
        if (isConfirmed)
          await tx`
            update pnr.record set term = 'flagged'
            where id = ${match.record} and transferred_on = ${match.transferredOn} and state = 'active'`;
        return asMatch(row, keys);
      });
    },
    tellOverdue: (nowMs, tell) =>
      sql.begin(async (tx) => {
        const rows = await tx<{ id: string }[]>`
          select id from pnr.match where state = 'open' and not overdue_told and review_by < ${new Date(nowMs)}
          order by review_by, id limit ${SOME} for update skip locked`;
        const ids = rows.map(({ id }) => id);
        if (ids.length === 0) return 0;
        await tell(ids);
        await tx`update pnr.match set overdue_told = true where id = any(${ids}::text[])`;
        return ids.length;
      }),
    async count(fromDay) {
      return sql<SourceCount[]>`
        select system, case when system = 'criteria' then source else '' end as rule, version,
          count(*)::int as matches,
          (count(*) filter (where state = 'open'))::int as open,
          (count(*) filter (where state in ('confirmed', 'released')))::int as confirmed,
          (count(*) filter (where state = 'rejected'))::int as rejected,
          (count(*) filter (where state = 'released'))::int as released
        from pnr.match
        ${fromDay === undefined ? sql`` : sql`where found_at >= ${fromDay}::date`}
        group by 1, 2, 3
        order by system = 'criteria' desc, 1, 2, 3`;
    },
  };
}

/** Undefined when the key of the record's day is gone: it is never made anew. */
async function sealMatch(keys: PnrKeys, id: string, transferredOn: string, content: SealedMatch) {
  const key = await keys.find('initial', transferredOn);
  if (key === undefined) return undefined;
  const { recordKey, sealed } = seal(id, content);
  return { wrappedKey: key.wrap(recordKey), sealed };
}

/**
 * What was compared and of whom, as it may be kept: whoever has the key of the day can tell whether two matches have the same,
 * and nothing else. Undefined when that key is gone.
 */
async function digestOf(
  keys: PnrKeys,
  transferredOn: string,
  { evidence, sealed }: Pick<FoundMatch, 'evidence' | 'sealed'>,
): Promise<Buffer | undefined> {
  const key = await keys.find('initial', transferredOn);
  return key?.token(`match\0${JSON.stringify([sealed.subject ?? '', ...evidence])}`);
}

interface MatchRow {
  readonly id: string;
  readonly record: string;
  readonly transferredOn: string;
  readonly recordVersion: number;
  readonly system: string;
  readonly source: string;
  readonly version: number;
  readonly sha256: string;
  readonly traveller: string;
  readonly foundAt: Date;
  readonly reviewBy: Date;
  readonly state: MatchState;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly releases: readonly Release[];
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

const tables = (sql: postgres.Sql) => sql`
  pnr.match m join pnr.record r on r.id = m.record and r.transferred_on = m.transferred_on`;

const columns = (sql: postgres.Sql | postgres.TransactionSql) => sql`
  m.id, m.record, m.transferred_on::text as "transferredOn", m.record_version as "recordVersion", m.system, m.source,
  m.version, m.sha256, m.traveller, m.found_at as "foundAt", m.review_by as "reviewBy", m.state,
  m.reviewed_by as "reviewedBy", m.reviewed_at as "reviewedAt", m.wrapped_key as "wrappedKey", m.sealed,
  coalesce((
    select jsonb_agg(
      jsonb_build_object('officer', r.released_by, 'recipient', r.recipient,
        'atMs', floor(extract(epoch from r.released_at) * 1000))
      order by r.released_at, r.recipient)
    from pnr.release r where r.match = m.id), '[]') as releases`;

async function asMatch(row: MatchRow, keys: PnrKeys): Promise<Match> {
  const { id, record, transferredOn, recordVersion, system, source, version, sha256, traveller, state } = row;
  const { foundAt, reviewBy, reviewedBy, reviewedAt, releases } = row;
  return {
    ...{ id, record, transferredOn, recordVersion, system, source, version, sha256, traveller, state, releases },
    foundAtMs: foundAt.getTime(),
    reviewByMs: reviewBy.getTime(),
    review:
      reviewedBy === null || reviewedAt === null ? undefined : { officer: reviewedBy, atMs: reviewedAt.getTime() },
    sealed: await unsealMatch(row, keys),
  };
}

/** Undefined when the key of six months is gone, and with it what would have to be masked (Art. 12(2)). */
async function unsealMatch(row: MatchRow, keys: PnrKeys): Promise<SealedMatch | undefined> {
  const matchKey = (await keys.find('initial', row.transferredOn))?.unwrap(row.wrappedKey);
  return matchKey && (unsealObject(row.id, matchKey, row.sealed) as SealedMatch);
}
