/**
 * The clock of passenger name records. Runs in every gateway. It masks or deletes what is six months old, deletes what is five
 * years old, destroys keys, and reports pushes that did not come. Whatever it does to a record is in the log before it is done.
 */
import type { Clock } from '../../shared/clock.js';
import { Rounds } from '../../shared/rounds.js';
import type { SystemAct } from '../adapter.js';
import { judgePushes } from './domain/push-timing.js';
import {
  dayOf,
  deletedFrom,
  maskedFrom,
  mayBeDeleted,
  mayBeMasked,
  type UnflaggedAfterSixMonths,
} from './domain/retention.js';
import type { PnrKeys } from './keys/key-folder.js';
import type { Unit } from './options.js';
import type { FlightStore, MissingPush, ScheduledFlight } from './store/flight-store.js';
import type { RetentionStep, RetentionStore } from './store/retention-store.js';

/** What it works with. */
export interface PnrClockParts {
  readonly unit: Unit;
  readonly retention: RetentionStore;
  readonly flights: FlightStore;
  readonly keys: PnrKeys;
  readonly clock: Clock;
  /** Another clock, the database's: what cannot be undone is done when both say that it is time. Milliseconds since the epoch. */
  readonly secondClock: () => Promise<number>;
  readonly unflagged: UnflaggedAfterSixMonths;
  /** Has the log told. What it rejects is not done. */
  readonly tell: (act: SystemAct) => Promise<void>;
  /** Tells the operator of a push that did not come. */
  readonly onMissing: (flight: ScheduledFlight, what: MissingPush) => void;
  readonly onFault: (error: unknown) => void;
}

/** The clock. */
export interface PnrClock {
  /** One round, now. Rejects when database, keys or log fail. */
  round(): Promise<void>;
  /** Begins: a round every so many milliseconds, the first at once. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** Flights are looked at from the first push that they owe until some days after they left. */
const LOOK_BACK_MS = 3 * 86_400_000;
const LOOK_AHEAD_MS = 86_400_000;

/** Makes the clock. */
export function createPnrClock(parts: PnrClockParts): PnrClock {
  const { unit, retention, flights, keys, clock, unflagged } = parts;

  const tellStep =
    (why: string) =>
    async ({ masked, deleted }: RetentionStep): Promise<void> => {
      const tell = (act: string, category: string, references: readonly string[]): Promise<void> =>
        references.length === 0
          ? Promise.resolve()
          : parts.tell({
              act,
              authority: unit.authority,
              records: references.map((reference) => ({ reference, category })),
              terms: [],
              facts: { article: why },
            });
      await tell('masked', 'MASKED', masked);
      await tell('deleted', 'PASSENGER', deleted);
    };

  /** Some at a time, until there is no more, or nobody wants it. */
  const all = async (some: () => Promise<number>): Promise<void> => {
    while (!rounds.stopped && (await some()) > 0);
  };

  async function mask(today: string): Promise<void> {
    const isDue = (day: string): boolean => maskedFrom(day) <= today;
    for (const day of await due('initial', 'active', mayBeMasked(today), isDue)) {
      const from = await keys.find('initial', day);
      const to = await keys.ensure('masked', day);
      const masking = { day, keepsAll: unflagged === 'masked', from, to };
      await all(() => retention.mask(masking, tellStep('Directive (EU) 2016/681 Art. 12(2); C-817/19')));
      // Another gateway may be at the rest of the day: whoever finds none left destroys its key.
      if (!rounds.stopped) await destroyUnneeded(day);
    }
  }

  /** From here on no copy of the database, however old, gives back what the keys had locked. */
  async function destroyUnneeded(day: string): Promise<void> {
    const left = await retention.left(day);
    if (!left.has('active')) await keys.destroy('initial', day);
    if (left.size === 0) await keys.destroy('masked', day);
  }

  async function erase(today: string): Promise<void> {
    const isDue = (day: string): boolean => deletedFrom(day) <= today;
    for (const day of await due('masked', 'any', mayBeDeleted(today), isDue)) {
      await all(() => retention.erase(day, tellStep('Directive (EU) 2016/681 Art. 12(4)')));
      if (!rounds.stopped) await destroyUnneeded(day);
    }
  }

  /** Days that have a key or records left, and whose time has come. */
  async function due(
    term: 'initial' | 'masked',
    state: 'active' | 'any',
    until: string,
    isDue: (day: string) => boolean,
  ): Promise<readonly string[]> {
    const days = new Set([...(await keys.days(term)), ...(await retention.days(state, until))]);
    return [...days].filter(isDue).sort();
  }

  async function watch(nowMs: number): Promise<void> {
    for (const flight of await flights.watched(nowMs - LOOK_BACK_MS, nowMs + LOOK_AHEAD_MS)) {
      const pushes = judgePushes(flight.departsAtMs, flight.receivedAtMs, nowMs);
      for (const what of ['first', 'closure'] as const) {
        if (pushes[what] !== 'missing' || flight.told.has(what)) continue;
        const isTold = await flights.tellMissing(flight.id, what, () =>
          parts.tell({
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
        if (isTold) parts.onMissing(flight, what);
      }
    }
  }

  async function round(): Promise<void> {
    const nowMs = clock.now();
    const today = dayOf(Math.min(nowMs, await parts.secondClock()));
    const faults: unknown[] = [];
    // What one of these cannot do keeps none of the others from being done.
    for (const part of [() => erase(today), () => mask(today), () => retention.forget(today), () => watch(nowMs)]) {
      await part().catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the clock of PNR failed');
  }

  const rounds = new Rounds(round, (error) => parts.onFault(error));

  return {
    round,
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    stop: () => rounds.stop(),
  };
}
