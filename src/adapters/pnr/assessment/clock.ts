/** The clock of reviews: whoever answers for the unit learns of matches that nobody has looked at in time. */
import type { Clock } from '../../../shared/clock.js';
import { Rounds } from '../../../shared/rounds.js';
import type { SystemAct } from '../../adapter.js';
import type { Unit } from '../options.js';
import type { MatchStore } from './store/match-store.js';

/** What it works with. */
export interface ReviewClockParts {
  readonly unit: Unit;
  readonly matches: Pick<MatchStore, 'tellOverdue'>;
  readonly clock: Clock;
  /** Has the log told. */
  readonly tell: (act: SystemAct) => Promise<void>;
  /** Tells the operator how many reviews are late. */
  readonly onOverdue: (count: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** The clock. */
export interface ReviewClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** Begins: a round every so many milliseconds, the first at once. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** Makes the clock. Nothing happens to a match whose review is late: it still leaves for nobody. */
export function createReviewClock({ unit, matches, clock, tell, onOverdue, onFault }: ReviewClockParts): ReviewClock {
  const tellOf = (references: readonly string[]): Promise<void> =>
    tell({
      act: 'review-overdue',
      authority: unit.authority,
      records: references.map((reference) => ({ reference, category: 'RESULT' })),
      terms: [],
      facts: { article: 'Directive (EU) 2016/681 Art. 6(5)' },
    });

  async function round(): Promise<void> {
    let late = 0;
    for (let some = 1; some > 0 && !rounds.stopped; late += some) some = await matches.tellOverdue(clock.now(), tellOf);
    if (late > 0) onOverdue(late);
  }

  const rounds = new Rounds(round, onFault);

  return {
    round,
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    stop: () => rounds.stop(),
  };
}
