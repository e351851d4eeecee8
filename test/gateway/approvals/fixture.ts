/** Approvals on a database of their own: two pools, as two gateways have. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { type EmergencyStore, openEmergencyStore } from '../../../src/gateway/approvals/emergencies.js';
import { type ApprovalKeys, openApprovalKeys } from '../../../src/gateway/approvals/keys.js';
import { type ApprovalStore, openApprovalStore } from '../../../src/gateway/approvals/store.js';
import type { Clock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { newRequestId } from '../../../src/shared/request-id.js';
import { createMigratedDatabase } from '../../helpers/postgres.js';

export interface ApprovalsFixture {
  /** As a superuser. */
  readonly owner: postgres.Sql;
  /** Pools under the gateway's role. */
  readonly pools: readonly [postgres.Sql, postgres.Sql];
  /** Those of their clocks, of one connection each. */
  readonly clockPools: readonly [postgres.Sql, postgres.Sql];
  readonly stores: readonly [ApprovalStore, ApprovalStore];
  readonly emergencies: readonly [EmergencyStore, EmergencyStore];
  readonly keys: ApprovalKeys;
  readonly folder: string;
  /** The gateway's clock. The database server's has no say. */
  readonly clock: { ahead: number } & Clock;
  /** Moves the time of an approval or emergency into the past. */
  age(id: string): Promise<void>;
  stop(): Promise<void>;
}

export const POLICE = { authority: 'XA-POLICE', officer: 'aa'.repeat(32) };
export const CAP = { authority: 'XA-CAP', officer: 'bb'.repeat(32) };
export const QUESTION = 'cc'.repeat(32);
export const HOUR = 3_600_000;

export const actor = (who: { readonly authority: string; readonly officer: string }) => ({
  ...who,
  requestId: newRequestId(Date.now()),
});

export async function approvalsFixture(): Promise<ApprovalsFixture> {
  const database = await createMigratedDatabase('access');
  const folder = await mkdtemp(join(tmpdir(), 'ostiary-approvals-'));
  const owner = connectDatabase(database.url, { applicationName: 'test-owner', max: 2 });
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const pool = (max: number) =>
    connectDatabase(database.url, { applicationName: 'test-gateway', max, role: 'ostiary_gateway' });
  const pools = [pool(8), pool(8)] as const;
  const clockPools = [pool(1), pool(1)] as const;
  return {
    owner,
    pools,
    clockPools,
    stores: [openApprovalStore(pools[0], clock), openApprovalStore(pools[1], clock)],
    emergencies: [
      openEmergencyStore(pools[0], clockPools[0], clock),
      openEmergencyStore(pools[1], clockPools[1], clock),
    ],
    keys: await openApprovalKeys(folder, clock),
    folder,
    clock,
    async age(id) {
      const [begun, over] = [2 * 24 * HOUR, 1_000].map((ago) => new Date(clock.now() - ago)) as [Date, Date];
      await owner.begin(async (tx) => {
        await tx`ALTER TABLE access.approval DISABLE TRIGGER approval_moves`;
        await tx`ALTER TABLE access.emergency DISABLE TRIGGER emergency_moves`;
        await tx`UPDATE access.approval SET requested_at = ${begun}, expires_at = ${over} WHERE id = ${id}`;
        await tx`UPDATE access.emergency SET opened_at = ${begun}, review_due_at = ${over} WHERE request = ${id}`;
        await tx`ALTER TABLE access.approval ENABLE TRIGGER approval_moves`;
        await tx`ALTER TABLE access.emergency ENABLE TRIGGER emergency_moves`;
      });
    },
    async stop() {
      await Promise.all([...pools, ...clockPools, owner].map((sql) => sql.end({ timeout: 5 })));
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A request for approval by the police, for the central access point to decide. */
export async function requested(store: ApprovalStore, lifetimeMs = HOUR): Promise<string> {
  const id = newRequestId(Date.now());
  await store.request({
    id,
    ...POLICE,
    memberState: 'XA',
    system: 'EES',
    operation: '/ostiary.ees.v1.EesService/Search',
    legalBasis: 'EES-LE-ID',
    question: QUESTION,
    approver: CAP.authority,
    sealed: Buffer.from('sealed'),
    lifetimeMs,
  });
  return id;
}

export const decision = (kind: 'approve' | 'refuse') => ({
  kind,
  approverKind: 'CAP',
  sealedReason: Buffer.from('sealed'),
});

/** An approval that was given. */
export async function approved(store: ApprovalStore, lifetimeMs = HOUR): Promise<string> {
  const id = await requested(store, lifetimeMs);
  await store.decide(id, decision('approve'), actor(CAP));
  return id;
}

/** An emergency access of the police that waits for its review. */
export async function emergency(store: EmergencyStore, officer = POLICE.officer): Promise<string> {
  const id = newRequestId(Date.now());
  const isOpen = await store.open({
    id,
    authority: POLICE.authority,
    memberState: 'XA',
    officer,
    system: 'EES',
    operation: '/ostiary.ees.v1.EesService/Search',
    legalBasis: 'EES-LE-URG',
    sealed: Buffer.from('sealed'),
    reviewWithinMs: 72 * HOUR,
  });
  if (!isOpen) throw new Error('a review about the same officer is overdue');
  return id;
}
