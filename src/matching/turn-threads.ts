import type { Worker } from 'node:worker_threads';
import type { Ending } from '../shared/ending.js';
import { startWorkerThread } from '../shared/worker-thread.js';

/** Searches that may be under way or wait. */
const MOST_SEARCHES = 64;

/** A search, cut into jobs of some milliseconds each. */
export interface PiecewiseSearch<Job, Result> {
  readonly jobs: number;
  /** The n-th job, made when a thread is free for it. */
  jobOf(n: number): Job;
  /** Takes what a thread has found, in whatever order the threads end. */
  take(result: Result): void;
}

interface Turn<Job, Result> {
  readonly search: PiecewiseSearch<Job, Result>;
  /** First job that no thread has got yet. */
  next: number;
  /** Jobs under way. */
  open: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

interface Thread<Job, Result> {
  readonly worker: Worker;
  turn: Turn<Job, Result> | undefined;
}

/** Thrown when more searches wait than may. */
export class TooManySearches extends Error {
  override readonly name = 'TooManySearches';
}

/**
 * Threads that search, so that the event loop never does. A thread is sent one job at a time and posts one result for it.
 * Searches take turns, job by job: none starves another, and one that nobody waits for ends after its jobs under way.
 */
export class TurnThreads<Job, Result> {
  readonly #threads: Thread<Job, Result>[];
  /** Those with jobs to give out, next in turn first. */
  #turns: Turn<Job, Result>[] = [];
  #underWay = 0;
  #failure: Error | undefined;

  /** Starts this many threads of a module (see startWorkerThread). They keep the process from ending until closed. */
  constructor(module: URL, threads: number, dataOf: (lane: number) => unknown) {
    this.#threads = Array.from({ length: threads }, (_, lane) => {
      const thread: Thread<Job, Result> = { worker: startWorkerThread(module, dataOf(lane)), turn: undefined };
      thread.worker.on('message', (result: Result) => this.#take(thread, result));
      thread.worker.on('error', (error) => this.#fail(error));
      return thread;
    });
  }

  /**
   * Ends when every job of the search has its result. Rejects with the signal's reason when aborted, with
   * TooManySearches, or when a thread has failed.
   */
  run(search: PiecewiseSearch<Job, Result>, signal?: Ending): Promise<void> {
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
      const turn: Turn<Job, Result> = {
        search,
        next: 0,
        open: 0,
        resolve: () => {
          settle();
          resolve();
        },
        reject: (reason) => {
          settle();
          reject(reason);
        },
      };
      const abandon = (): void => {
        this.#turns = this.#turns.filter((other) => other !== turn);
        turn.next = search.jobs;
        turn.reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abandon, { once: true });
      if (search.jobs === 0) turn.resolve();
      else {
        this.#turns.push(turn);
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
      if (thread.turn !== undefined) continue;
      const turn = this.#turns.shift();
      if (turn === undefined) return;
      thread.turn = turn;
      const job = turn.search.jobOf(turn.next);
      turn.next += 1;
      turn.open += 1;
      if (turn.next < turn.search.jobs) this.#turns.push(turn);
      thread.worker.postMessage(job);
    }
  }

  #take(thread: Thread<Job, Result>, result: Result): void {
    const { turn } = thread;
    thread.turn = undefined;
    this.#giveOut();
    if (turn === undefined) return;
    turn.open -= 1;
    turn.search.take(result);
    if (turn.open === 0 && turn.next === turn.search.jobs) turn.resolve();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const turns = new Set([...this.#turns.splice(0), ...this.#threads.flatMap(({ turn }) => turn ?? [])]);
    for (const turn of turns) turn.reject(this.#failure);
  }
}
