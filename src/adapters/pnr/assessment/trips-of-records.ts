import type { Rule } from '../../../matching/criteria/rule.js';
import { asksForTrips } from '../../../matching/criteria/criteria.js';
import type { KeptRecord } from '../domain/kept-record.js';
import { identitiesOf, type Trips } from './domain/earlier-trips.js';
import type { KnownFlight } from './store/known-flight.js';
import type { TripStore } from './store/trip-store.js';

/**
 * Earlier trips of the travellers of each record of a flight, in the order of their facts: looked up all at once, and only if one
 * of the rules asks for them. Undefined are those of somebody who cannot be known again.
 */
export async function tripsOfRecords(
  store: TripStore,
  rules: readonly Rule[],
  flight: KnownFlight,
  records: readonly Pick<KeptRecord, 'sealed'>[],
): Promise<readonly (readonly (Trips | undefined)[])[]> {
  if (!rules.some(asksForTrips)) return records.map(() => []);
  const people = records.map(identitiesOf);
  const found = await store.before(flight, people.flat());
  let next = 0;
  return people.map((travellers) =>
    travellers.map((identities) => {
      const trips = found[next++];
      return identities.length === 0 ? undefined : trips;
    }),
  );
}
