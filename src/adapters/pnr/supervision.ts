/** Reports pushes that did not come (Art. 8(3)): each once, in the log before it counts as reported, and to the operator. */
import type { SystemAct } from '../adapter.js';
import { CLOSURE_GRACE_MS, FIRST_UNTIL_MS, judgePushes } from './domain/push-timing.js';
import type { Unit } from './options.js';
import type { FlightStore, MissingPush, ScheduledFlight, WatchedFlight } from './store/flight-store.js';

/** What it works with. */
export interface SupervisionParts {
  readonly unit: Unit;
  readonly flights: FlightStore;
  /** Has the log told. What it rejects is not done. */
  readonly tell: (act: SystemAct) => Promise<void>;
  /** Tells the operator of a push that did not come. */
  readonly onMissing: (flight: ScheduledFlight, what: MissingPush) => void;
}

/** Departed flights of one round: after a standstill the others wait for the next. */
export const CATCH_UP = 1_000;

/**
 * Looks at the flights that depart within a day, then at departed ones that no round has settled, oldest first, however long ago
 * they left. Rejects when database or log fail; what was reported by then stays so.
 */
export async function superviseFlights(parts: SupervisionParts, nowMs: number): Promise<void> {
  const { flights } = parts;
  const overMs = nowMs - CLOSURE_GRACE_MS;
  for (const flight of await flights.departing(overMs, nowMs + FIRST_UNTIL_MS)) await report(parts, flight, nowMs);
  const settled: WatchedFlight[] = [];
  try {
    for (const flight of await flights.departed(overMs, CATCH_UP))
      if (await report(parts, flight, nowMs)) settled.push(flight);
  } finally {
    await flights.settle(settled);
  }
}

/** True once all that is missing now has been reported; false where another gateway is at it. */
async function report(
  { unit, flights, tell, onMissing }: SupervisionParts,
  flight: WatchedFlight,
  nowMs: number,
): Promise<boolean> {
  const pushes = judgePushes(flight.departsAtMs, flight.receivedAtMs, nowMs);
  let isReported = true;
  for (const what of ['first', 'closure'] as const) {
    if (pushes[what] !== 'missing' || flight.told.has(what)) continue;
    const isTold = await flights.tellMissing(flight.id, what, () =>
      tell({
        act: 'push-missing',
        authority: unit.authority,
        records: [],
        terms: [],
        facts: {
          article: 'Directive (EU) 2016/681 Art. 8(3)',
          departs_on: flight.departsOn,
          flight: `${flight.carrier}${flight.number}`,
          push: what,
        },
      }),
    );
    if (isTold) onMissing(flight, what);
    else isReported = false;
  }
  return isReported;
}
