import type { Worker } from 'node:worker_threads';
import type { Ending } from '../../../shared/ending.js';
import { startWorkerThread } from '../../../shared/worker-thread.js';
import { LANES, type ProfileColumns } from './columns.js';
import type { ScanQuestion } from './question.js';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { compileScan } from './scanner.js';

/** Chunks of a job: a million profiles, some milliseconds. A search that nobody waits for ends after its jobs under way. */
const JOB_CHUNKS = 16;

/** Searches that may be under way or wait. */
const MOST_SEARCHES = 64;

interface Search {
  readonly question: ScanQuestion;
  readonly chunks: number;
  /** First chunk that no thread has got yet. */
  next: number;
  /** Jobs under way. */
  open: number;
  readonly found: number[];
  readonly resolve: (numbers: readonly number[]) => void;
  readonly reject: (reason: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  search: Search | undefined;
}

/** Thrown when more searches wait than may. */
export class TooManySearches extends Error {
  override readonly name = 'TooManySearches';
}

/** Scans columns in threads, so that the event loop never does. Searches take turns, job by job: none starves another. */
export class ScanThreads {
  readonly #columns: ProfileColumns;
  readonly #threads: Thread[];
  /** Those with jobs to give out, next in turn first. */
  #searches: Search[] = [];
  #underWay = 0;
  #failure: Error | undefined;

  /** Starts this many threads, at most eight. They keep the process from ending until they are closed. */
  constructor(columns: ProfileColumns, threads: number) {
    this.#columns = columns;
    const module = compileScan();
    this.#threads = Array.from({ length: Math.min(threads, LANES) }, (_, lane) => {
      const data: ScanWorkerData = { module, memory: columns.memory, lane };
      const thread: Thread = {
        worker: startWorkerThread(new URL('./scan-worker', import.meta.url), data),
        search: undefined,
      };
      thread.worker.on('message', (numbers: ScanResult) => this.#take(thread, numbers));
      thread.worker.on('error', (error) => this.#fail(error));
      return thread;
    });
  }

  /**
   * Numbers of the profiles that the rules are to look at, ascending. Rejects with the signal's reason when aborted, with
   * TooManySearches, or when a thread has failed.
   */
  search(question: ScanQuestion, signal?: Ending): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#underWay >= MOST_SEARCHES) throw new TooManySearches(`${MOST_SEARCHES} searches are under way`);
      this.#underWay += 1;
      let settled = false;
      // A search that was abandoned still has jobs under way, whose end settles it again.
      const settle = (): void => {
        if (!settled) this.#underWay -= 1;
        settled = true;
        signal?.removeEventListener('abort', abandon);
      };
      const search: Search = {
        question,
        chunks: this.#columns.chunks,
        next: 0,
        open: 0,
        found: [],
        resolve: (numbers) => {
          settle();
          resolve(numbers);
        },
        reject: (reason) => {
          settle();
          reject(reason);
        },
      };
      const abandon = (): void => {
        this.#searches = this.#searches.filter((other) => other !== search);
        search.next = search.chunks;
        search.reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abandon, { once: true });
      if (search.chunks === 0) search.resolve([]);
      else {
        this.#searches.push(search);
        this.#giveOut();
      }
    });
  }

  /** Ends the threads. Searches under way are rejected. */
  async close(): Promise<void> {
    this.#fail(new Error('the threads that scan have ended'));
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #giveOut(): void {
    for (const thread of this.#threads) {
      const search = this.#searches.shift();
      if (search === undefined) return;
      if (thread.search !== undefined) {
        this.#searches.unshift(search);
        continue;
      }
      const job: ScanJob = {
        question: search.question,
        from: search.next,
        to: Math.min(search.next + JOB_CHUNKS, search.chunks),
      };
      thread.search = search;
      search.next = job.to;
      search.open += 1;
      if (search.next < search.chunks) this.#searches.push(search);
      thread.worker.postMessage(job);
    }
  }

  #take(thread: Thread, numbers: ScanResult): void {
    const { search } = thread;
    thread.search = undefined;
    this.#giveOut();
    if (search === undefined) return;
    search.open -= 1;
    for (const number of numbers) search.found.push(number);
    if (search.open === 0 && search.next === search.chunks) search.resolve(search.found.sort((a, b) => a - b));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const searches = new Set([...this.#searches.splice(0), ...this.#threads.flatMap(({ search }) => search ?? [])]);
    for (const search of searches) search.reject(this.#failure);
  }
}
