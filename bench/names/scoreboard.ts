import type { GalleryQuery } from './gallery.js';

/** What a search said besides its list, if it says such things. */
export interface Verdict {
  /** Somebody reached the threshold for review. */
  readonly alert: boolean;
  readonly truncated: boolean;
}

interface Row {
  asked: number;
  first: number;
  listed: number;
}

/** What an answer took. */
export interface Took {
  readonly milliseconds: number;
  /** Of this process: on a busy machine the only figure that says something about the program. */
  readonly cpuMilliseconds: number;
}

/** Starts a watch; the function it returns reads it. */
export function startWatch(): () => Took {
  const [began, cpuBegan] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpuBegan);
    return { milliseconds: performance.now() - began, cpuMilliseconds: (user + system) / 1_000 };
  };
}

/** Counts, by kind of query, how often the person meant is first in the list, and how often in it at all. */
export class Scoreboard {
  readonly #rows = new Map<string, Row>();
  readonly #times: number[] = [];
  readonly #cpuTimes: number[] = [];
  #absent = 0;
  #falseAlerts = 0;
  #truncated = 0;
  #hasVerdicts = false;

  /** Enters the answer to one query: ids of the persons listed, best first; undefined for those without. */
  enter(
    { truth, kind }: GalleryQuery,
    listed: readonly (string | undefined)[],
    { milliseconds, cpuMilliseconds }: Took,
    verdict: Verdict | undefined,
  ): void {
    this.#times.push(milliseconds);
    this.#cpuTimes.push(cpuMilliseconds);
    this.#hasVerdicts ||= verdict !== undefined;
    if (verdict?.truncated === true) this.#truncated++;
    if (truth === '') {
      this.#absent++;
      if (verdict?.alert === true) this.#falseAlerts++;
      return;
    }
    const row = this.#rows.get(kind) ?? { asked: 0, first: 0, listed: 0 };
    this.#rows.set(kind, row);
    row.asked++;
    if (listed[0] === truth) row.first++;
    if (listed.includes(truth)) row.listed++;
  }

  get recallAt10(): number {
    const { asked, listed } = this.#sum();
    return asked === 0 ? 0 : listed / asked;
  }

  get p50(): number {
    return percentile(this.#times, 0.5);
  }

  print(title: string): void {
    console.log(`${title.padEnd(52)}${'queries'.padStart(9)}${'rank 1'.padStart(9)}${'@10'.padStart(9)}`);
    for (const [kind, row] of [...this.#rows].sort()) print(`  ${kind}`, row);
    print('  all', this.#sum());
    for (const [name, times] of [
      ['clock', this.#times],
      ['CPU of this process', this.#cpuTimes],
    ] as const) {
      const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(2));
      console.log(`  ${name}: p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`);
    }
    if (this.#hasVerdicts) {
      const { length } = this.#times;
      console.log(
        `  ${this.#falseAlerts} of ${this.#absent} absent persons raise an alert at the threshold for review`,
      );
      console.log(`  ${this.#truncated} of ${length} answers say that more may correspond`);
    }
    console.log('');
  }

  #sum(): Row {
    const sum: Row = { asked: 0, first: 0, listed: 0 };
    for (const { asked, first, listed } of this.#rows.values()) {
      sum.asked += asked;
      sum.first += first;
      sum.listed += listed;
    }
    return sum;
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function print(label: string, { asked, first, listed }: Row): void {
  const share = (count: number): string => (count / Math.max(asked, 1)).toFixed(3).padStart(9);
  console.log(`${label.padEnd(52)}${String(asked).padStart(9)}${share(first)}${share(listed)}`);
}
