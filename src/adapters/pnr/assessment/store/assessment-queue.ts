/** Flights that wait for their assessment, and gateways' claims to them. All times are those of the given clock. */
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import type { Flight } from '../../domain/push.js';
import type { StoredRecord } from '../../domain/stored-record.js';
import { asFlight, flightColumns, type FlightRow, type KnownFlight } from './known-flight.js';

/** A flight that a gateway has claimed. */
export interface DueFlight extends KnownFlight {
  /** Pushes that had come when it was claimed: what an assessment from now on has seen. */
  readonly pushes: number;
  /** Attempts that failed, one after the other. */
  readonly failures: number;
}

/** How a flight is claimed. */
export interface Claiming {
  /** Of this attempt alone. */
  readonly claim: string;
  /** For how long it counts unless it is renewed, in milliseconds: if whoever has it dies, another may begin afterwards. */
  readonly leaseMs: number;
  /** Time without a further push after which a flight is due, in milliseconds; ten times as long after the first push at most. */
  readonly settleMs: number;
}

/** Flights that left before their passengers were assessed. */
export interface LeftFlights {
  readonly count: number;
  /** The first of them that departed. */
  readonly first: readonly Flight[];
}

/** The queue. */
export interface AssessmentQueue {
  /** Claims the flight that has waited longest; undefined when none is due. */
  claim(claiming: Claiming): Promise<DueFlight | undefined>;
  /** False when the claim counts no more, as it was too late and another gateway has begun. */
  renew(claim: string, leaseMs: number): Promise<boolean>;
  /** Pushes for a flight that have come. */
  pushesFor(flight: string): Promise<number>;
  /** References of records of a flight that are to be assessed: in their present version they have not been. */
  changedRecords(flight: string): Promise<ReadonlySet<string>>;
  /** Notes that records were assessed, except for those that a push has changed meanwhile, or is changing now. */
  recordsAssessed(records: readonly Pick<StoredRecord, 'id' | 'transferredOn' | 'version'>[]): Promise<void>;
  /** Notes an assessment that was finished, and that so many pushes had come when it began. */
  assessed(flight: string, pushes: number): Promise<void>;
  /** Gives a claimed flight back. */
  letGo(claim: string): Promise<void>;
  /** Gives a claimed flight back that could not be assessed; nobody tries again for so long. */
  failed(claim: string, pauseMs: number): Promise<void>;
  /** Flights that are still due after an attempt that failed. */
  unassessed(): Promise<number>;
  /**
   * Flights that departed, and of which a push that came in time has been seen by no assessment: either an attempt has failed, or
   * it is too late for any. They count until somebody has them assessed, for seven days at most. Names at most so many.
   */
  leftUnassessed(most: number): Promise<LeftFlights>;
}

/** Opens it under the gateway's role. */
export function openAssessmentQueue(sql: postgres.Sql, clock: Clock): AssessmentQueue {
  // Where only the day is known, it ends on earth twelve hours later than in Greenwich at the latest.
  const leavesAt = sql`coalesce(f.departs_at, f.departs_on::timestamp at time zone 'UTC' + interval '36 hours')`;
  // A flight is to be assessed before it departs or arrives (Art. 6(2)(a)), and none flies for longer than a day.
  const endsAt = sql`(${leavesAt} + interval '1 day')`;
  const now = () => sql`${new Date(clock.now())}::timestamptz`;
  const after = (milliseconds: number) => new Date(clock.now() + milliseconds);
  // Days before bound these, and are what an index can tell.
  const waits = () => sql`
    a.pushes > a.assessed
    and f.departs_on > (${now()} at time zone 'UTC')::date - 4
    and ${endsAt} > ${now()}`;
  const left = () => sql`
    a.pushes > a.assessed
    and f.departs_on > (${now()} at time zone 'UTC')::date - 10
    and ${leavesAt} <= ${now()} and ${leavesAt} > ${now()} - interval '7 days'
    and a.waiting_since < ${endsAt}
    and (a.failures > 0 or ${endsAt} <= ${now()})`;
  return {
    async claim({ claim, leaseMs, settleMs }) {
      const [row] = await sql<(FlightRow & { pushes: number; failures: number })[]>`
        update pnr.assessment mine
        set claim = ${claim}, claimed_until = ${after(leaseMs)}
        from pnr.flight
        where mine.flight = pnr.flight.id and mine.flight = (
          select a.flight from pnr.assessment a join pnr.flight f on f.id = a.flight
          where ${waits()}
            and a.claimed_until <= ${now()} and a.not_before <= ${now()}
            and (a.pushed_at <= ${after(-settleMs)}
              or a.waiting_since <= ${after(-10 * settleMs)})
          order by a.waiting_since, a.flight limit 1 for update of a skip locked)
        returning ${flightColumns(sql)}, pushes::int, failures`;
      return row && { ...asFlight(row), pushes: row.pushes, failures: row.failures };
    },
    async renew(claim, leaseMs) {
      const { count } = await sql`
        update pnr.assessment set claimed_until = ${after(leaseMs)} where claim = ${claim}`;
      return count > 0;
    },
    async pushesFor(flight) {
      const [row] = await sql<{ pushes: number }[]>`
        select pushes::int from pnr.assessment where flight = ${flight}`;
      return row?.pushes ?? 0;
    },
    async changedRecords(flight) {
      const rows = await sql<{ id: string }[]>`
        select id from pnr.record
        where flight = ${flight} and state = 'active' and not cancelled and assessed_version is distinct from version`;
      return new Set(rows.map(({ id }) => id));
    },
    async recordsAssessed(records) {
      const assessed = records.map(({ id, transferredOn: day, version }) => ({ id, day, version }));
      // Waits for no push, which locks records in another order: what it has locked it changes, and that is compared again.
      await sql`
        with noted as (
          select r.id, r.transferred_on from pnr.record r
          join jsonb_to_recordset(${JSON.stringify(assessed)}::text::jsonb) as given (id text, day date, version integer)
            on r.id = given.id and r.transferred_on = given.day and r.version = given.version
          where r.assessed_version is distinct from r.version
          for no key update of r skip locked
        )
        update pnr.record r set assessed_version = r.version
        from noted where r.id = noted.id and r.transferred_on = noted.transferred_on`;
    },
    async assessed(flight, pushes) {
      await sql`
        update pnr.assessment
        set assessed = greatest(assessed, ${pushes}), failures = 0, not_before = '-infinity',
          waiting_since = case when pushes > ${pushes} then pushed_at else waiting_since end
        where flight = ${flight}`;
    },
    async letGo(claim) {
      await sql`update pnr.assessment set claim = null, claimed_until = '-infinity' where claim = ${claim}`;
    },
    async failed(claim, pauseMs) {
      await sql`
        update pnr.assessment
        set claim = null, claimed_until = '-infinity', failures = failures + 1,
          not_before = ${after(pauseMs)}
        where claim = ${claim}`;
    },
    async unassessed() {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int from pnr.assessment a join pnr.flight f on f.id = a.flight where ${waits()} and a.failures > 0`;
      return row?.count ?? 0;
    },
    async leftUnassessed(most) {
      const rows = await sql<(FlightRow & { count: number })[]>`
        select ${flightColumns(sql)}, count(*) over ()::int as count
        from pnr.assessment a join pnr.flight f on f.id = a.flight
        where ${left()} order by ${leavesAt}, f.id limit ${most}`;
      return { count: rows[0]?.count ?? 0, first: rows.map((row) => asFlight(row).flight) };
    },
  };
}
