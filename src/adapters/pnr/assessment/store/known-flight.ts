/** Flights as the assessment reads them. */
import type postgres from 'postgres';
import type { Flight } from '../../domain/push.js';

/** A flight as it is assessed. */
export interface KnownFlight {
  readonly id: string;
  readonly flight: Flight;
  /** Scheduled, universal time; undefined where the schedule does not have it. */
  readonly departsAtMs: number | undefined;
}

/** Its row. */
export interface FlightRow extends Flight {
  readonly id: string;
  readonly departsAt: Date | null;
}

export const flightColumns = (sql: postgres.Sql) => sql`
  id, carrier, number, origin, destination, departs_on::text as "departsOn", departs_at as "departsAt"`;

export const asFlight = ({
  id,
  departsAt,
  carrier,
  number,
  origin,
  destination,
  departsOn,
}: FlightRow): KnownFlight => ({
  id,
  flight: { carrier, number, origin, destination, departsOn },
  departsAtMs: departsAt?.getTime(),
});
