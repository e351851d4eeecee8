/** A thread that scans. Started by ScanThreads. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { ChunkScanner } from './scanner.js';

const { module, memory, lane } = workerData as ScanWorkerData;
const scanner = new ChunkScanner(module, memory, lane);

parentPort?.on('message', ({ question, from, to }: ScanJob) => {
  const numbers: number[] = [];
  for (let chunk = from; chunk < to; chunk++) numbers.push(...scanner.scan(question, chunk));
  parentPort?.postMessage(numbers satisfies ScanResult);
});
