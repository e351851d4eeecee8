import type { Worker } from 'node:worker_threads';
import type { Ending } from '../shared/ending.js';
import { startWorkerThread } from '../shared/worker-thread.js';
import { LANES } from './lane-memory.js';
import type { JobAnswer } from './turn-worker.js';

/** Searches that may be under way or wait. */
const MOST_SEARCHES = 64;

/** Thrown when more searches wait than may. */
export class TooManySearches extends Error {
  override readonly name = 'TooManySearches';
}

/** A thread died while it did a job of the search, of what `cause` says. Other searches go on, and so does the next. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

/** A search, cut into jobs of some milliseconds each. */
export interface PiecewiseSearch<Job, Result> {
  readonly jobs: number;
  /** The n-th job, made when a thread is free for it. */
  jobOf(n: number): Job;
  /** Takes what a thread has found, in whatever order the threads end. */
  take(result: Result): void;
}

/** The jobs of one search. */
export interface Turn<Job, Result> {
  /**
   * Has a job done, which is made when a thread is free for it. Rejects when the search is ended, when the job fails, or
   * with ThreadLost.
   */
  run(job: () => Job): Promise<Result>;
  /** Ends the search. Resolves when no thread works for it any more. */
  end(): Promise<void>;
}

interface Task<Job, Result> {
  readonly job: () => Job;
  readonly turn: Turn<Job, Result>;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Thread<Job, Result> {
  readonly lane: number;
  /** Undefined once it has died, until there is a job for it. */
  worker: Worker | undefined;
  task: Task<Job, Result> | undefined;
}

/**
 * Threads that search, so that the event loop never does. A thread has one job at a time (turn-worker.ts). Searches take
 * turns, job by job: none starves another, and one that nobody waits for ends after its jobs under way.
 *
 * A thread that dies fails the search whose job it had, and no other. Another takes its place when there is a job for it: one
 * that cannot even start fails as many searches as it is started for, and never spins.
 */
export class TurnThreads<Job, Result> {
  readonly #module: URL;
  readonly #dataOf: (lane: number) => unknown;
  readonly #threads: readonly Thread<Job, Result>[];
  /** Jobs that no thread has got yet, by search; next in turn first. */
  readonly #waiting = new Map<Turn<Job, Result>, Task<Job, Result>[]>();
  readonly #turns = new Set<Turn<Job, Result>>();
  /** Called when a search has no job under way. */
  readonly #idle = new Map<Turn<Job, Result>, () => void>();
  #closed: Error | undefined;

