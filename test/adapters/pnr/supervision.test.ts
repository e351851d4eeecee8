/** Supervision of pushes: after a long standstill it catches up some flights at a time, and the flights of today do not wait. */
import { expect } from 'chai';
import type { SystemAct } from '../../../src/adapters/adapter.js';
import type { FlightStore, MissingPush, WatchedFlight } from '../../../src/adapters/pnr/store/flight-store.js';
import { CATCH_UP, superviseFlights } from '../../../src/adapters/pnr/supervision.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-24T12:00:00Z');

class Flights implements FlightStore {
  readonly settled = new Set<string>();
  readonly told = new Map<string, Set<MissingPush>>();
  readonly #all: readonly WatchedFlight[];

  constructor(departures: readonly { departsAtMs: number; receivedAtMs?: readonly number[] }[]) {
    this.#all = departures.map(({ departsAtMs, receivedAtMs = [] }, at) => ({
      ...{
        id: String(at),
        carrier: 'ZZ',
        number: String(at),
        origin: 'VIE',
        destination: 'XAA',
        departsOn: '2026-11-24',
      },
      ...{ departsAtMs, receivedAtMs, told: new Set<MissingPush>() },
    }));
  }

  readonly list = (): Promise<never> => Promise.reject(new Error('not asked for'));
  readonly departing = (fromMs: number, beforeMs: number): Promise<WatchedFlight[]> =>
    Promise.resolve(this.#known(({ departsAtMs }) => departsAtMs >= fromMs && departsAtMs < beforeMs));
  readonly departed = (beforeMs: number, most: number): Promise<WatchedFlight[]> =>
    Promise.resolve(
      this.#known(({ id, departsAtMs }) => departsAtMs < beforeMs && !this.settled.has(id))
        .sort((a, b) => a.departsAtMs - b.departsAtMs)
        .slice(0, most),
    );
  async tellMissing(id: string, what: MissingPush, tell: () => Promise<void>): Promise<boolean> {
    await tell();
    this.told.set(id, (this.told.get(id) ?? new Set()).add(what));
    return true;
  }
  settle(flights: readonly WatchedFlight[]): Promise<void> {
    for (const { id } of flights) this.settled.add(id);
    return Promise.resolve();
  }

  #known(isMeant: (flight: WatchedFlight) => boolean): WatchedFlight[] {
    return this.#all.filter(isMeant).map((flight) => ({ ...flight, told: this.told.get(flight.id) ?? new Set() }));
  }
}

describe('supervision of pushes', () => {
  const acts: SystemAct[] = [];
  const supervise = (flights: FlightStore): Promise<void> =>
    superviseFlights(
      {
        ...{ flights, unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' } },
        tell: (act) => Promise.resolve(void acts.push(act)),
        onMissing: () => undefined,
      },
      NOW,
    );
  beforeEach(() => void acts.splice(0));

  it('catches up so many departed flights in a round, oldest first, and all in the end', async () => {
    const month = Array.from({ length: CATCH_UP + 1 }, (_, at) => ({ departsAtMs: NOW - (700 + at) * HOUR_MS }));
    const flights = new Flights([...month, { departsAtMs: NOW + 20 * HOUR_MS }]);
    await supervise(flights);
    // The one of today, whose closure is not due, and both pushes of all of the others but the youngest.
    expect(acts).to.have.length(1 + 2 * CATCH_UP);
    expect(flights.told.has('0')).to.equal(false);
    await supervise(flights);
    expect(acts).to.have.length(1 + 2 * (CATCH_UP + 1));
    expect(flights.settled.size).to.equal(CATCH_UP + 1);
    await supervise(flights);
    expect(acts).to.have.length(1 + 2 * (CATCH_UP + 1));
  });

  it('settles a flight whose pushes came, and tells nothing of it', async () => {
    const departsAtMs = NOW - 500 * HOUR_MS;
    const flights = new Flights([
      { departsAtMs, receivedAtMs: [departsAtMs - 30 * HOUR_MS, departsAtMs - HOUR_MS / 2] },
    ]);
    await supervise(flights);
    expect(acts).to.have.length(0);
    expect([...flights.settled]).to.deep.equal(['0']);
  });

  it('does not settle what the log could not be told of, nor what another gateway is telling', async () => {
    const flights = new Flights([{ departsAtMs: NOW - 500 * HOUR_MS }]);
    flights.tellMissing = () => Promise.reject(new Error('the log is full'));
    const failed = await supervise(flights).catch((error: unknown) => String(error));
    expect(failed).to.include('the log is full');
    flights.tellMissing = () => Promise.resolve(false);
    await supervise(flights);
    expect([...flights.settled]).to.deep.equal([]);
  });
});
