/** Flights of simulated carriers to and from XA, some days before and after a day. */
import { createRandoms } from '../../../world/random.js';
import type { BookedLeg } from './print-pnrgov.js';

/** A flight, and how its carrier pushes. */
export interface SimulatedFlight {
  readonly leg: BookedLeg;
  /** Universal time; airports of the simulation have no other. */
  readonly departsAtMs: number;
  /** When its pushes are sent, and which of them is that of the closure. */
  readonly pushes: readonly { readonly atMs: number; readonly closed: boolean }[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Days over which flights are spread: this many before the day of seeding, and one after. */
const DAYS_BACK = 8;
const DAYS = DAYS_BACK + 2;

const AIRPORTS = ['XBA', 'XCA', 'XDA', 'IST', 'CDG', 'DXB', 'BEG'] as const;

/** Of a hundred flights, those whose carrier forgets a push, and those whose carrier is late. */
const FORGETS = 6;
const LATE = 6;

/** Makes so many flights. */
export function* generateFlights(
  seed: number,
  flights: number,
  nowMs: number,
): Generator<SimulatedFlight, void, undefined> {
  const midnight = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const randoms = createRandoms(seed, 'pnr/flights');
  for (let at = 0; at < flights; at++) {
    const random = randoms(at);
    const carrier = random.chance(0.5) ? '0X' : '0Y';
    const away = random.pick(AIRPORTS);
    const [origin, destination] = random.chance(0.6) ? [away, 'XAA'] : ['XAA', away];
    const departsAtMs = midnight + ((at % DAYS) - DAYS_BACK) * DAY_MS + (5 + random.below(16)) * HOUR_MS;
    const arrivesAtMs = departsAtMs + (2 + random.below(4)) * HOUR_MS;
    const manner = random.below(100);
    const firstAt = departsAtMs - (manner >= FORGETS && manner < FORGETS + LATE ? 10 : 36) * HOUR_MS;
    yield {
      leg: {
        ...{ carrier, origin, destination },
        number: String(200 + at),
        departure: momentOf(departsAtMs),
        arrival: momentOf(arrivesAtMs),
      },
      departsAtMs,
      pushes: [
        ...(manner < FORGETS ? [] : [{ atMs: firstAt, closed: false }]),
        { atMs: departsAtMs - 0.25 * HOUR_MS, closed: true },
      ].filter(({ atMs }) => atMs <= nowMs),
    };
  }
}

/** Day and time of a moment, in universal time. */
export function momentOf(ms: number): { readonly day: string; readonly time: string } {
  const text = new Date(ms).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}
