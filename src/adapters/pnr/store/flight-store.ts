/** Flights of the schedule, and when carriers pushed for them. */
import type postgres from 'postgres';
import type { Flight } from '../domain/push.js';

/** A flight of the schedule. */
export interface ScheduledFlight extends Flight {
  readonly id: string;
  readonly departsAtMs: number;
  /** When pushes were received, oldest first. */
  readonly receivedAtMs: readonly number[];
}

/** What of a flight has been reported as missing. */
export type MissingPush = 'first' | 'closure';

/** A flight that a round of the clock looks at. */
export interface WatchedFlight extends ScheduledFlight {
  readonly told: ReadonlySet<MissingPush>;
}

/** The store. */
export interface FlightStore {
  /** Flights that depart from one moment to before another, in the order of departure; at most so many, behind `after` if given. */
  list(fromMs: number, beforeMs: number, most: number, after?: ScheduledFlight): Promise<readonly ScheduledFlight[]>;
  /** Flights that depart in this time of which not all that may be missing has been reported. */
  departing(fromMs: number, beforeMs: number): Promise<readonly WatchedFlight[]>;
  /** Flights that departed before a moment and are not settled, oldest first; at most so many. */
  departed(beforeMs: number, most: number): Promise<readonly WatchedFlight[]>;
  /** They are looked at no more, unless the schedule moves them. */
  settle(flights: readonly ScheduledFlight[]): Promise<void>;
  /**
   * Has it reported, once: it counts as reported when `tell` has resolved. False, and nothing is told, where another gateway
   * has done it or is at it.
   */
  tellMissing(id: string, what: MissingPush, tell: () => Promise<void>): Promise<boolean>;
}

interface Row {
  readonly id: string;
  readonly carrier: string;
  readonly number: string;
  readonly departsOn: string;
  readonly origin: string;
  readonly destination: string;
  readonly departsAt: Date;
  readonly firstTold: boolean;
  readonly closureTold: boolean;
  readonly received: readonly Date[];
}

/** Opens it under the gateway's role. */
export function openFlightStore(sql: postgres.Sql): FlightStore {
  const columns = sql`
    f.id, f.carrier, f.number, f.departs_on::text as "departsOn", f.origin, f.destination, f.departs_at as "departsAt",
    f.first_missing_told as "firstTold", f.closure_missing_told as "closureTold",
    array(select p.received_at from pnr.push p where p.flight = f.id and p.kind <> 'api' order by p.received_at) as received`;
  return {
    async list(fromMs, beforeMs, most, after) {
      const behind =
        after === undefined
          ? sql`true`
          : sql`(f.departs_at, f.id) > (select departs_at, id from pnr.flight where id = ${after.id})`;
      const rows = await sql<Row[]>`
        select ${columns} from pnr.flight f
        where f.departs_at >= ${new Date(fromMs)} and f.departs_at < ${new Date(beforeMs)} and ${behind}
        order by f.departs_at, f.id limit ${most}`;
      return rows.map(flightOf);
    },
    async departing(fromMs, beforeMs) {
      const rows = await sql<Row[]>`
        select ${columns} from pnr.flight f
        where f.departs_at >= ${new Date(fromMs)} and f.departs_at < ${new Date(beforeMs)}
          and not (f.first_missing_told and f.closure_missing_told)
        order by f.departs_at, f.id`;
      return rows.map(watchedFlightOf);
    },
    async departed(beforeMs, most) {
      const rows = await sql<Row[]>`
        select ${columns} from pnr.flight f
        where f.departs_at < ${new Date(beforeMs)} and f.departs_at is not null and f.settled_for is distinct from f.departs_at
        order by f.departs_at, f.id limit ${most}`;
      return rows.map(watchedFlightOf);
    },
    async settle(flights) {
      const settled = flights.map(({ id, departsAtMs }) => ({ id, departsAt: new Date(departsAtMs).toISOString() }));
      await sql`
        update pnr.flight f set settled_for = f.departs_at
        from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as given (id bigint, "departsAt" timestamptz)
        where f.id = given.id and date_trunc('milliseconds', f.departs_at) = given."departsAt"`;
    },
    tellMissing: (id, what, tell) =>
      sql.begin(async (tx) => {
        const column = tx(what === 'first' ? 'first_missing_told' : 'closure_missing_told');
        const rows = await tx`
          select from pnr.flight where id = ${id} and not ${column} for no key update skip locked`;
        if (rows.length === 0) return false;
        await tell();
        await tx`update pnr.flight set ${column} = true where id = ${id}`;
        return true;
      }),
  };
}

const flightOf = ({
  id,
  carrier,
  number,
  departsOn,
  origin,
  destination,
  departsAt,
  received,
}: Row): ScheduledFlight => ({
  ...{ id, carrier, number, departsOn, origin, destination },
  departsAtMs: departsAt.getTime(),
  receivedAtMs: received.map((at) => at.getTime()),
});

const watchedFlightOf = (row: Row): WatchedFlight => ({
  ...flightOf(row),
  told: new Set<MissingPush>([
    ...(row.firstTold ? (['first'] as const) : []),
    ...(row.closureTold ? (['closure'] as const) : []),
  ]),
});
