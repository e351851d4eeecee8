/** A thread that compares prints. Started by JobThreads. */
import { workerData } from 'node:worker_threads';
import { doJobs } from '../../turn-worker.js';
import { LaneWorker } from './lane.js';
import type { Job, JobResult, LaneData } from './messages.js';

const { modules, memory, lane } = workerData as LaneData;
const worker = new LaneWorker(modules, memory, lane);

doJobs((job: Job): JobResult => worker.do(job));
