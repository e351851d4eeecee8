/** A log on a database of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { openAuditLog, type AuditLogOptions, type OpenAuditLog } from '../../src/audit/log/audit-log.js';
import type { EntryDraft } from '../../src/audit/log/entry.js';
import { type LogReader, openLogReader } from '../../src/audit/log/reader.js';
import { parseSignerKey } from '../../src/audit/note/key.js';
import { generateLogKey, type LogSigner } from '../../src/audit/log/log-key.js';
import { openKeyUnwrapper, openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import { type LogVerdict, type VerifyOptions, verifyLog } from '../../src/audit/verify/verify-log.js';
import { type Clock, systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { createMigratedDatabase } from '../helpers/postgres.js';

export const ORIGIN = 'log.example/audit';

/** A clock that tests move. */
export class TestClock implements Clock {
  time = Date.UTC(2026, 10, 23, 12);

  now(): number {
    return this.time;
  }
}

/** A database with the log's tables, and everything to open the log. */
export interface LogFixture {
  readonly url: string;
  /** Superuser. */
  readonly admin: postgres.Sql;
  readonly signer: LogSigner;
  readonly keyFolder: string;
  /** Opens the log as the gateway does; `name` is the application name of its connections. */
  open(options?: Partial<AuditLogOptions> & { name?: string }): Promise<OpenAuditLog>;
  reader(): LogReader;
  verify(options?: Partial<VerifyOptions>): Promise<LogVerdict>;
  /** Runs statements past every trigger and constraint trigger, as only a database administrator can. */
  tamper(work: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void>;
  /** Closes what was opened and drops the database. */
  dispose(): Promise<void>;
}

export async function createLogFixture(): Promise<LogFixture> {
  const database = await createMigratedDatabase('audit');
  const folder = await mkdtemp(join(tmpdir(), 'ostiary-log-'));
  const keyFolder = join(folder, 'keys');
  const admin = connectDatabase(database.url, { applicationName: 'test-admin', max: 2 });
  const signer = parseSignerKey(generateLogKey(ORIGIN).signerKey);
  const logs: OpenAuditLog[] = [];
  return {
    url: database.url,
    admin,
    signer,
    keyFolder,
    async open({ name = 'test-log', ...options } = {}) {
      const log = await openAuditLog({
        clock: systemClock,
        sql: connectDatabase(database.url, { applicationName: name, max: 2, role: 'ostiary_gateway' }),
        origin: ORIGIN,
        signer,
        keys: await openKeyWrapper(keyFolder),
        ...options,
        limits: { orphanSearchMs: 0, ...options.limits },
      });
      logs.push(log);
      return log;
    },
    reader: () => openLogReader({ sql: admin, origin: ORIGIN }),
    async verify(options = {}) {
      const sql = connectDatabase(database.url, { applicationName: 'test-dpo', max: 1, role: 'ostiary_dpo' });
      try {
        const keys = await openKeyUnwrapper(keyFolder);
        return await verifyLog({ sql, vkey: signer.verifierKey, origin: ORIGIN, keys, ...options });
      } finally {
        await sql.end();
      }
    },
    async tamper(work) {
      await admin.begin(async (tx) => {
        await tx`SET LOCAL session_replication_role = replica`;
        await work(tx);
      });
    },
    async dispose() {
      await Promise.all(logs.map((log) => log.close()));
      await admin.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let requests = 0;

/** An intent, with changes. */
export function intent(changes: Partial<EntryDraft> = {}): EntryDraft {
  requests += 1;
  return {
    kind: 'intent',
    authority: 'XA-POLICE',
    system: 'SIS',
    requestId: `01JGFJJZ00${String(requests).padStart(16, '0')}`,
    retention: 'sis-3y',
    sections: {
      who: { officer: 'synthetic-17' },
      what: { query: { family_name: 'EXAMPLE' } },
      why: { purpose: 'P01' },
    },
    ...changes,
  };
}

/** The nth part of the answer to an intent. */
export function part(of: EntryDraft, intentIndex: number, n: number, changes: Partial<EntryDraft> = {}): EntryDraft {
  const sections = { result: { answer_sha256: 'cd'.repeat(32), disclosed: [], part: n, status: 'NO_HIT' } };
  return { ...of, kind: 'part', intentIndex, terms: [], sections, ...changes };
}

/** The outcome of an intent. */
export function outcome(of: EntryDraft, intentIndex: number, changes: Partial<EntryDraft> = {}): EntryDraft {
  return {
    ...of,
    kind: 'outcome',
    intentIndex,
    outcome: 'answered',
    sections: { result: { status: 'NO_HIT', answer_sha256: 'ab'.repeat(32) } },
    ...changes,
  };
}
