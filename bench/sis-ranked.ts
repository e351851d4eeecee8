/**
 * Ranked searches of SIS beside exact and inexact ones for the same persons: how long each takes, and in how many the alert
 * meant is listed; how long the index of names takes to load, and how much memory.
 *
 *   npm run bench:sis-ranked [-- --alerts 100000 --seconds 5 --callers 1,16]
 *
 * The searches go through the adapter, in this process, and the index in its thread, as in a gateway; the database is an
 * embedded PostgreSQL with the settings that `npm start` gives it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NameIndexThread } from '../src/adapters/sis/ranked/index-thread.js';
import { createSisAdapter } from '../src/adapters/sis/service.js';
import { seedSis } from '../src/adapters/sis/simulator/seed.js';
import { systemClock } from '../src/shared/clock.js';
import { connectDatabase } from '../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../src/shared/database/embedded.js';
import { migrate } from '../src/shared/database/migrate.js';
import { printResult } from './support/result.js';
import { askFor, drawNameQuestions, recallOf, type SearchRate } from './support/sis-load.js';

const { values } = parseArgs({
  options: {
    alerts: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    callers: { type: 'string', default: '1,16' },
  },
});
const alerts = Number(values.alerts);
const measureMs = Number(values.seconds) * 1_000;
const callers = values.callers.split(',').map(Number);
const ROLE = 'ostiary_gateway';
/** Connections to the database, as many as the gateway opens for the SIS. */
const CONNECTIONS = 4;

const folder = await mkdtemp(join(tmpdir(), 'ostiary-bench-sis-ranked-'));
const database = await startEmbeddedPostgres({ dataDirectory: join(folder, 'postgres') });
const owner = connectDatabase(database.url, { applicationName: 'bench-setup', max: 2 });
const sql = connectDatabase(database.url, { applicationName: 'bench-sis', max: CONNECTIONS, role: ROLE });
try {
  await migrate(owner, 'sis');
  console.log(`loading ${alerts.toLocaleString('en')} alerts`);
  await seedSis({ sql: owner, alerts, seed: 1, clock: systemClock });
  const nameIndex = await openIndex();
  try {
    await compare(createSisAdapter({ sql, clock: systemClock, nameIndex }));
  } finally {
    await nameIndex.close();
  }
} finally {
  await sql.end();
  await owner.end();
  await database.stop();
  // For root the cluster lies outside the bench's folder (docs/database.md).
  await rm(database.directory, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function openIndex(): Promise<NameIndexThread> {
  const begun = performance.now();
  const index = new NameIndexThread({
    databaseUrl: database.url,
    role: ROLE,
    onFault: (error) => console.error(error.message),
  });
  while (!index.state.isLoaded) await pause(20);
  const seconds = (performance.now() - begun) / 1_000;
  const { names, bytes } = index.state;
  console.log(
    `index of ${names.toLocaleString('en')} names loaded in ${seconds.toFixed(1)} s, ` +
      `${(bytes / 1e6).toFixed(0)} MB, ${(bytes / names).toFixed(0)} bytes a name`,
  );
  return index;
}

function row(kind: string, { rate, p50Ms, p99Ms }: SearchRate): string {
  const columns = [rate.toFixed(0).padStart(10), p50Ms.toFixed(2).padStart(8), p99Ms.toFixed(2).padStart(8)];
  return `${kind.padEnd(26)} ${columns.join(' ')}`;
}

async function compare(adapter: ReturnType<typeof createSisAdapter>): Promise<void> {
  const kinds = await drawNameQuestions(owner);
  const recalls = new Map<string, number>();
  for (const [kind, questions] of kinds) recalls.set(kind, await recallOf(adapter, questions));
  /** By kind, with the first number of callers. */
  const first = new Map<string, SearchRate>();
  for (const count of callers) {
    console.log(`\n${count === 1 ? 'one caller' : `${count} callers`}`);
    console.log(`  ${'search'.padEnd(26)} searches/s   p50 ms   p99 ms  alert meant is listed`);
    for (const [kind, questions] of kinds) {
      const rate = await askFor(adapter, questions, count, measureMs);
      if (!first.has(kind)) first.set(kind, rate);
      console.log(`  ${row(kind, rate)} ${((recalls.get(kind) ?? 0) * 100).toFixed(1).padStart(8)} %`);
    }
  }
  const p99 = (kind: string): number => first.get(kind)?.p99Ms ?? 0;
  printResult({
    bench: 'sis-ranked',
    metric: `p99 of a ranked search, a letter wrong, with ${callers[0] ?? 0} caller(s), against an inexact one`,
    value: p99('ranked, a letter wrong'),
    unit: 'ms',
    reference: p99('inexact, a letter wrong'),
    ratio: p99('ranked, a letter wrong') / p99('inexact, a letter wrong'),
  });
}
