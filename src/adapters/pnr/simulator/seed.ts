/** Simulated carriers push what they have of the synthetic world. */
import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { ulid } from 'ulid';
import { WORLD_VERSION } from '../../../world/version.js';
import { dayOf } from '../domain/retention.js';
import { openPnrKeys } from '../keys/key-folder.js';
import { readPush } from '../receive/read-push.js';
import { openPushStore, type PushStore } from '../store/push-store.js';
import { CARRIERS } from './carriers.js';
import { generateBookings, PEOPLE_PER_FLIGHT } from './generate-bookings.js';
import { generateFlights, momentOf, type SimulatedFlight } from './generate-flights.js';
import { type Booking, printPnrgov } from './print-pnrgov.js';
import { testBookings, testFlight } from './test-bookings.js';

/** Raised with every change to what is generated, so that an older world is replaced. */
const GENERATOR = `${WORLD_VERSION}.1`;

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
  /** Folder of the unit's keys, which the gateway must have, too. */
  readonly keyFolder: string;
  /** Random flights, besides that of the test persons. */
  readonly flights: number;
  readonly seed: number;
  readonly nowMs: number;
  /** Called now and then with the number of flights loaded and of all. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

interface SimulationRow {
  readonly generator: string;
  readonly seed: string;
  readonly flights: number;
}

/** Tells the unit which carriers there are; that is set once and then left alone. */
export async function enrolCarriers(sql: postgres.Sql): Promise<void> {
  for (const { authority, designator } of CARRIERS)
    await sql`insert into pnr.carrier (authority, designator) values (${authority}, ${designator}) on conflict do nothing`;
}

/**
 * Has the simulated carriers push, unless the same world was loaded already; answers whether it loaded. What the carriers
 * pushed before is replaced, and so is what anybody else did. Days are relative to that of the first seeding.
 */
export async function seedPnr(options: SeedOptions): Promise<boolean> {
  const { sql, keyFolder, flights, seed, nowMs, onProgress } = options;
  await enrolCarriers(sql);
  const [loaded] = await sql<SimulationRow[]>`select generator, seed, flights from pnr.simulation`;
  if (loaded?.generator === GENERATOR && loaded.seed === String(seed) && loaded.flights === flights) return false;
  const pushes = openPushStore(sql, await openPnrKeys(keyFolder));
  await sql`
    truncate pnr.match, pnr.release, pnr.assessment, pnr.record, pnr.original, pnr.search_key, pnr.leg, pnr.push, pnr.flight, pnr.unmasking,
      pnr.request_copy`;
  const fixed = testFlight(nowMs);
  await pushFlight(sql, pushes, fixed, testBookings(fixed));
  let done = 1;
  for (const flight of generateFlights(seed, flights, nowMs)) {
    await pushFlight(sql, pushes, flight, generateBookings(seed, flight, 1 + (done - 1) * PEOPLE_PER_FLIGHT));
    done += 1;
    onProgress?.(done, flights + 1);
  }
  await leaveToOfficers(sql, nowMs);
  await sql`
    insert into pnr.simulation (generator, seed, flights) values (${GENERATOR}, ${String(seed)}, ${flights})
    on conflict (one) do update
    set generator = excluded.generator, seed = excluded.seed, flights = excluded.flights`;
  return true;
}

/** Flights that departed before the unit began wait for no clock: nobody can have been there to review in time what it finds. */
async function leaveToOfficers(sql: postgres.Sql, nowMs: number): Promise<void> {
  await sql`
    update pnr.assessment set assessed = pushes
    from pnr.flight f where f.id = flight and f.departs_at <= ${new Date(nowMs)}`;
}

async function pushFlight(
  sql: postgres.Sql,
  pushes: PushStore,
  { leg, departsAtMs, pushes: sent }: SimulatedFlight,
  bookings: readonly Booking[],
): Promise<void> {
  const { carrier, number, origin, destination, departure } = leg;
  await sql`
    insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
    values (${carrier}, ${number}, ${departure.day}, ${origin}, ${destination}, ${new Date(departsAtMs)})`;
  const authority = CARRIERS.find(({ designator }) => designator === carrier)?.authority ?? '';
  for (const { atMs, closed } of sent) {
    const reference = randomBytes(4).toString('hex').toUpperCase();
    const message = printPnrgov({ leg, kind: 'full', reference, sentAt: momentOf(atMs), closed, bookings });
    const sending = { id: ulid(atMs), authority, digest: pushes.digest(message), nowMs: atMs };
    const kept = await pushes.keep(readPush(message, dayOf(atMs)), sending);
    if (kept === undefined) throw new Error(`the simulated carrier ${carrier} is not enrolled`);
  }
}
