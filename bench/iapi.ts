/**
 * Interactive API through a whole gateway: one passenger a call (PAXLST), answered by a receipt (CUSRES), kept and in the log,
 * over gRPC with mutual TLS; beside a bare grpc-js echo of the same questions and the same size of answers, and a search of the SIS
 * without a hit, which asks the same database as often and writes as much into the log. All are loaded by the same process in turns.
 *
 * Each row is warmed up: until V8 has compiled what is hot, its threads keep the database waiting on a machine of two cores.
 *
 *   npm run bench:iapi [-- --seconds 5 --warm-up 15]
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { questionAbout } from './pnr/questions.js';
import { ask, endChild, nextMessage, startChild } from './support/child.js';
import type { LoadJob, LoadResult } from './support/load.js';
import { printResult } from './support/result.js';
import { type Stack, startStack } from './support/stack.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, 'warm-up': { type: 'string', default: '15' } },
});
const measureMs = Number(values.seconds) * 1000;
const warmUpMs = Number(values['warm-up']) * 1000;
const CALLERS = [1, 8];
/** Milliseconds that 99 of a hundred answers may take at most. */
const TARGET_P99_MS = 10;
/** Questions prepared for each second: more than any machine of this size answers. */
const QUESTIONS_PER_SECOND = 1_500;

type Target = Omit<LoadJob, 'requests' | 'callers' | 'warmUpMs' | 'measureMs'>;

let asked = 0;
/** So many questions about people whom nobody has asked about yet. */
const questions = (count: number): string[] =>
  Array.from({ length: count }, () => questionAbout(asked++).toString('base64'));

async function measure(load: ChildProcess, job: LoadJob): Promise<LoadResult> {
  const result = await ask<LoadResult>(load, job);
  if (result.failures > 0) throw new Error(`${result.failures} calls failed: ${String(result.firstFailure)}`);
  return result;
}

async function run(stack: Stack): Promise<void> {
  const load = startChild('load.js');
  await nextMessage(load);
  const targetOf = (path: string, { client, token }: Pick<Stack, 'client' | 'token'>): Target => ({
    address: stack.address,
    path,
    ca: client.caPem,
    certificate: client.certificatePem,
    key: client.keyPem,
    token,
  });
  const gateway = targetOf('/ostiary.pnr.v1.PnrService/PushPnr', stack);
  const sis = targetOf('/ostiary.sis.v1.SisService/SearchPersons', await stack.other('XA-POLICE'));
  const searches = stack.noHitRequests.map((request) => request.toString('base64'));
  const askGateway = async (callers: number, beforeMs: number, forMs: number): Promise<LoadResult> => {
    const requests = questions(Math.ceil(((beforeMs + forMs) / 1000) * QUESTIONS_PER_SECOND));
    const result = await measure(load, { ...gateway, requests, callers, warmUpMs: beforeMs, measureMs: forMs });
    if (result.sent > requests.length) throw new Error('questions were put twice: prepare more of them');
    return result;
  };

  // The echo must answer as many bytes as the gateway does: one call tells how many.
  const { responseBytes } = await askGateway(1, 0, 500);
  const { certificate, key, ca } = stack.serverFiles;
  const echo = startChild('echo-server.js', [certificate, key, ca, String(responseBytes)]);
  const { port } = await nextMessage<{ port: number }>(echo);
  const floor: Target = { ...gateway, address: `localhost:${port}`, path: '/bench.Echo/Echo', token: undefined };
  // As many as a run of ours has: the load holds them in memory, and its pauses are in all figures.
  const echoed = questions(Math.ceil(((warmUpMs + measureMs) / 1000) * QUESTIONS_PER_SECOND));
  console.log(
    `request ${Buffer.from(echoed[0] ?? '', 'base64').length} bytes, answer ${responseBytes}; ${values.seconds} s per row, after ${values['warm-up']} s of the same`,
  );
  console.log(`callers   what          calls/s    p50 ms    p99 ms   (target p99 ${TARGET_P99_MS} ms)`);
  const rows: { readonly echo: LoadResult; readonly ours: LoadResult }[] = [];
  for (const callers of CALLERS) {
    const bare = await measure(load, { ...floor, requests: echoed, callers, warmUpMs, measureMs });
    const search = await measure(load, { ...sis, requests: searches, callers, warmUpMs, measureMs });
    const ours = await askGateway(callers, warmUpMs, measureMs);
    rows.push({ echo: bare, ours });
    for (const [what, { calls, seconds, p50Ms, p99Ms }] of [
      ['echo', bare],
      ['SIS search', search],
      ['check-in', ours],
    ] as const) {
      const cells = [(calls / seconds).toFixed(0), p50Ms.toFixed(2), p99Ms.toFixed(2)].map((cell) => cell.padStart(10));
      console.log(`${String(callers).padStart(7)}   ${what.padEnd(10)}${cells.join('')}`);
    }
  }
  await Promise.all([endChild(load), endChild(echo)]);
  const [single] = rows;
  if (single === undefined) throw new Error('no rows');
  printResult({
    bench: 'iapi',
    metric: 'p99 of a passenger received and answered, one caller',
    value: single.ours.p99Ms,
    unit: 'ms',
    reference: single.echo.p99Ms,
    ratio: single.ours.p99Ms / single.echo.p99Ms,
  });
}

const directory = await mkdtemp(join(tmpdir(), 'ostiary-bench-iapi-'));
/** The SIS takes no part. */
const ALERTS = 1_000;
const stack = await startStack(directory, ALERTS, 'XA-AIR');
try {
  await run(stack);
} finally {
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
}
