import type { Ending } from '../../../shared/ending.js';
import { TurnThreads } from '../../turn-threads.js';
import { compileKernels } from './kernels.js';
import type { Job, JobResult, JobResults, LaneData } from './messages.js';

/** The jobs of one search. */
export interface JobTurn {
  /** Has a job done by some thread. Rejects when the search is ended, or when the job or its thread fails. */
  run<T extends Job>(job: T): Promise<JobResults[T['kind']]>;
  /** Ends the search. Resolves when no thread works for it any more. */
  end(): Promise<void>;
}

/** Does the jobs of searches for prints in threads, which searches take in turns. */
export class JobThreads {
  readonly #threads: TurnThreads<Job, JobResult>;

  /** Starts this many threads, at most eight. They keep the process from ending until they are closed. */
  constructor(memory: WebAssembly.Memory, threads: number) {
    const modules = compileKernels();
    this.#threads = new TurnThreads(new URL('./lane-worker', import.meta.url), threads, (lane): LaneData => ({
      modules,
      memory,
      lane,
    }));
  }

  /** Begins a search. Throws the ending's reason, TooManySearches, or that the threads are closed. */
  begin(ending?: Ending): JobTurn {
    const turn = this.#threads.begin(ending);
    return {
      // The result of a job is that of its kind: lane.ts.
      run: <T extends Job>(job: T) => turn.run(() => job) as Promise<JobResults[T['kind']]>,
      end: () => turn.end(),
    };
  }

  /** Ends the threads. Searches under way are rejected. */
  close(): Promise<void> {
    return this.#threads.close();
  }
}
