import type { Worker } from 'node:worker_threads';
import type { Ending } from '../../../shared/ending.js';
import { startWorkerThread } from '../../../shared/worker-thread.js';
import { compileKernels } from './kernels.js';
import { LANES } from './memory.js';
import type { Job, JobAnswer, JobResult, JobResults, LaneData } from './messages.js';

/** Searches that may be under way or wait. */
const MOST_SEARCHES = 64;

/** Thrown when more searches wait than may. */
export class TooManySearches extends Error {
  override readonly name = 'TooManySearches';
}

interface Task {
  readonly job: Job;
  readonly turn: Turn;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (reason: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  task: Task | undefined;
}

/** The jobs of one search. */
export interface Turn {
  /** Has a job done by some thread. Rejects when the search is ended, or when the job or a thread fails. */
  run<T extends Job>(job: T): Promise<JobResults[T['kind']]>;
  /** Ends the search. Resolves when no thread works for it any more. */
  end(): Promise<void>;
}

/** Does the jobs of searches in threads, so that the event loop never does. Searches take turns, job by job. */
export class JobThreads {
  readonly #threads: Thread[];
  /** Jobs that no thread has got yet, by search; next in turn first. */
  readonly #waiting = new Map<Turn, Task[]>();
  readonly #turns = new Set<Turn>();
  /** Called when a search has no job under way. */
  readonly #idle = new Map<Turn, () => void>();
  #failure: Error | undefined;

  /** Starts this many threads, at most eight. They keep the process from ending until they are closed. */
  constructor(memory: WebAssembly.Memory, threads: number) {
    const modules = compileKernels();
    this.#threads = Array.from({ length: Math.min(threads, LANES) }, (_, lane) => {
      const data: LaneData = { modules, memory, lane };
      const worker = startWorkerThread(new URL('./lane-worker', import.meta.url), data);
      const thread: Thread = { worker, task: undefined };
      worker.on('message', (answer: JobAnswer) => this.#take(thread, answer));
      worker.on('error', (error) => this.#fail(error));
      return thread;
    });
  }

  /** Begins a search. Throws the ending's reason, TooManySearches, or why a thread has failed. */
  begin(ending?: Ending): Turn {
    ending?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#turns.size >= MOST_SEARCHES) throw new TooManySearches(`${MOST_SEARCHES} searches are under way`);
    let ended: Error | undefined;
    const turn: Turn = {
      run: <T extends Job>(job: T) =>
        new Promise<JobResults[T['kind']]>((resolve, reject) => {
          const reason = ended ?? this.#failure;
          if (reason !== undefined) throw reason;
          // The result of a job is that of its kind: lane.ts.
          this.#add({ job, turn, resolve: resolve as (result: JobResult) => void, reject });
        }),
      end: () => {
        stop(new Error('the search has ended'));
        this.#turns.delete(turn);
        ending?.removeEventListener('abort', abandon);
        return new Promise((resolve) => {
          if (this.#threads.some(({ task }) => task?.turn === turn)) this.#idle.set(turn, resolve);
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
    this.#fail(new Error('the threads that compare prints have ended'));
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #add(task: Task): void {
    const tasks = this.#waiting.get(task.turn);
    if (tasks === undefined) this.#waiting.set(task.turn, [task]);
    else tasks.push(task);
    const free = this.#threads.find((thread) => thread.task === undefined);
    if (free !== undefined) this.#give(free);
  }

  /** Gives a thread the first job of the search whose turn it is, which then comes last. */
  #give(thread: Thread): void {
    const [next] = this.#waiting;
    if (next === undefined || this.#failure !== undefined) return;
    const [turn, tasks] = next;
    const task = tasks.shift();
    this.#waiting.delete(turn);
    if (tasks.length > 0) this.#waiting.set(turn, tasks);
    thread.task = task;
    thread.worker.postMessage(task?.job);
  }

  #take(thread: Thread, answer: JobAnswer): void {
    const { task } = thread;
    thread.task = undefined;
    this.#give(thread);
    if (task === undefined) return;
    if ('failed' in answer) task.reject(new Error(answer.failed));
    else task.resolve(answer.result);
    this.#release(task.turn);
  }

  #release(turn: Turn): void {
    if (this.#threads.some(({ task }) => task?.turn === turn)) return;
    this.#idle.get(turn)?.();
    this.#idle.delete(turn);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const tasks = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    for (const thread of this.#threads) {
      if (thread.task !== undefined) tasks.push(thread.task);
      thread.task = undefined;
    }
    for (const task of tasks) task.reject(this.#failure);
    for (const done of this.#idle.values()) done();
    this.#idle.clear();
  }
}
