/** A thread that scans galleries. Started by FaceSearch. */
import { workerData } from 'node:worker_threads';
import { doJobs } from '../../turn-worker.js';
import type { ScanJob, ScanResult, ScanWorkerData } from './scan-messages.js';
import { FaceScanner } from './scanner.js';

const { module, lane } = workerData as ScanWorkerData;
const scanners = new Map<number, FaceScanner>();

doJobs((job: ScanJob): ScanResult => {
  const scanner = scanners.get(job.gallery) ?? new FaceScanner(module, job.memory, lane);
  scanners.set(job.gallery, scanner);
  return scanner.scan(job);
});