  /**
   * Starts this many threads of a module (see startWorkerThread), at most as many as memories have lanes. They keep the
   * process from ending until closed.
   */
  constructor(module: URL, threads: number, dataOf: (lane: number) => unknown) {
    this.#module = module;
    this.#dataOf = dataOf;
    this.#threads = Array.from({ length: Math.min(threads, LANES) }, (_, lane) => {
      const thread: Thread<Job, Result> = { lane, worker: undefined, task: undefined };
      thread.worker = this.#start(thread);
      return thread;
    });
  }

  /**
   * Ends when every job of the search has its result. Rejects with the ending's reason when aborted, with
   * TooManySearches, with ThreadLost, or when a job fails.
   */
  async run(search: PiecewiseSearch<Job, Result>, ending?: Ending): Promise<void> {
    const turn = this.begin(ending);
    try {
      const done = async (_: undefined, n: number): Promise<void> => search.take(await turn.run(() => search.jobOf(n)));
      await Promise.all(Array.from({ length: search.jobs }, done));
    } finally {
      void turn.end();
    }
  }

  /** Begins a search. Throws the ending's reason, TooManySearches, or that the threads are closed. */
  begin(ending?: Ending): Turn<Job, Result> {
    ending?.throwIfAborted();
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#turns.size >= MOST_SEARCHES) throw new TooManySearches(`${MOST_SEARCHES} searches are under way`);
    let ended: Error | undefined;
    const turn: Turn<Job, Result> = {
      run: (job) =>
        new Promise((resolve, reject) => {
          const reason = ended ?? this.#closed;
          if (reason !== undefined) throw reason;
          this.#add({ job, turn, resolve, reject });
        }),
      end: () => {
        stop(new Error('the search has ended'));
        this.#turns.delete(turn);
        ending?.removeEventListener('abort', abandon);
        return new Promise((resolve) => {
          if (this.#isBusyFor(turn)) this.#idle.set(turn, resolve);
          else resolve();
        });
      },
    };
    const stop = (reason: Error): void => {
      ended ??= reason;
      for (const task of this.#waiting.get(turn) ?? []) task.reject(ended);
      this.#waiting.delete(turn);
    };
    const abandon = (): void => {
      const reason = ending?.reason as Error;
      stop(reason);
      for (const { task } of this.#threads) if (task?.turn === turn) task.reject(reason);
    };
    ending?.addEventListener('abort', abandon, { once: true });
    this.#turns.add(turn);
    return turn;
  }

  /** Ends the threads. Searches under way are rejected. */
  async close(): Promise<void> {
    this.#closed ??= new Error('the threads that search have ended');
    for (const task of [...this.#waiting.values()].flat()) task.reject(this.#closed);
    this.#waiting.clear();
    for (const { task } of this.#threads) task?.reject(this.#closed);
    await Promise.all(this.#threads.flatMap(({ worker }) => worker?.terminate() ?? []));
  }

  #start(thread: Thread<Job, Result>): Worker {
    const worker = startWorkerThread(this.#module, this.#dataOf(thread.lane));
    let cause: unknown;
    worker.on('message', (answer: JobAnswer<Result>) => this.#take(thread, answer));
    worker.on('messageerror', (error) => {
      cause = error;
      void worker.terminate();
    });
    worker.on('error', (error) => {
      cause = error;
    });
    // The last of it: from here on it reads nothing, and another may have its lane.
    worker.on('exit', () => this.#lose(thread, cause));
    return worker;
  }

  #add(task: Task<Job, Result>): void {
    const tasks = this.#waiting.get(task.turn);
    if (tasks === undefined) this.#waiting.set(task.turn, [task]);
    else tasks.push(task);
    const free = this.#threads.find((thread) => thread.task === undefined);
    if (free !== undefined) this.#give(free);
  }

  /** Gives a thread the first job of the search whose turn it is, which then comes last. */
  #give(thread: Thread<Job, Result>): void {
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      try {
        const job = task.job();
        thread.worker ??= this.#start(thread);
        thread.worker.postMessage(job);
        thread.task = task;
        return;
      } catch (error) {
        task.reject(error);
      }
    }
  }

  #next(): Task<Job, Result> | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [turn, tasks] = next;
    const task = tasks.shift();
    this.#waiting.delete(turn);
    if (tasks.length > 0) this.#waiting.set(turn, tasks);
    return task;
  }

  #take(thread: Thread<Job, Result>, answer: JobAnswer<Result>): void {
    const task = this.#release(thread);
    if ('failed' in answer) task?.reject(new Error(answer.failed));
    else task?.resolve(answer.result);
  }

  #lose(thread: Thread<Job, Result>, cause: unknown): void {
    thread.worker = undefined;
    const task = this.#release(thread);
    task?.reject(new ThreadLost('a thread died while it searched', { cause }));
  }

  /** Takes a thread's job from it, and gives it the next. */
  #release(thread: Thread<Job, Result>): Task<Job, Result> | undefined {
    const { task } = thread;
    thread.task = undefined;
    this.#give(thread);
    if (task !== undefined && !this.#isBusyFor(task.turn)) {
      this.#idle.get(task.turn)?.();
      this.#idle.delete(task.turn);
    }
    return task;
  }

  #isBusyFor(turn: Turn<Job, Result>): boolean {
    return this.#threads.some(({ task }) => task?.turn === turn);
  }
}
