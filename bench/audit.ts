/**
 * The audit log alone: durable entries per second, sealed and bare, each with its proof and a signed checkpoint; then
 * what a log of a million entries costs to verify, to search and to erase. Held against a bare INSERT of as many bytes
 * and against a hash chain that commits row by row, on the same database in the same run.
 *
 *   npm run bench:audit [-- --seconds 5 --entries 1000000]
 *
 * The database is an embedded PostgreSQL with the settings that `npm start` gives it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type postgres from 'postgres';
import { openAuditLog, type OpenAuditLog } from '../src/audit/log/audit-log.js';
import type { AuditLog } from '../src/audit/log/entry.js';
import { openLogReader } from '../src/audit/log/reader.js';
import { generateLogKey } from '../src/audit/log/log-key.js';
import { parseSignerKey, parseVerifierKey } from '../src/audit/note/key.js';
import { indexHeaders } from '../src/audit/review/header-index.js';
import { searchEntries } from '../src/audit/review/search.js';
import { runErasure } from '../src/audit/retention/erase.js';
import { openIndexKeys, openKeyWrapper } from '../src/audit/vault/file-keys.js';
import { openKeyKeeper, openKeyUnwrapper } from '../src/audit/vault/file-unwrap.js';
import { verifyLog } from '../src/audit/verify/verify-log.js';
import { type Clock, systemClock } from '../src/shared/clock.js';
import { connectDatabase } from '../src/shared/database/connect.js';
import { startEmbeddedPostgres } from '../src/shared/database/embedded.js';
import { migrate } from '../src/shared/database/migrate.js';
import {
  appendFor,
  appendMany,
  type AppendRate,
  AUTHORITIES,
  bareDraft,
  DIFFERENT_SUBJECTS,
  type MakeDraft,
  sealedDraft,
  subjectOf,
} from './support/append-load.js';
import { chainRate, insertRate } from './support/baselines.js';
import { printResult } from './support/result.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, entries: { type: 'string', default: '1000000' } },
});
const measureMs = Number(values.seconds) * 1_000;
const entries = Number(values.entries);

const ORIGIN = 'bench.example/audit';
const WRITERS = [1, 64, 256, 1_000];
const SEARCHES = 50;
/** Largest page of the review service. */
const PAGE = 400;
/** Three years and a sweep: the entries' class is sis-3y. */
const AFTER_TERM_MS = 1_200 * 86_400_000;

/** A prototype's figures on another machine of the same size, for orientation: audit log reference, section 3.2. */
const PROTOTYPE = { sealed: [1_130, 10_200, 13_500, 14_300], bare: [867, 17_800, 31_400, 42_500] } as const;

