/** A witnessed log in a database, and what an operator can do to it who holds the database and the log's key. */
import type postgres from 'postgres';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import type { EntryDraft, LoggedEntry } from '../../../src/audit/log/entry.js';
import { EMPTY_FRONTIER, extendFrontier, packFrontier } from '../../../src/audit/merkle/frontier.js';
import { leafHash, packHashes } from '../../../src/audit/merkle/hash.js';
import { tileRoot } from '../../../src/audit/merkle/tile.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import type { Policy } from '../../../src/audit/note/policy.js';
import type { ReceiptFile } from '../../../src/audit/receipt/receipt.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { eventually } from '../../helpers/eventually.js';
import { createLogFixture, intent, type LogFixture, outcome } from '../../audit/log-fixture.js';
import { openCollector, policyOf, type TestCollector } from '../../audit/witnessing/fixture.js';
import { startTestWitness, type TestWitness } from '../../witness/fixture.js';

/** See above. */
export interface AttackedLog {
  readonly fixture: LogFixture;
  readonly log: OpenAuditLog;
  readonly witnesses: readonly TestWitness[];
  /** Both witnesses. */
  readonly policy: Policy;
  /** Logs a question and its answer; resolves to the receipt of the answer. */
  ask(changes?: Partial<EntryDraft>): Promise<ReceiptFile>;
  /** Begins to collect cosignatures. */
  collect(): Promise<TestCollector>;
  /** Has all there is cosigned by both witnesses, and stops collecting. */
  haveWitnessed(): Promise<void>;
  /** Closed with everything else, before it. */
  readonly closing: (() => Promise<unknown>)[];
  dispose(): Promise<void>;
}

export async function openAttackedLog(witnessNow: () => number = () => Date.now()): Promise<AttackedLog> {
  const fixture = await createLogFixture();
  const logs = [parseVerifierKey(fixture.signer.verifierKey)];
  const witnesses = await Promise.all(
    ['witness.example/dpo', 'witness.example/dpa'].map((name) => startTestWitness({ name, logs, now: witnessNow })),
  );
  const log = await fixture.open();
  const policy = policyOf(fixture, 2, witnesses);
  const closing: (() => Promise<unknown>)[] = [];
  const collect = async (): Promise<TestCollector> => {
    const opened = await openCollector(fixture, policy);
    closing.push(() => opened.close());
    return opened;
  };
  return {
    fixture,
    log,
    witnesses,
    policy,
    closing,
    ask: (changes) => ask(log, changes),
    collect,
    async haveWitnessed() {
      const { size } = await fixture.reader().latestCheckpoint();
      const collecting = await openCollector(fixture, policy);
      await eventually(() => {
        if (collecting.collector.status().witnesses.some((witness) => witness.size < size))
          throw new Error('not witnessed');
      });
      await collecting.close();
    },
    async dispose() {
      for (const close of closing.splice(0).reverse()) await close();
      await Promise.all(witnesses.map((witness) => witness.dispose()));
      await fixture.dispose();
    },
  };
}

/** Logs a question and its answer; resolves to the receipt of the answer. */
export async function ask(log: OpenAuditLog, changes: Partial<EntryDraft> = {}): Promise<ReceiptFile> {
  const draft = intent(changes);
  const { index } = await log.append(draft);
  return receiptOf(await log.append(outcome(draft, index)), draft.requestId);
}

function receiptOf(logged: LoggedEntry, requestId: string): ReceiptFile {
  const { origin, entry, index, leafHash: hash, inclusionProof, checkpoint, openings } = logged;
  return {
    logOrigin: origin,
    requestId,
    synthetic: true,
    entry,
    leafIndex: index,
    leafHash: hash,
    inclusionProof,
    checkpoint,
    resultSalt: openings.result!.salt,
    resultSection: openings.result!.plaintext,
  };
}

