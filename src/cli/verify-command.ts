/** audit verify: the whole log, from its database or from what it shows to everybody. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type postgres from 'postgres';
import { loadVerifierKey, VERIFIER_FILE } from '../audit/log/log-key.js';
import { encodeBase64 } from '../audit/note/base64.js';
import { folderLog } from '../audit/public/folder-log.js';
import { httpLog } from '../audit/public/http-log.js';
import type { PublicLog } from '../audit/public/public-log.js';
import { openVaultToRead } from '../audit/vault/open-vault.js';
import { type LogVerdict, verifyLog } from '../audit/verify/verify-log.js';
import { type PublicVerdict, verifyPublicLog } from '../audit/verify/verify-public.js';
import { compareEntryTimes } from '../audit/witnessing/entry-times.js';
import { loadWitnessPolicy } from '../audit/witnessing/policy-file.js';
import { type Config, dataLayout, readConfig } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';
import { type TokenFlags, tokenOf, withToken } from './token-options.js';
import { AHEAD, verifying } from './verifying.js';

/** Role with the right to read payloads (migrations/audit). */
const DPO_ROLE = 'ostiary_dpo';

interface VerifyFlags extends TokenFlags {
  readonly log?: string;
  readonly vkey?: string;
  readonly open?: true;
  readonly kept?: readonly string[];
  readonly incremental?: true;
  readonly treeOnly?: true;
  readonly minimumIndex?: number;
  readonly json?: true;
}

/** What both kinds of check need. */
interface Given {
  readonly vkey: string;
  readonly kept: readonly string[];
  readonly incremental: boolean;
  readonly onProgress: (checked: number, total: number) => void;
}

/** Adds the command. */
export function addVerifyCommand(audit: Command): void {
  withToken(audit.command('verify'))
    .description('Recompute the log and name the first bad entry; exit status 0 only when it is whole')
    .option('--log <folder-or-url>', 'check the public face in a folder or behind a URL, instead of the database')
    .option('--vkey <file>', 'verifier key of the log; default without --log: log.vkey in the data folder')
    .option('--kept <files...>', 'signed checkpoints that you kept: what they cover must still be there')
    .option('--incremental', 'with --kept: read only what came after the newest kept checkpoint')
    .option('--open', 'database: also open every payload with the keys of the vault, against its commitments')
    .option('--tree-only', 'with --log: check hashes alone, for logs whose entries are not ours')
    .option('--minimum-index <n>', 'with --log: entries below it may have been pruned', parseIndex)
    .option('--json', 'print the verdict as JSON')
    .action(verify);
}

async function verify(flags: VerifyFlags): Promise<void> {
  assertFlags(flags);
  const terminal = createTerminal();
  const kept = await Promise.all((flags.kept ?? []).map((file) => readFile(resolve(file), 'utf8')));
  const bar = flags.json === true ? undefined : terminal.progress('entries', 1);
  const given = (vkey: string): Given => ({
    vkey,
    kept,
    incremental: flags.incremental === true,
    onProgress: (checked, total) => bar?.update(checked, total),
  });
  const verdict = flags.log === undefined ? await verifyDatabase(flags, given) : await verifyShown(flags, given);
  bar?.finish();
  if (!verdict.ok) process.exitCode = 1;
  if (flags.json === true) terminal.line(JSON.stringify(presentable(verdict), undefined, 2));
  else if (verdict.ok) terminal.good(verdict.message);
  else terminal.bad(`${verdict.finding.kind}: ${verdict.message}`);
}

function assertFlags(flags: VerifyFlags): void {
  const { log, vkey, kept, incremental, open, treeOnly, minimumIndex } = flags;
  if (log !== undefined && vkey === undefined)
    throw new Error('--log needs --vkey: a log cannot vouch for its own key');
  if (open !== true && (flags.pkcs11Module ?? flags.pkcs11PinFile) !== undefined) {
    throw new Error('--pkcs11-module and --pkcs11-pin-file go with --open: nothing else needs the keys');
  }
  if (log !== undefined && open === true) throw new Error('--open needs the database: the public face has no payloads');
  if (log === undefined && (treeOnly ?? minimumIndex) !== undefined) {
    throw new Error('--tree-only and --minimum-index go with --log');
  }
  if (incremental === true && kept === undefined) throw new Error('--incremental needs --kept');
}

async function verifyShown(flags: VerifyFlags, given: (vkey: string) => Given): Promise<PublicVerdict> {
  const { log = '', vkey = '', treeOnly, minimumIndex } = flags;
  return verifyPublicLog({
    ...given(await loadVerifierKey(resolve(vkey))),
    log: openPublicLog(log),
    ownEntries: treeOnly !== true,
    ...(minimumIndex !== undefined && { minimumIndex }),
  });
}

async function verifyDatabase(flags: VerifyFlags, given: (vkey: string) => Given): Promise<LogVerdict> {
  const config = readConfig(process.env);
  const paths = dataLayout(config.dataDirectory);
  const vkey = await loadVerifierKey(flags.vkey === undefined ? join(paths.keys, VERIFIER_FILE) : resolve(flags.vkey));
  const vault =
    flags.open === true
      ? await openVaultToRead(paths.vault, systemClock, tokenOf(flags, config), verifying(), AHEAD)
      : undefined;
  try {
    return await withDatabase(config, async (sql) => {
      const keys = vault && { keys: vault.keys };
      const verdict = await verifyLog({ ...given(vkey), sql, origin: config.logOrigin, ...keys });
      return verdict.ok ? compareTimes(verdict, sql, vkey, config) : verdict;
    });
  } finally {
    vault?.close();
  }
}

async function withDatabase<Result>(config: Config, work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-verify', max: 2, role: DPO_ROLE });
  try {
    return await work(sql);
  } finally {
    await sql.end();
    await database.stop();
  }
}

/** Where there are witnesses, their clocks have a word in it. */
async function compareTimes(
  verdict: LogVerdict & { ok: true },
  sql: postgres.Sql,
  vkey: string,
  { witnesses, logOrigin }: Config,
): Promise<LogVerdict> {
  if (witnesses === undefined) return verdict;
  const policy = await loadWitnessPolicy(witnesses.policyFile, vkey, logOrigin);
  const finding = await compareEntryTimes(sql, policy, verdict.from);
  return finding === undefined ? verdict : { ok: false, finding, message: finding.message };
}

/** The public face in a folder, or behind a URL. */
function openPublicLog(place: string): PublicLog {
  return /^https?:\/\//i.test(place) ? httpLog(place) : folderLog(resolve(place));
}

function presentable(verdict: LogVerdict | PublicVerdict): unknown {
  return verdict.ok ? { ...verdict, root: encodeBase64(verdict.root) } : verdict;
}

function parseIndex(text: string): number {
  const index = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(index)) throw new InvalidArgumentError('not an index');
  return index;
}
