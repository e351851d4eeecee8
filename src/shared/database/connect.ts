import postgres from 'postgres';
import { survivingLoss } from './surviving-loss.js';

/** How a part of Ostiary uses its database. */
export interface ConnectOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Most connections open at once. */
  readonly max: number;
  /** Role whose rights the connections have, so that the gateway works with no more than it needs. */
  readonly role?: string;
  /** Milliseconds after which the server gives up a statement; none when left out. */
  readonly statementTimeoutMs?: number;
}

/** PostgreSQL 15, as the number the server reports. */
const OLDEST_VERSION = 150_000;
const CONNECT_TIMEOUT_S = 10;
/** A lost connection is tried again after this time; the driver's own back-off would keep us away 20 s after an outage. */
const RECONNECT_AFTER_S = 0.5;
/** A transaction left open by a fault holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** Opens a pool of connections; they are made when first needed. End it with `sql.end()`. */
export function connectDatabase(url: string, options: ConnectOptions): postgres.Sql {
  const sql = postgres(url, {
    max: options.max,
    connect_timeout: CONNECT_TIMEOUT_S,
    backoff: () => RECONNECT_AFTER_S,
    onnotice: () => undefined,
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      // Sent with the connection request, so that RESET ROLE leads back to it.
      ...(options.role !== undefined && { role: options.role }),
      ...(options.statementTimeoutMs !== undefined && { statement_timeout: options.statementTimeoutMs }),
    },
  });
  return survivingLoss(sql);
}

interface ServerFacts {
  version: string;
  versionNumber: number;
  encoding: string;
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  zeroDamagedPages: string;
  isStandby: boolean;
}

/**
 * Refuses a server that could lose or garble what it confirmed.
 * @throws an error that names everything wrong with it
 */
export async function ensureSupported(sql: postgres.Sql): Promise<void> {
  const [facts] = await sql<ServerFacts[]>`
    select current_setting('server_version') as version,
           current_setting('server_version_num')::int as "versionNumber",
           current_setting('server_encoding') as encoding,
           current_setting('fsync') as fsync,
           current_setting('full_page_writes') as "fullPageWrites",
           current_setting('synchronous_commit') as "synchronousCommit",
           current_setting('zero_damaged_pages') as "zeroDamagedPages",
           pg_is_in_recovery() as "isStandby"`;
  if (facts === undefined) throw new Error('PostgreSQL did not tell its settings');
  const faults = [
    facts.versionNumber < OLDEST_VERSION && `its version is ${facts.version}, at least 15 is needed`,
    facts.encoding !== 'UTF8' && `its database is encoded in ${facts.encoding}, UTF8 is needed`,
    facts.fsync === 'off' && 'fsync is off',
    facts.fullPageWrites === 'off' && 'full_page_writes is off',
    // "local" waits for no standby: an entry that was confirmed is lost when another server takes over.
    ['off', 'local'].includes(facts.synchronousCommit) && `synchronous_commit is ${facts.synchronousCommit}`,
    facts.zeroDamagedPages === 'on' && 'zero_damaged_pages is on',
    facts.isStandby && 'it is a standby',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new Error(`this PostgreSQL cannot keep an audit log: ${faults.join('; ')}`);
}

/**
 * What makes damage to the data harder to notice than it could be, for a person; empty when nothing does. Unlike what
 * ensureSupported refuses, it loses nothing by itself: the log's own hashes find damage too, only later.
 */
export async function findDurabilityRisks(sql: postgres.Sql): Promise<string[]> {
  const [facts] = await sql<{ checksums: string; ignored: string; walLevel: string }[]>`
    select current_setting('data_checksums') as checksums,
           current_setting('wal_level') as "walLevel",
           current_setting('ignore_checksum_failure') as ignored`;
  return [
    facts?.checksums !== 'on' && 'data_checksums is off: damage on disk is noticed late',
    facts?.ignored === 'on' && 'ignore_checksum_failure is on: damage on disk is passed over',
    facts?.walLevel === 'minimal' && 'wal_level is minimal: there can be neither a standby nor an archive',
  ].filter((risk) => risk !== false);
}
