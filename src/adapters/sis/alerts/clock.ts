/**
 * The clock of alerts. Runs in every gateway; rows are locked one gateway at a time. It deletes alerts at their term (Arts. 53
 * to 55), shows again what was unavailable for a time, and gives notice: of terms four months ahead, of children who come of
 * age, of periods for voluntary departure that ended. It ends news of deletions that nobody handled within a year. Whatever it
 * does is in the log before it is done.
 */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import { Rounds } from '../../../shared/rounds.js';
import { dayOf } from '../../../world/calendar.js';
import type { SystemAct } from '../../adapter.js';
import { alertTerms } from '../audit-terms.js';
import { categoryOf } from '../disclosures.js';
import { type Alert, registeredCreator } from '../domain/alert.js';
import { createAlertClockStore, type ClockAct, type EndedNotices, type Lookout } from '../store/alert-clock.js';
import { createAlertWriter } from '../store/write-alerts.js';

/** What it works with. */
export interface AlertClockParts {
  /** Pool with the rights of ostiary_gateway on the schema sis: two connections, so that a round does not wait for itself. */
  readonly sql: postgres.Sql;
  readonly clock: Clock;
  /** Has the log told. What it rejects is not done. */
  readonly tell: (act: SystemAct) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** The clock. */
export interface AlertClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** Begins: a round every so many milliseconds, the first after as many. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** Alerts in one entry of the log, which is found by all that they are about: by so much, and no more. */
const MOST_IN_AN_ENTRY = 10;

/** Makes the clock. */
export function createAlertClock({ sql, clock, tell, onFault }: AlertClockParts): AlertClock {
  const store = createAlertClockStore(sql, createAlertWriter(sql, clock));
  let everyMs = 0;

  async function tellActs({ act, alerts }: ClockAct): Promise<void> {
    for (const [authority, all] of byAuthority(alerts)) {
      for (let at = 0; at < all.length; at += MOST_IN_AN_ENTRY) {
        const some = all.slice(at, at + MOST_IN_AN_ENTRY);
        await tell({
          act,
          authority,
          records: some.map((alert) => ({ reference: alert.reference, category: categoryOf(alert) })),
          terms: some.flatMap(alertTerms),
          facts: {},
        });
      }
    }
  }

  const tellLookout = ({ until, expiry, majority, departureOver }: Lookout): Promise<void> =>
    tell({
      act: 'warned',
      authority: undefined,
      records: [],
      terms: [],
      facts: { departure_over: departureOver, expiry, majority, until },
    });

  const tellEnded = ({ expired, locatorDeleted }: EndedNotices): Promise<void> =>
    tell({
      act: 'notices_ended',
      authority: undefined,
      records: [],
      terms: [],
      facts: { expired, locator_deleted: locatorDeleted },
    });

  /** Some at a time, until there is no more, or nobody wants it. */
  const all = async (some: () => Promise<number>): Promise<void> => {
    while (!rounds.stopped && (await some()) > 0);
  };

  async function round(): Promise<void> {
    const now = clock.now();
    const today = dayOf(now);
    const settled = await Promise.allSettled([
      all(() => store.deleteExpired(today, tellActs)),
      // No alert is hidden for longer than was authorised, so what ends before the next round ends now.
      all(() => store.restore(new Date(now + everyMs), tellActs)),
      store.lookAhead(today, tellLookout),
      all(() => store.endNotices(today, tellEnded)),
      all(() => store.forget(new Date(now))),
    ]);
    const faults = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the clock of alerts failed');
  }

  const rounds = new Rounds(round, onFault);

  return {
    round,
    start(every) {
      everyMs = every;
      rounds.start(every);
    },
    stop: () => rounds.stop(),
  };
}

/** Alerts by the authority that created them; those that a simulator made name none of the registry. */
function byAuthority(alerts: readonly Alert[]): ReadonlyMap<string | undefined, readonly Alert[]> {
  const groups = new Map<string | undefined, Alert[]>();
  for (const alert of alerts) {
    const authority = registeredCreator(alert);
    const group = groups.get(authority);
    if (group === undefined) groups.set(authority, [alert]);
    else group.push(alert);
  }
  return groups;
}
