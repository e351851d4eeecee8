/**
 * The clock of passenger name records. Runs in every gateway. It masks or deletes what is six months old, deletes what is five
 * years old, destroys keys, and reports pushes that did not come. Whatever it does to a record is in the log before it is done.
 */
import type { Clock } from '../../shared/clock.js';
import { Rounds } from '../../shared/rounds.js';
import {
  dayOf,
  deletedFrom,
  maskedFrom,
  mayBeDeleted,
  mayBeMasked,
  type UnflaggedAfterSixMonths,
} from './domain/retention.js';
import type { PnrKeys } from './keys/key-folder.js';
import type { RetentionStep, RetentionStore } from './store/retention-store.js';
import { superviseFlights, type SupervisionParts } from './supervision.js';

/** What it works with. */
export interface PnrClockParts extends SupervisionParts {
  readonly retention: RetentionStore;
  readonly keys: PnrKeys;
  readonly clock: Clock;
  readonly unflagged: UnflaggedAfterSixMonths;
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

/** Makes the clock. */
export function createPnrClock(parts: PnrClockParts): PnrClock {
  const { unit, retention, keys, clock, unflagged } = parts;

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

  async function round(): Promise<void> {
    const nowMs = clock.now();
    const today = dayOf(nowMs);
    const faults: unknown[] = [];
    // What one of these cannot do keeps none of the others from being done.
    for (const part of [
      () => erase(today),
      () => mask(today),
      () => retention.forget(today),
      () => superviseFlights(parts, nowMs),
    ]) {
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
