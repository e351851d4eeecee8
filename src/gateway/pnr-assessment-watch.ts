/** What the operator learns of assessments that nobody asked for: metrics, lines of the log, and alarms. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Logger } from './observability/logger.js';

/** A flight as the operator knows it. */
export interface NamedFlight {
  readonly carrier: string;
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly departsOn: string;
}

/** An attempt at a flight that has ended. */
export interface EndedAttempt {
  readonly flight: NamedFlight;
  /** Attempts before that failed, one after the other. */
  readonly failures: number;
}

/** How it stands with the flights. */
export interface FlightStanding {
  /** Those that are still due after an attempt that failed. */
  readonly unassessed: number;
  /** Those that left before their passengers were assessed, some of them by name. */
  readonly left: { readonly count: number; readonly first: readonly NamedFlight[] };
}

/** Keeps it. */
export class PnrAssessmentWatch {
  readonly #logger: Logger;
  readonly #ended = { assessed: 0, failed: 0 };
  #standing: FlightStanding = { unassessed: 0, left: { count: 0, first: [] } };

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** An attempt at a flight has ended; without a fault it was assessed. */
  attemptEnded({ flight, failures }: EndedAttempt, fault: { readonly error: unknown } | undefined): void {
    this.#ended[fault === undefined ? 'assessed' : 'failed'] += 1;
    if (fault === undefined) return;
    const { carrier, number, departsOn } = flight;
    const told = { flight: `${carrier}${number}`, departsOn, attempts: failures + 1, err: fault.error };
    this.#logger.warn(told, 'a flight could not be assessed; it is still due');
  }

  /** Takes in how it stands now. */
  update(standing: FlightStanding): void {
    const { count, first } = standing.left;
    if (count > this.#standing.left.count)
      this.#logger.error({ count, first: first.map(nameOf) }, 'flights left before their passengers were assessed');
    this.#standing = standing;
  }

  /** For people: one line for each alarm; empty when all is well. */
  alarms(): readonly string[] {
    const { count, first } = this.#standing.left;
    if (count === 0) return [];
    const others = count > first.length ? ` and ${count - first.length} more` : '';
    const names = first.map(nameOf).join(', ');
    return [`flights that left before their passengers were assessed: ${count} (${names}${others}; docs/piu.md)`];
  }

  /** Adds the metrics. */
  measure(registry: Registry): void {
    const ended = this.#ended;
    new Counter({
      name: 'ostiary_pnr_assessments_total',
      help: 'Flights that pushes had assessed, and attempts that failed',
      labelNames: ['result'],
      registers: [registry],
      collect() {
        this.reset();
        for (const result of ['assessed', 'failed'] as const) this.inc({ result }, ended[result]);
      },
    });
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.set(value());
        },
      });
    };
    gauge(
      'ostiary_pnr_flights_unassessed',
      'Flights that are still to be assessed after an attempt that failed',
      () => this.#standing.unassessed,
    );
    gauge(
      'ostiary_pnr_flights_left_unassessed',
      'Flights of the last seven days that left before their passengers were assessed, and still are not',
      () => this.#standing.left.count,
    );
  }
}

const nameOf = ({ carrier, number, departsOn }: NamedFlight): string => `${carrier}${number} of ${departsOn}`;
