/**
 * The load: closed-loop callers over real gRPC with mutual TLS, in a process of its own. Takes jobs over IPC and
 * answers each with its latencies' summary. The same code loads the echo and the gateway.
 */
import { Client, credentials, Metadata } from '@grpc/grpc-js';

/** One measurement. */
export interface LoadJob {
  readonly address: string;
  readonly path: string;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  readonly token: string | undefined;
  /** Request messages, base64; callers take turns through them. */
  readonly requests: readonly string[];
  readonly callers: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What one measurement gave. */
export interface LoadResult {
  readonly calls: number;
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly responseBytes: number;
  /** Calls in all, those of the warm-up included: above the number of requests, some were sent again. */
  readonly sent: number;
  readonly firstFailure: string | undefined;
}

/** Connections the callers share: what a national system would hold open. */
const CONNECTIONS = 4;

async function run(job: LoadJob): Promise<LoadResult> {
  const ssl = credentials.createSsl(Buffer.from(job.ca), Buffer.from(job.key), Buffer.from(job.certificate));
  const clients = Array.from(
    { length: Math.min(CONNECTIONS, job.callers) },
    () => new Client(job.address, ssl, { 'grpc.use_local_subchannel_pool': 1, 'grpc.max_concurrent_streams': 1_000 }),
  );
  const metadata = new Metadata();
  if (job.token !== undefined) metadata.set('authorization', `Bearer ${job.token}`);
  const requests = job.requests.map((text) => Buffer.from(text, 'base64'));
  const latencies: number[] = [];
  let failures = 0;
  let firstFailure: string | undefined;
  let responseBytes = 0;
  let next = 0;
  const started = performance.now();
  const measureFrom = started + job.warmUpMs;
  const measureUntil = measureFrom + job.measureMs;

  const once = (client: Client): Promise<void> =>
    new Promise((resolve) => {
      const request = requests[next++ % requests.length] ?? Buffer.alloc(0);
      const begun = performance.now();
      client.makeUnaryRequest(
        job.path,
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        request,
        metadata,
        { deadline: Date.now() + 10_000 },
        (error, response) => {
          const ended = performance.now();
          if (error !== null) {
            failures += 1;
            firstFailure ??= error.message;
          } else if (begun >= measureFrom && ended <= measureUntil) {
            latencies.push(ended - begun);
            responseBytes = response?.length ?? 0;
          }
          resolve();
        },
      );
    });

  await Promise.all(
    Array.from({ length: job.callers }, async (_, caller) => {
      const client = clients[caller % clients.length];
      if (client === undefined) return;
      while (performance.now() < measureUntil) await once(client);
    }),
  );
  for (const client of clients) client.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN;
  return {
    calls: latencies.length,
    failures,
    seconds: job.measureMs / 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    responseBytes,
    sent: next,
    firstFailure,
  };
}

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.({ ready: true });
