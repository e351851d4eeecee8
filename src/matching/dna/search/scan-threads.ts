import type { Ending } from '../../../shared/ending.js';
import { TurnThreads } from '../../turn-threads.js';
import type { ProfileColumns } from './columns.js';
import type { ScanQuestion } from './question.js';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { compileScan } from './scanner.js';

/** Chunks of a job: a million profiles, some milliseconds. */
const JOB_CHUNKS = 16;

/** Scans columns in threads, which searches take in turns. */
export class ScanThreads {
  readonly #columns: ProfileColumns;
  readonly #threads: TurnThreads<ScanJob, ScanResult>;

  /** Starts this many threads, at most eight. They keep the process from ending until they are closed. */
  constructor(columns: ProfileColumns, threads: number) {
    this.#columns = columns;
    const module = compileScan();
    this.#threads = new TurnThreads(new URL('./scan-worker', import.meta.url), threads, (lane): ScanWorkerData => ({
      module,
      memory: columns.memory,
      lane,
    }));
  }

  /**
   * Numbers of the profiles that the rules are to look at, ascending; among them every one that was put in or replaced
   * meanwhile. Rejects with the signal's reason when aborted, with TooManySearches, or when a thread fails.
   */
  async search(question: ScanQuestion, signal?: Ending): Promise<readonly number[]> {
    const look = this.#columns.begin();
    try {
      const found = await this.#scan(question, signal);
      for (const number of this.#columns.writtenSince(look)) found.add(number);
      return [...found].sort((a, b) => a - b);
    } finally {
      this.#columns.end(look);
    }
  }

  /** Ends the threads. Searches under way are rejected. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  async #scan(question: ScanQuestion, signal: Ending | undefined): Promise<Set<number>> {
    const { chunks } = this.#columns;
    const found = new Set<number>();
    const jobOf = (n: number): ScanJob => ({
      question,
      from: n * JOB_CHUNKS,
      to: Math.min((n + 1) * JOB_CHUNKS, chunks),
    });
    const take = (numbers: ScanResult): void => {
      for (const number of numbers) found.add(number);
    };
    await this.#threads.run({ jobs: Math.ceil(chunks / JOB_CHUNKS), jobOf, take }, signal);
    return found;
  }
}
