/**
 * Ostiary against its floor: the audited, policy-checked SIS search over gRPC with mutual TLS, and a bare grpc-js echo
 * with mutual TLS and the same message sizes, loaded by the same process on the same cores, in turns.
 *
 *   npm run bench:gateway [-- --seconds 5 --alerts 100000]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ChildProcess } from 'node:child_process';
import { type Stack, startStack } from './support/stack.js';
import { ask, endChild, nextMessage, startChild } from './support/child.js';
import type { LoadJob, LoadResult } from './support/load.js';
import { printResult } from './support/result.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    alerts: { type: 'string', default: '100000' },
  },
});
const measureMs = Number(values.seconds) * 1000;
const CALLERS = [1, 16, 64, 256];

interface Target {
  readonly name: string;
  readonly server: ChildProcess;
  readonly job: Omit<LoadJob, 'callers' | 'warmUpMs' | 'measureMs'>;
}

interface Row extends LoadResult {
  readonly callers: number;
  /** CPU time of the server process per call, in microseconds. The database's own is not in it. */
  readonly cpuPerCall: number;
}

async function measure(load: ChildProcess, target: Target, callers: number): Promise<Row> {
  const warmUpMs = Math.min(2_000, measureMs);
  const before = await ask<{ cpuMicroseconds: number }>(target.server, { ask: 'cpu' });
  const result = await ask<LoadResult>(load, { ...target.job, callers, warmUpMs, measureMs });
  const after = await ask<{ cpuMicroseconds: number }>(target.server, { ask: 'cpu' });
  if (result.failures > 0)
    throw new Error(`${target.name}: ${result.failures} calls failed: ${String(result.firstFailure)}`);
  const share = measureMs / (measureMs + warmUpMs);
  return { ...result, callers, cpuPerCall: ((after.cpuMicroseconds - before.cpuMicroseconds) * share) / result.calls };
}

const perSecond = ({ calls, seconds }: LoadResult): number => calls / seconds;

function table(name: string, rows: readonly Row[], floor: readonly Row[]): void {
  console.log(`\n${name}`);
  console.log('  callers   requests/s    p50 ms    p99 ms   server CPU µs/call   ratio to echo');
  rows.forEach((row, index) => {
    const echo = floor[index];
    const ratio = echo === undefined ? '' : (perSecond(row) / perSecond(echo)).toFixed(2);
    const cells = [
      String(row.callers).padStart(9),
      perSecond(row).toFixed(0).padStart(12),
      row.p50Ms.toFixed(2).padStart(9),
      row.p99Ms.toFixed(2).padStart(9),
      row.cpuPerCall.toFixed(0).padStart(20),
      ratio.padStart(15),
    ];
    console.log(cells.join(' '));
  });
}

async function run(stack: Stack, directory: string): Promise<void> {
  const load = startChild('load.js');
  await nextMessage(load);
  const gatewayJob = (requests: readonly Buffer[]): Target['job'] => ({
    address: stack.address,
    path: '/ostiary.sis.v1.SisService/SearchPersons',
    ca: stack.client.caPem,
    certificate: stack.client.certificatePem,
    key: stack.client.keyPem,
    token: stack.token,
    requests: requests.map((request) => request.toString('base64')),
  });
  const noHit: Target = { name: 'no-hit', server: stack.gateway, job: gatewayJob(stack.noHitRequests) };
  const hit: Target = { name: 'hit', server: stack.gateway, job: gatewayJob(stack.hitRequests) };

  // The echo must answer as many bytes as the gateway does: one call of each kind tells how many.
  const probe = async (target: Target): Promise<number> =>
    (await ask<LoadResult>(load, { ...target.job, callers: 1, warmUpMs: 0, measureMs: 500 })).responseBytes;
  const sizes = { noHit: await probe(noHit), hit: await probe(hit) };
  const layout = stack.serverFiles;
  const echo = startChild('echo-server.js', [layout.certificate, layout.key, layout.ca, String(sizes.noHit)]);
  const first = await nextMessage<{ port: number }>(echo);
  const floor: Target = {
    name: 'echo',
    server: echo,
    job: { ...noHit.job, address: `localhost:${first.port}`, path: '/bench.Echo/Echo', token: undefined },
  };
  console.log(
    `request ${stack.noHitRequests[0]?.length ?? 0} bytes; answers: no-hit ${sizes.noHit}, hit ${sizes.hit} bytes`,
  );
  console.log(
    `${values.alerts} alerts; ${values.seconds} s per point; load: grpc-js over 4 connections; in ${directory}`,
  );

  const rows: Record<'echo' | 'noHit' | 'hit', Row[]> = { echo: [], noHit: [], hit: [] };
  for (const callers of CALLERS) {
    rows.echo.push(await measure(load, floor, callers));
    rows.noHit.push(await measure(load, noHit, callers));
    rows.hit.push(await measure(load, hit, callers));
  }
  table('bare grpc-js echo, mutual TLS', rows.echo, []);
  table('Ostiary SearchPersons, no hit', rows.noHit, rows.echo);
  table('Ostiary SearchPersons, hit', rows.hit, rows.echo);

  const [idle, idleEcho] = [rows.noHit[0], rows.echo[0]];
  const [busy, busyEcho] = [rows.noHit[CALLERS.indexOf(64)], rows.echo[CALLERS.indexOf(64)]];
  if (idle === undefined || idleEcho === undefined || busy === undefined || busyEcho === undefined)
    throw new Error('no rows');
  console.log(`\nadded p50 when idle: ${(idle.p50Ms - idleEcho.p50Ms).toFixed(2)} ms (target ≤ 5 ms)`);
  printResult({
    bench: 'gateway',
    metric: 'throughput of the audited SIS search (no hit) at 64 callers',
    value: perSecond(busy),
    unit: 'requests/s',
    reference: perSecond(busyEcho),
    ratio: perSecond(busy) / perSecond(busyEcho),
  });
  await Promise.all([endChild(load), endChild(echo)]);
}

const directory = await mkdtemp(join(tmpdir(), 'ostiary-bench-'));
const stack = await startStack(directory, Number(values.alerts));
try {
  await run(stack, directory);
} finally {
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
}
