/** A thread for test/matching/turn-threads.test.ts: says what it is told, fails, or dies. */
import { workerData } from 'node:worker_threads';
import { doJobs } from '../../src/matching/turn-worker.js';

/** What it is to do: `hold` is a word in shared memory, which it raises and then waits on until it is 2. */
export type TestJob =
  | { readonly say: string }
  | { readonly fail: string }
  | { readonly exit: number }
  | { readonly unsendable: true }
  | { readonly hold: Int32Array };

export interface TestWorkerData {
  readonly lane: number;
  readonly broken: boolean;
}

const { lane, broken } = workerData as TestWorkerData;
if (broken) throw new Error('broken from the start');

doJobs((job: TestJob): string => {
  if ('fail' in job) throw new Error(job.fail);
  if ('exit' in job) process.exit(job.exit);
  if ('unsendable' in job) {
    // What nobody catches: the answer cannot be sent.
    return {
      get answer(): string {
        throw new Error('cannot be told');
      },
    } as unknown as string;
  }
  if ('hold' in job) {
    Atomics.store(job.hold, 0, 1);
    Atomics.notify(job.hold, 0);
    Atomics.wait(job.hold, 0, 1);
    return `${lane} held`;
  }
  return `${lane} ${job.say}`;
});
