/** A thread that compares prints. Started by JobThreads. */
import { parentPort, workerData } from 'node:worker_threads';
import { LaneWorker } from './lane.js';
import type { Job, JobAnswer, LaneData } from './messages.js';

const { modules, memory, lane } = workerData as LaneData;
const worker = new LaneWorker(modules, memory, lane);

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answer(job)));

function answer(job: Job): JobAnswer {
  try {
    return { result: worker.do(job) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}
