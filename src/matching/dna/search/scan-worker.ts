/** A thread that scans. Started by ScanThreads. */
import { workerData } from 'node:worker_threads';
import { doJobs } from '../../turn-worker.js';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { ChunkScanner } from './scanner.js';

const { module, memory, lane } = workerData as ScanWorkerData;
const scanner = new ChunkScanner(module, memory, lane);

doJobs(({ question, from, to }: ScanJob): ScanResult => {
  const numbers: number[] = [];
  for (let chunk = from; chunk < to; chunk++) {
    for (const number of scanner.scan(question, chunk)) numbers.push(number);
  }
  return numbers;
});
