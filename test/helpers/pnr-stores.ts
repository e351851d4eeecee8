/** The stores of a passenger information unit in a database of their own, with no gateway about them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { openPnrKeys, type PnrKeys } from '../../src/adapters/pnr/keys/key-folder.js';
import { readPush } from '../../src/adapters/pnr/receive/read-push.js';
import { openPushStore } from '../../src/adapters/pnr/store/push-store.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { createMigratedDatabase } from './postgres.js';

export interface PnrStores {
  readonly databaseUrl: string;
  readonly sql: postgres.Sql;
  readonly keys: PnrKeys;
  /** Keeps a message that is received at a moment. */
  push(message: Buffer, nowMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens them. */
export async function openPnrStores(): Promise<PnrStores> {
  const database = await createMigratedDatabase('pnr');
  const sql = connectDatabase(database.url, { applicationName: 'test-pnr-stores', max: 6 });
  await sql`insert into pnr.carrier values ('XA-AIR', '0X')`;
  const folder = await mkdtemp(join(tmpdir(), 'ostiary-pnr-stores-'));
  const keys = await openPnrKeys(folder);
  const pushes = openPushStore(sql, keys);
  let sent = 0;
  return {
    ...{ databaseUrl: database.url, sql, keys },
    async push(message, nowMs) {
      const sending = { id: `push-${++sent}`, authority: 'XA-AIR', digest: pushes.digest(message), nowMs };
      await pushes.keep(readPush(message, new Date(nowMs).toISOString().slice(0, 10)), sending);
    },
    async close() {
      await sql.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