const folder = await mkdtemp(join(tmpdir(), 'ostiary-bench-'));
const database = await startEmbeddedPostgres({ dataDirectory: join(folder, 'postgres') });
const keyFolder = join(folder, 'keys');
const key = generateLogKey(ORIGIN);
try {
  const admin = connectDatabase(database.url, { applicationName: 'bench', max: 2 });
  await migrate(admin, 'audit');
  const log = await openLog(database.url);
  await appendFor(log, sealedDraft, 64, measureMs);
  const sealed = await table(log, 'sealed (encrypted, four tokens)', sealedDraft, PROTOTYPE.sealed);
  await checkMillion(admin);
  const [size] = await admin<{ bytes: number; disk: number }[]>`
    SELECT (SELECT avg(length(sealed)) FROM audit.log_payload TABLESAMPLE SYSTEM (1))::float8
           + (SELECT avg(length(body) + length(leaf)) FROM audit.log_entry TABLESAMPLE SYSTEM (1))::float8 AS bytes,
           (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'audit' AND c.relkind = 'r')::float8
           / (SELECT count(*) FROM audit.log_entry) AS disk`;
  await log.close();
  await eraseMillion();
  const bare = await bareTable(admin);

  const bytes = Math.round(size?.bytes ?? 0);
  console.log(`\n${bytes} bytes per entry, ${(size?.disk ?? 0).toFixed(0)} on disk with all indexes`);
  const floor = await insertRate(database.url, bytes, measureMs);
  const chain = await chainRate(database.url, bytes, 64, measureMs);
  console.log(`bare multi-row INSERT of as many bytes: ${floor.toFixed(0)} rows/s`);
  console.log(`hash chain, one commit a row, 64 writers: ${chain.toFixed(0)} rows/s`);
  await admin.end();
  const best = Math.max(...sealed.map(({ rate }) => rate));
  console.log(
    `sealed ÷ INSERT ${(best / floor).toFixed(2)}; sealed ÷ hash chain ${(best / chain).toFixed(2)}; ` +
      `bare ÷ hash chain ${(Math.max(...bare.map(({ rate }) => rate)) / chain).toFixed(2)}`,
  );
  printResult({
    bench: 'audit',
    metric: 'durable sealed entries, best of 1 to 1,000 writers, against a hash chain that commits row by row',
    value: best,
    unit: 'entries/s',
    reference: chain,
    ratio: best / chain,
  });

  /** Entries without sections, in a log of their own. */
  async function bareTable(sql: postgres.Sql): Promise<AppendRate[]> {
    await sql`CREATE DATABASE bare`;
    const url = new URL(database.url);
    url.pathname = '/bare';
    const owner = connectDatabase(url.href, { applicationName: 'bench', max: 1 });
    await migrate(owner, 'audit');
    await owner.end();
    const own = await openLog(url.href);
    await appendFor(own, bareDraft, 64, measureMs);
    const rows = await table(own, 'bare (tree, signed checkpoint and commit alone)', bareDraft, PROTOTYPE.bare);
    await own.close();
    return rows;
  }

  async function table(
    into: AuditLog,
    name: string,
    make: MakeDraft,
    prototype: readonly number[],
  ): Promise<AppendRate[]> {
    console.log(`\n${name}\n  writers    entries/s    p50 ms    p99 ms   prototype entries/s`);
    const rows: AppendRate[] = [];
    for (const [index, writers] of WRITERS.entries()) {
      const row = await appendFor(into, make, writers, measureMs);
      rows.push(row);
      console.log(
        [
          String(writers).padStart(9),
          row.rate.toFixed(0).padStart(12),
          row.p50Ms.toFixed(2).padStart(9),
          row.p99Ms.toFixed(2).padStart(9),
          String(prototype[index] ?? '').padStart(21),
        ].join(' '),
      );
    }
    return rows;
  }

  /** What a log of the given size costs whoever checks or searches it. */
  async function checkMillion(sql: postgres.Sql): Promise<void> {
    const [now] = await sql<{ size: number }[]>`SELECT size::float8 AS size FROM audit.log_frontier`;
    await appendMany(log, sealedDraft, now?.size ?? 0, entries);
    await log.tilesBuilt();
    await log.tokensIndexed();
    await sql`ANALYZE`;
    const reader = connectDatabase(database.url, { applicationName: 'bench-dpo', max: 2, role: 'ostiary_dpo' });
    const begun = performance.now();
    const verdict = await verifyLog({ sql: reader, vkey: key.verifierKey, origin: ORIGIN });
    if (!verdict.ok) throw new Error(verdict.message);
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`\nfull verification of ${verdict.size} entries: ${(verdict.size / seconds).toFixed(0)} entries/s`);

    // As the review service does it.
    await indexHeaders(reader);
    const parts = {
      sql: reader,
      keys: await openKeyUnwrapper(keyFolder),
      indexKeys: await openIndexKeys(keyFolder),
    };
    const scope = { authorities: AUTHORITIES, systems: new Set(['SIS']), classes: new Set(['sis-3y']) };
    const times: number[] = [];
    let found = 0;
    for (let n = 0; n < SEARCHES; n++) {
      const before = performance.now();
      const terms = [[subjectOf((n * 197) % DIFFERENT_SUBJECTS)]];
      found += (await searchEntries(parts, scope, { terms }, { size: PAGE })).entries.length;
      times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);
    console.log(
      `search by subject in ${verdict.size} entries: ${(found / SEARCHES).toFixed(0)} found each, p50 ` +
        `${(times[SEARCHES / 2] ?? 0).toFixed(1)} ms, worst ${(times.at(-1) ?? 0).toFixed(1)} ms`,
    );
    await reader.end();
  }
  /** Lets the term of the entries pass, and erases them. */
  async function eraseMillion(): Promise<void> {
    const later: Clock = { now: () => Date.now() + AFTER_TERM_MS };
    const eraser = connectDatabase(database.url, { applicationName: 'bench-eraser', max: 2, role: 'ostiary_eraser' });
    const reader = connectDatabase(database.url, { applicationName: 'bench-reader', max: 1, role: 'ostiary_reader' });
    const laterLog = await openLog(database.url, later);
    const begun = performance.now();
    const report = await runErasure(
      {
        sql: eraser,
        log: laterLog,
        reader: openLogReader({ sql: reader, origin: ORIGIN }),
        verifier: parseVerifierKey(key.verifierKey),
        keeper: openKeyKeeper(keyFolder),
        wrapper: await openKeyWrapper(keyFolder),
        openUnwrapper: () => openKeyUnwrapper(keyFolder),
        clock: later,
      },
      { confirmedBy: ['officer-1', 'officer-2'] },
    );
    const seconds = (performance.now() - begun) / 1_000;
    if (!report.ok) throw new Error('the self-test of the erasure failed');
    const payloads = report.erased.reduce((sum, bucket) => sum + bucket.payloads, 0);
    console.log(`erasure of ${payloads} entries with keys, tokens and self-test: ${seconds.toFixed(2)} s`);
    await laterLog.close();
    await eraser.end();
    await reader.end();
  }
} finally {
  await database.stop();
  // For root the cluster lies outside the bench's folder (docs/database.md).
  await rm(database.directory, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function openLog(url: string, clock: Clock = systemClock): Promise<OpenAuditLog> {
  return openAuditLog({
    clock,
    // The bench's intents have no outcomes: the search would close a million of them.
    limits: { orphanSearchMs: 0 },
    sql: connectDatabase(url, { applicationName: 'bench-log', max: 2, role: 'ostiary_gateway' }),
    origin: ORIGIN,
    signer: parseSignerKey(key.signerKey),
    keys: await openKeyWrapper(keyFolder),
  });
}
