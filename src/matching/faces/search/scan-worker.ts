/** A thread that scans galleries. Started by FaceSearch. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { FaceScanner } from './scanner.js';

const { module, lane } = workerData as ScanWorkerData;
const scanners = new Map<number, FaceScanner>();

parentPort?.on('message', (job: ScanJob) => {
  const scanner = scanners.get(job.gallery) ?? new FaceScanner(module, job.memory, lane);
  scanners.set(job.gallery, scanner);
  parentPort?.postMessage(scanner.scan(job) satisfies ScanResult);
});
