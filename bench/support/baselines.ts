/** What the log is held against, on the same database in the same run. */
import { randomBytes } from 'node:crypto';
import { connectDatabase } from '../../src/shared/database/connect.js';

const ROWS_PER_INSERT = 128;

/** Rows per second of a bare multi-row INSERT, one statement after the other: no log can be faster. */
export async function insertRate(url: string, bytesPerEntry: number, milliseconds: number): Promise<number> {
  const sql = connectDatabase(url, { applicationName: 'bench-floor', max: 1 });
  await sql`CREATE TABLE floor (id bigserial PRIMARY KEY, body bytea NOT NULL)`;
  const body = randomBytes(bytesPerEntry * ROWS_PER_INSERT);
  const start = performance.now();
  let rows = 0;
  while (performance.now() < start + milliseconds) {
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

/**
 * Rows per second of what many systems call a tamper-evident log: each row holds the hash of itself and of the row
 * before, one transaction a row, under a lock.
 */
export async function chainRate(
  url: string,
  bytesPerEntry: number,
  writers: number,
  milliseconds: number,
): Promise<number> {
  const sql = connectDatabase(url, { applicationName: 'bench-chain', max: Math.min(writers, 32) });
  await sql`CREATE TABLE IF NOT EXISTS chain (id bigserial PRIMARY KEY, body bytea NOT NULL, hash bytea NOT NULL)`;
  await sql`
    CREATE OR REPLACE FUNCTION chain_append(p_body bytea) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(1);
      INSERT INTO chain (body, hash)
      SELECT p_body, sha256(coalesce((SELECT hash FROM chain ORDER BY id DESC LIMIT 1), '') || p_body);
    END $$`;
  const body = randomBytes(bytesPerEntry);
  const start = performance.now();
  let rows = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < start + milliseconds) {
        await sql`SELECT chain_append(${body})`;
        rows += 1;
      }
    }),
  );
  const rate = rows / ((performance.now() - start) / 1_000);
  await sql.end();
  return rate;
}
