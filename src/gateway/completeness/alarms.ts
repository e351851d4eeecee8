/** What the daily comparison raises alarm about: days on which the two sides differ, and days that were not compared. */
import { Gauge, type Registry } from 'prom-client';
import type { ComparedDay, StoredComparison } from '../../audit/completeness/comparisons.js';
import type { Logger } from '../observability/logger.js';

/** How it stands with one partner. */
interface Standing {
  readonly pair: string;
  readonly partner: string;
  /** Days on which one side logged an access that the other did not. */
  different: number;
  /** Days on which an own access could not be compared: logged at another time, or under the request of another. */
  escaping: number;
  /** Days that are over and were not compared. */
  readonly overdue: Set<string>;
  /** Why the last attempt failed. */
  failure: string | undefined;
}

/** Keeps the alarms, and tells the operator when they change. */
export class DailyAlarms {
  /** Days for which a difference, or a day that was never compared, raises alarm. */
  static readonly WINDOW_DAYS = 30;

  readonly #logger: Logger;
  readonly #alarmDays: number;
  #standings: readonly Standing[] = [];
  #lines: readonly string[] = [];

  constructor(logger: Logger, alarmDays: number) {
    this.#logger = logger;
    this.#alarmDays = alarmDays;
  }

  /** For people: one line for each alarm; empty when all is well. */
  lines(): readonly string[] {
    return this.#lines;
  }

  /** Takes in what is stored of the window, and the days that should have been compared by now. */
  update(stored: readonly StoredComparison[], due: readonly ComparedDay[]): void {
    const standings = new Map<string, Standing>();
    const of = ({ pair, partner }: ComparedDay): Standing => {
      const name = `${pair.asker}:${pair.answerer}`;
      const key = `${name} ${partner}`;
      const known = standings.get(key) ?? {
        pair: name,
        partner,
        different: 0,
        escaping: 0,
        overdue: new Set<string>(),
        failure: undefined,
      };
      standings.set(key, known);
      return known;
    };
    for (const day of due) of(day).overdue.add(day.day);
    // The newest first: of several failures the last one is told.
    for (const comparison of stored) {
      const standing = of(comparison);
      if (comparison.result === undefined) {
        standing.overdue.add(comparison.day);
        standing.failure ??= comparison.failure;
      } else {
        standing.overdue.delete(comparison.day);
        if (!comparison.result.equal) standing.different += 1;
        if (comparison.result.misdated + comparison.result.repeated > 0) standing.escaping += 1;
      }
    }
    this.#standings = [...standings.values()];
    this.#tell(this.#standings.flatMap((standing) => this.#linesOf(standing)));
  }

  /** Adds the metrics. */
  measure(registry: Registry): void {
    const gauge = (name: string, help: string, value: (standing: Standing) => number): void => {
      const standings = (): readonly Standing[] => this.#standings;
      new Gauge({
        name,
        help,
        labelNames: ['pair', 'partner'],
        registers: [registry],
        collect() {
          this.reset();
          for (const standing of standings()) {
            this.set({ pair: standing.pair, partner: standing.partner }, value(standing));
          }
        },
      });
    };
    gauge(
      'ostiary_completeness_different_days',
      `Days of the last ${DailyAlarms.WINDOW_DAYS} on which the two sides did not log the same accesses`,
      ({ different }) => different,
    );
    gauge(
      'ostiary_completeness_overdue_days',
      'Days that are over and were not compared with the other side',
      ({ overdue }) => overdue.size,
    );
  }

  #linesOf({ pair, partner, different, escaping, overdue, failure }: Standing): string[] {
    const lines: string[] = [];
    if (different > 0) {
      lines.push(`${pair} with ${partner}: on ${different} days the two sides did not log the same accesses`);
    }
    if (escaping > 0) {
      lines.push(`${pair} with ${partner}: on ${escaping} days accesses escaped the comparison (docs/completeness.md)`);
    }
    if (overdue.size >= this.#alarmDays) {
      const why = failure === undefined ? '' : `: ${failure}`;
      lines.push(`${pair} with ${partner}: ${overdue.size} days could not be compared${why}`);
    }
    return lines;
  }

  #tell(lines: readonly string[]): void {
    if (lines.join('\n') === this.#lines.join('\n')) return;
    if (lines.length > 0) this.#logger.error({ alarms: lines }, 'accesses are not complete, or were not compared');
    else this.#logger.info('both sides logged the same accesses, and every day was compared');
    this.#lines = lines;
  }
}
