/** What the commands share that open entries of the log: who looks, whose entries, which stretch of time, with which rights. */
import { join } from 'node:path';
import type postgres from 'postgres';
import type { Period } from '../audit/detect/detection.js';
import type { Examiner } from '../audit/detect/run-detection.js';
import type { AuditLog } from '../audit/log/entry.js';
import type { KeyUnwrapper } from '../audit/vault/keys.js';
import { openVaultToRead } from '../audit/vault/open-vault.js';
import type { UnwrapPurpose } from '../audit/vault/unwrap-ledger.js';
import { type Closing, closeAll } from '../gateway/closing.js';
import { type Config, dataLayout } from '../gateway/config.js';
import { loadRegistry } from '../gateway/identity/registry.js';
import { createLogger } from '../gateway/observability/logger.js';
import { openOwnLog } from '../gateway/own-log.js';
import { officerTerm } from '../matching/index-terms.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { newRequestId } from '../shared/request-id.js';
import { joinDatabase } from './database.js';
import { type TokenFlags, tokenOf } from './token-options.js';

const DPO_ROLE = 'ostiary_dpo';
const DAY_MS = 86_400_000;

/** What is looked at when nobody says since when. */
export const DEFAULT_DAYS = 7;

/** Who looks, as the command line says it. */
export interface ExaminerOptions {
  /** Code of the authority. */
  readonly as: string;
  readonly officer: string;
  readonly reason: string;
}

/** Whose entries an authority may have opened, by the registry. */
export async function overseen(config: Config, code: string, wanted: readonly string[] | undefined): Promise<string[]> {
  const registry = await loadRegistry(join(config.credentialsDirectory, 'authorities.json'));
  const oversees = registry.byCode.get(code)?.oversees ?? [];
  if (oversees.length === 0) throw new Error(`${code} is not registered as overseeing any authority`);
  const foreign = wanted?.find((one) => !oversees.includes(one));
  if (foreign !== undefined) throw new Error(`${code} does not oversee ${foreign}`);
  return [...(wanted ?? oversees)];
}

/** Who looks, and why; both stand in the log. */
export function examinerOf({ as, officer, reason }: ExaminerOptions): Examiner {
  if (officer.trim() === '') throw new Error('--officer: must say who you are');
  if (reason.trim().length < 10) throw new Error('--reason: must say why in ten characters or more');
  return { authority: as, officer, reason, terms: [officerTerm(officer)] };
}

/** The log, open for reading payloads and for writing about it. */
export interface OpenedLog {
  readonly sql: postgres.Sql;
  readonly keys: KeyUnwrapper;
  readonly log: AuditLog;
}

/** Who opens entries, and for what: counted beside the keys. */
export interface Opener {
  readonly examiner: Examiner;
  readonly purpose: UnwrapPurpose;
}

/**
 * Opens the log for reading payloads, in one act, and for writing about it; `name` names its connections, `flags` say
 * where its keys are.
 */
export async function withLog<Result>(
  config: Config,
  name: string,
  flags: TokenFlags,
  { examiner: { authority, officer }, purpose }: Opener,
  work: (opened: OpenedLog) => Promise<Result>,
): Promise<Result> {
  const logger = createLogger('error');
  const closing: Closing = [];
  try {
    const database = await joinDatabase(config);
    closing.push(() => database.stop());
    const sql = connectDatabase(database.url, { applicationName: name, max: 2, role: DPO_ROLE });
    closing.push(() => sql.end());
    const own = { config, databaseUrl: database.url, name: `${name}-log`, clock: systemClock, logger };
    const { log } = await openOwnLog(own, closing);
    const act = { requestId: newRequestId(systemClock.now()), authority, officer, purpose };
    const { vault } = dataLayout(config.dataDirectory);
    const { keys, close } = await openVaultToRead(vault, systemClock, tokenOf(flags, config), act);
    closing.push(close);
    return await work({ sql, keys, log });
  } finally {
    await closeAll(closing, logger);
  }
}

/** The stretch of time that is given; the last week without one. */
export function periodOf({ since, until }: { readonly since?: string; readonly until?: string }): Period {
  const to = until === undefined ? systemClock.now() : timeOf('until', until);
  const from = since === undefined ? to - DEFAULT_DAYS * DAY_MS : timeOf('since', since);
  if (from >= to) throw new Error('--since: must lie before --until');
  return { from, to };
}

/** A day or a moment in UTC, milliseconds since the epoch. */
export function timeOf(option: string, text: string): number {
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new Error(`--${option}: must be YYYY-MM-DD or a moment such as 2026-11-23T08:00:00Z`);
  return time;
}
