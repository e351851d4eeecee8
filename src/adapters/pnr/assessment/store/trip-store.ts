/** Earlier trips, found by what records are found by: digests under the key of each day that still has one. */
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { dayOf, maskedFrom } from '../../domain/retention.js';
import type { PnrKeys } from '../../keys/key-folder.js';
import type { Identity, Trips } from '../domain/earlier-trips.js';
import type { KnownFlight } from './known-flight.js';

/** The store. */
export interface TripStore {
  /**
   * Trips of each of these people before the flight, within a year before it and before today, in records that are not cancelled
   * and whose six months are not over. Each flight of a day counts once, however many records tell of it. Lists of passengers
   * tell nothing: API data are not used for profiling (Regulation (EU) 2025/13 Art. 15).
   */
  before(flight: Pick<KnownFlight, 'flight'>, people: readonly (readonly Identity[])[]): Promise<readonly Trips[]>;
}

/** Digests of one statement: they are made in one go, and nothing else is done meanwhile. */
const SOME = 2_000;

interface Digest {
  readonly day: string;
  readonly person: number;
  readonly document: string;
  readonly birth: string;
}

/** Opens it under the gateway's role. */
export function openTripStore(sql: postgres.Sql, keys: PnrKeys, clock: Clock): TripStore {
  return {
    async before({ flight }, people) {
      const today = dayOf(clock.now());
      const found = people.map(() => new Set<string>());
      let digests: Digest[] = [];
      const look = async (): Promise<void> => {
        for (const { person, trip } of await tripsOf(sql, flight.departsOn, today, digests)) found[person]?.add(trip);
        digests = [];
      };
      for (const day of (await keys.days('initial')).filter((one) => today < maskedFrom(one))) {
        const key = await keys.find('initial', day);
        if (key === undefined) continue;
        const token = (term: string): string => key.token(term).toString('hex');
        for (const [person, identities] of people.entries()) {
          for (const { document, birth } of identities)
            digests.push({ day, person, document: token(document), birth: token(birth) });
          if (digests.length >= SOME) await look();
        }
      }
      if (digests.length > 0) await look();
      const route = `${flight.origin} ${flight.destination} `;
      return found.map((trips) => ({
        sameRoute: [...trips].filter((trip) => trip.startsWith(route)).length,
        all: trips.size,
      }));
    },
  };
}

/** Flights of people: "IST VIE 2026-11-30", each once. */
const tripsOf = (
  sql: postgres.Sql,
  departsOn: string,
  today: string,
  digests: readonly Digest[],
): Promise<readonly { person: number; trip: string }[]> => sql`
  select distinct (row ->> 'person')::int as person, f.origin || ' ' || f.destination || ' ' || f.departs_on as trip
  from jsonb_array_elements(${JSON.stringify(digests)}::text::jsonb) as given (row)
  join pnr.search_key d on d.transferred_on = (row ->> 'day')::date and d.token = decode(row ->> 'document', 'hex')
  join pnr.search_key b on b.transferred_on = d.transferred_on and b.record = d.record
    and b.token = decode(row ->> 'birth', 'hex')
  join pnr.record r on r.transferred_on = d.transferred_on and r.id = d.record
  join pnr.flight f on f.id = r.flight
  where r.state = 'active' and not r.cancelled and not coalesce(r.locators[1] like 'API/%', false)
    and f.departs_on < least(${departsOn}::date, ${today}::date)
    and f.departs_on >= ${departsOn}::date - interval '12 months'`;
