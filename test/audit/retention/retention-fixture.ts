/** A log with a vault and all that an erasure run needs. */
import type postgres from 'postgres';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import {
  type ErasureOptions,
  type ErasureParts,
  type ErasureReport,
  runErasure,
} from '../../../src/audit/retention/erase.js';
import type { HoldParts } from '../../../src/audit/retention/holds.js';
import { type EntryVault, openEntryVault } from '../../../src/audit/vault/entry-vault.js';
import { openKeyUnwrapper, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { openKeyKeeper } from '../../../src/audit/vault/file-unwrap.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, type LogFixture, ORIGIN, TestClock } from '../log-fixture.js';

export const OFFICERS = ['synthetic-officer-1', 'synthetic-officer-2'] as const;
export const DAY_MS = 86_400_000;

export interface RetentionFixture {
  readonly fixture: LogFixture;
  readonly clock: TestClock;
  readonly log: OpenAuditLog;
  /** Role ostiary_dpo. */
  readonly dpo: postgres.Sql;
  readonly parts: ErasureParts;
  readonly holds: HoldParts;
  /** Opens entries with keys as they are at the moment. */
  vault(): Promise<EntryVault>;
  erase(options?: Partial<ErasureOptions>): Promise<ErasureReport>;
  dispose(): Promise<void>;
}

export async function createRetentionFixture(): Promise<RetentionFixture> {
  const fixture = await createLogFixture();
  const clock = new TestClock();
  const log = await fixture.open({ clock });
  const connect = (role: string) => connectDatabase(fixture.url, { applicationName: `test-${role}`, max: 1, role });
  const dpo = connect('ostiary_dpo');
  const eraser = connect('ostiary_eraser');
  const reader = openLogReader({ sql: eraser, origin: ORIGIN });
  const wrapper = await openKeyWrapper(fixture.keyFolder);
  const keeper = openKeyKeeper(fixture.keyFolder);
  const parts: ErasureParts = {
    sql: eraser,
    log,
    reader,
    verifier: parseVerifierKey(fixture.signer.verifierKey),
    keeper,
    wrapper,
    openUnwrapper: () => openKeyUnwrapper(fixture.keyFolder),
    clock,
  };
  return {
    fixture,
    clock,
    log,
    dpo,
    parts,
    holds: {
      sql: dpo,
      log,
      keeper,
      clock,
      keys: { wrapper, unwrapper: await openKeyUnwrapper(fixture.keyFolder) },
    },
    vault: async () =>
      openEntryVault({
        sql: dpo,
        keys: await openKeyUnwrapper(fixture.keyFolder),
        reader: openLogReader({ sql: dpo, origin: ORIGIN }),
      }),
    erase: (options = {}) => runErasure(parts, { confirmedBy: OFFICERS, ...options }),
    async dispose() {
      await dpo.end();
      await eraser.end();
      await fixture.dispose();
    },
  };
}

/** What a rejected promise was rejected with. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: unknown) =>
      (error as { reason?: string; code?: string }).reason ?? (error as { code?: string }).code ?? String(error),
  );
}