/** Replaces a text in an entry, and its hash. */
export async function rewriteEntry(
  tx: postgres.TransactionSql,
  index: number,
  from: string,
  to: string,
): Promise<void> {
  const [row] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = ${index}`;
  const body = Buffer.from(row!.body.toString().replace(from, to));
  await tx`UPDATE audit.log_entry SET body = ${body}, leaf = ${leafHash(body)} WHERE idx = ${index}`;
}

/** Makes tiles, frontier and every checkpoint fit the entries again, with the log's own key. */
export async function signAnew(tx: postgres.TransactionSql, signer: LogFixture['signer']): Promise<void> {
  const rows = await tx<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
  const leaves = rows.map(({ leaf }) => leaf);
  for (let n = 0; n < Math.floor(leaves.length / 256); n++) {
    const data = packHashes(leaves.slice(n * 256, (n + 1) * 256));
    await tx`UPDATE audit.log_tile SET data = ${data}, root = ${tileRoot(data)} WHERE level = 0 AND n = ${n}`;
  }
  const { frontier } = extendFrontier(EMPTY_FRONTIER, leaves);
  await tx`UPDATE audit.log_frontier SET size = ${leaves.length}, peaks = ${packFrontier(frontier)}`;
  const sizes = await tx<{ size: string }[]>`SELECT size FROM audit.log_checkpoint WHERE size > 0`;
  for (const { size } of sizes) {
    const { root } = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, Number(size)));
    await tx`UPDATE audit.log_checkpoint SET note = ${signCheckpoint(Number(size), root, signer)} WHERE size = ${size}`;
  }
}

/** Deletes the newest entries and all that knows of them, counters included. */
export async function deleteFrom(tx: postgres.TransactionSql, index: number): Promise<void> {
  await tx`DELETE FROM audit.log_entry WHERE idx >= ${index}`;
  await tx`DELETE FROM audit.log_payload WHERE idx >= ${index}`;
  await tx`DELETE FROM audit.log_checkpoint WHERE size > ${index}`;
  await tx`DELETE FROM audit.cosignature WHERE size > ${index}`;
  const [last] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = ${index - 1}`;
  const { t } = JSON.parse(last!.body.toString()) as { t: string };
  const rows = await tx<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
  const { frontier } = extendFrontier(
    EMPTY_FRONTIER,
    rows.map(({ leaf }) => leaf),
  );
  await tx`UPDATE audit.log_frontier SET size = ${index}, peaks = ${packFrontier(frontier)}, time_ms = ${Date.parse(t)}`;
  await tx`UPDATE audit.log_counter SET size = ${index}, n = (
    SELECT count(*) FROM audit.log_entry WHERE position(convert_to('"o":"' || authority || '"', 'UTF8') IN body) > 0)`;
}

/** Copies the database, as a backup does; nobody may be connected but those this connection can wait for. */
export async function copyDatabase(url: string, suffix: string): Promise<{ url: string; drop(): Promise<void> }> {
  const copy = new URL(url);
  const name = copy.pathname.slice(1);
  copy.pathname = `/${name}_${suffix}`;
  await administer(url, async (admin) => {
    await admin`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name} AND pid <> pg_backend_pid()`;
    await admin`CREATE DATABASE ${admin(`${name}_${suffix}`)} TEMPLATE ${admin(name)}`;
  });
  return {
    url: copy.href,
    drop: () =>
      administer(url, async (admin) => {
        await admin`DROP DATABASE IF EXISTS ${admin(`${name}_${suffix}`)} WITH (FORCE)`;
      }),
  };
}

/** Puts the backup in the place of the database, as a restore does, under everybody who is connected. */
export async function restoreDatabase(url: string, backupUrl: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const backup = new URL(backupUrl).pathname.slice(1);
  await administer(url, async (admin) => {
    await admin`DROP DATABASE ${admin(name)} WITH (FORCE)`;
    await admin`CREATE DATABASE ${admin(name)} TEMPLATE ${admin(backup)}`;
  });
}

async function administer(url: string, work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const admin = connectDatabase(server.href, { applicationName: 'test-backup', max: 1 });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
