/**
 * The simulated SIS alone, at growing sizes: how long a world takes to load, what it and its keys take on disk, and
 * searches a second, persons and objects, exact and inexact. Prints by what factor a search grows dearer when there are
 * ten times as many alerts; ten would be linear.
 *
 *   npm run bench:sis [-- --sizes 100000,1000000,10000000 --seconds 5 --callers 16]
 *
 * The searches go through the adapter, in this process; the database is an embedded PostgreSQL with the settings that
 * `npm start` gives it. Ten million alerts take some 20 GB while they are loaded.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { createSisAdapter } from '../src/adapters/sis/service.js';
import { seedSis } from '../src/adapters/sis/simulator/seed.js';
import { systemClock } from '../src/shared/clock.js';
import { connectDatabase } from '../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../src/shared/database/embedded.js';
import { migrate } from '../src/shared/database/migrate.js';
import { printResult } from './support/result.js';
import { askFor, candidatesPerSearch, drawQuestions, type Question, type SearchRate } from './support/sis-load.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000,10000000' },
    seconds: { type: 'string', default: '5' },
    callers: { type: 'string', default: '16' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const measureMs = Number(values.seconds) * 1_000;
const callers = Number(values.callers);
/** Connections to the database, as many as the gateway opens for the SIS. */
const CONNECTIONS = 8;

interface Measured {
  readonly size: number;
  readonly rates: ReadonlyMap<string, SearchRate>;
}

const folder = await mkdtemp(join(tmpdir(), 'ostiary-bench-sis-'));
const database = await startEmbeddedPostgres({ dataDirectory: join(folder, 'postgres') });
const owner = connectDatabase(database.url, { applicationName: 'bench-setup', max: 2 });
const sql = connectDatabase(database.url, {
  applicationName: 'bench-sis',
  max: CONNECTIONS,
  role: 'ostiary_gateway',
});
try {
  await migrate(owner, 'sis');
  const adapter = createSisAdapter({ sql, clock: systemClock });
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(await measure(size));
  printGrowth(measured);

  async function measure(size: number): Promise<Measured> {
    await load(size);
    const rates = new Map<string, SearchRate>();
    const kinds = await drawQuestions(owner);
    console.log(`\n  ${'search'.padEnd(34)} searches/s   p50 ms   p99 ms    found  proposed`);
    for (const [kind, questions] of kinds) {
      const rate = await askFor(adapter, questions, callers, measureMs);
      rates.set(kind, rate);
      console.log(`  ${row(kind, rate)} ${await proposed(questions)}`);
    }
    return { size, rates };
  }

  async function proposed(questions: readonly Question[]): Promise<string> {
    const candidates = await candidatesPerSearch(sql, questions);
    return (candidates === undefined ? '' : candidates.toFixed(1)).padStart(9);
  }
} finally {
  await sql.end();
  await owner.end();
  await database.stop();
  // For root the cluster lies outside the bench's folder (docs/database.md).
  await rm(database.directory, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function load(size: number): Promise<void> {
  console.log(`\n${size.toLocaleString('en')} alerts`);
  const bar = new cliProgress.SingleBar(
    { format: '  loading {bar} {percentage}% | {value} of {total} | {duration_formatted}', noTTYOutput: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(size, 0);
  const begun = performance.now();
  await seedSis({
    sql: owner,
    alerts: size,
    seed: 1,
    clock: systemClock,
    onProgress: (loaded) => bar.update(Math.min(loaded, size)),
  });
  const seconds = (performance.now() - begun) / 1_000;
  bar.stop();
  await owner`checkpoint`;
  const [disk] = await owner<{ alerts: number; keys: number; rows: number }[]>`
    select pg_total_relation_size('sis.alert')::float8 as alerts,
      (pg_total_relation_size('sis.person_key') + pg_total_relation_size('sis.object_key'))::float8 as keys,
      ((select count(*) from sis.person_key) + (select count(*) from sis.object_key))::float8 as rows`;
  const { alerts, keys, rows } = disk ?? { alerts: 0, keys: 0, rows: 0 };
  console.log(
    `  loaded in ${seconds.toFixed(0)} s, ${(size / seconds).toFixed(0)} alerts/s; on disk ${(alerts / 1e9).toFixed(2)} GB ` +
      `of alerts and ${(keys / 1e9).toFixed(2)} GB of keys: ${(alerts / size).toFixed(0)} and ` +
      `${(keys / size).toFixed(0)} bytes an alert, ${(rows / size).toFixed(1)} keys`,
  );
}

function row(kind: string, { rate, p50Ms, p99Ms, foundShare }: SearchRate): string {
  return [
    kind.padEnd(34),
    rate.toFixed(0).padStart(10),
    p50Ms.toFixed(2).padStart(8),
    p99Ms.toFixed(2).padStart(8),
    `${(foundShare * 100).toFixed(0)} %`.padStart(8),
  ].join(' ');
}

/** What a search costs at one size against what it cost at the size before, for ten times as many alerts. */
function printGrowth(measured: readonly Measured[]): void {
  let worst = 0;
  console.log('\ncost of a search for ten times as many alerts (10 would be linear)');
  for (const [at, { size, rates }] of measured.entries()) {
    const before = measured[at - 1];
    if (before === undefined) continue;
    console.log(`  ${before.size.toLocaleString('en')} to ${size.toLocaleString('en')}`);
    for (const [kind, { rate }] of rates) {
      const times = (before.rates.get(kind)?.rate ?? rate) / rate;
      const growth = times ** (1 / Math.log10(size / before.size));
      worst = Math.max(worst, growth);
      console.log(`    ${kind.padEnd(34)} x ${growth.toFixed(2)}`);
    }
  }
  printResult({
    bench: 'sis',
    metric: 'growth of the cost of a search for ten times as many alerts, worst of all kinds and sizes, against linear',
    value: worst,
    unit: 'times',
    reference: 10,
    ratio: worst / 10,
  });
  if (worst >= 10) process.exitCode = 1;
}
