/** The other side of TurnThreads: what a thread does with its jobs. */
import { parentPort } from 'node:worker_threads';

/** What a thread answers to a job. */
export type JobAnswer<Result> = { readonly result: Result } | { readonly failed: string };

/**
 * Does every job that comes, one after the other: those of the pool that started the thread. A job that throws fails its
 * search, and the thread lives on.
 */
export function doJobs(work: (job: never) => unknown): void {
  const answer = (job: unknown): JobAnswer<unknown> => {
    try {
      return { result: work(job as never) };
    } catch (error) {
      return { failed: (error as Error).message };
    }
  };
  parentPort?.on('message', (job: unknown) => parentPort?.postMessage(answer(job)));
}
