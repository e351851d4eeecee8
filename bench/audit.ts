/**
 * Speed of the audit log: durable, encrypted entries per second, each with its proof and a signed checkpoint, at 1, 64
 * and 256 concurrent writers. The reference is what the same PostgreSQL does with a bare multi-row INSERT of as many
 * bytes, measured in the same run. Run: npx tsx bench/audit.ts (OSTIARY_DATABASE_URL for a server of your own).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog } from '../src/audit/log/audit-log.js';
import type { AuditLog, EntryDraft } from '../src/audit/log/entry.js';
import { generateLogKey } from '../src/audit/note/log-key.js';
import { parseSignerKey } from '../src/audit/note/key.js';
import { openKeyWrapper } from '../src/audit/vault/file-keys.js';
import { connectDatabase } from '../src/shared/database/connect.js';
import { migrate } from '../src/shared/database/migrate.js';
import { createTestDatabase, stopTestServer } from '../test/helpers/postgres.js';

const ORIGIN = 'bench.example/audit';
const SECONDS = Number(process.argv[2] ?? 5);
const ROWS_PER_INSERT = 128;

/** An entry of the size that a person search leaves. */
function draft(n: number): EntryDraft {
  return {
    kind: 'intent',
    authority: `XA-POLICE-${n % 20}`,
    system: 'SIS',
    requestId: '01JGFJJZ00XA0000000000000A',
    retention: 'sis-3y',
    sections: {
      who: { authority: 'XA-POLICE', member_state: 'XA', client_cert_sha256: '0'.repeat(64), officer: 'synthetic-17' },
      what: {
        system: 'SIS',
        operation: 'SearchPersons',
        query: { family_name: 'EXAMPLE', date_of_birth: '1980-01-01' },
      },
      why: { legal_basis: 'SIS-POL-44', purpose: 'P01', case_reference: 'CASE-2026-000123', text: 'synthetic' },
    },
  };
}

async function writeFor(log: AuditLog, writers: number): Promise<{ rate: number; p50: number; p99: number }> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + SECONDS * 1_000;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = writer; performance.now() < end; n++) {
        const before = performance.now();
        await log.append(draft(n));
        times.push(performance.now() - before);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { rate: times.length / ((performance.now() - start) / 1_000), p50: at(0.5), p99: at(0.99) };
}

async function floorRate(url: string, bytesPerEntry: number): Promise<number> {
  const sql = connectDatabase(url, { applicationName: 'bench-floor', max: 1 });
  await sql`CREATE TABLE floor (id bigserial PRIMARY KEY, body bytea NOT NULL)`;
  const body = randomBytes(bytesPerEntry * ROWS_PER_INSERT);
  const end = performance.now() + SECONDS * 1_000;
  let rows = 0;
  const start = performance.now();
  while (performance.now() < end) {
    await sql`
      INSERT INTO floor (body)
      SELECT substring(${body} FROM (i - 1) * ${bytesPerEntry} + 1 FOR ${bytesPerEntry})
        FROM generate_series(1, ${ROWS_PER_INSERT}) AS i`;
    rows += ROWS_PER_INSERT;
  }
  const rate = rows / ((performance.now() - start) / 1_000);
  await sql.end();
  return rate;
}

const database = await createTestDatabase();
const folder = await mkdtemp(join(tmpdir(), 'ostiary-bench-'));
try {
  const admin = connectDatabase(database.url, { applicationName: 'bench', max: 1 });
  await migrate(admin, 'audit');
  const log = await openAuditLog({
    sql: connectDatabase(database.url, { applicationName: 'bench-log', max: 2, role: 'ostiary_gateway' }),
    origin: ORIGIN,
    signer: parseSignerKey(generateLogKey(ORIGIN).signerKey),
    keys: await openKeyWrapper(join(folder, 'keys')),
  });
  await writeFor(log, 64);
  let best = 0;
  for (const writers of [1, 64, 256, 1_000]) {
    const { rate, p50, p99 } = await writeFor(log, writers);
    best = Math.max(best, rate);
    console.log(`${writers} writers: ${rate.toFixed(0)} entries/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
  }
  await log.close();
  const [size] = await admin<{ bytes: number }[]>`
    SELECT (sum(length(body)) + sum(length(leaf)) + (SELECT sum(length(sealed)) FROM audit.log_payload))::float8
           / count(*) AS bytes FROM audit.log_entry`;
  const [disk] = await admin<{ bytes: number }[]>`
    SELECT (sum(pg_total_relation_size(c.oid)) / (SELECT count(*) FROM audit.log_entry))::float8 AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'audit' AND c.relkind = 'r'`;
  await admin.end();
  const reference = await floorRate(database.url, Math.round(size?.bytes ?? 0));
  console.log(
    `${(size?.bytes ?? 0).toFixed(0)} bytes per entry, ${(disk?.bytes ?? 0).toFixed(0)} on disk with indexes`,
  );
  console.log(`bare INSERT of as many bytes: ${reference.toFixed(0)} rows/s`);
  console.log(
    JSON.stringify({
      bench: 'audit',
      metric: 'durable encrypted entries per second, best of 1 to 1,000 writers',
      value: Math.round(best),
      unit: 'entries/s',
      reference: Math.round(reference),
      ratio: Number((best / reference).toFixed(3)),
    }),
  );
} finally {
  await database.drop();
  await stopTestServer();
  await rm(folder, { recursive: true, force: true });
}
