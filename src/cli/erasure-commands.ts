/** audit erase, audit hold, audit event-clock, audit keys: retention (docs/retention-and-erasure.md). */
import type { Command } from 'commander';
import type postgres from 'postgres';
import { RETENTION_CLASSES } from '../audit/leaf/bucket.js';
import type { LogReader } from '../audit/log/reader.js';
import { type AuditLog, GATEWAY } from '../audit/log/entry.js';
import type { LogSigner } from '../audit/log/log-key.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { type ErasureReport, runErasure } from '../audit/retention/erase.js';
import { startEventClock } from '../audit/retention/event-clock.js';
import { listHolds, releaseHold, setHold } from '../audit/retention/holds.js';
import { isEmpty } from '../audit/retention/plan.js';
import { bucketOf } from '../audit/vault/keys.js';
import { type OfficerVault, openOfficerVault } from '../audit/vault/open-vault.js';
import type { UnwrapAct } from '../audit/vault/unwrap-ledger.js';
import { type Closing, closeAll } from '../gateway/closing.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { createLogger } from '../gateway/observability/logger.js';
import { openOwnLog } from '../gateway/own-log.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { newRequestId } from '../shared/request-id.js';
import { childCommand } from './child-command.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';
import { type TokenFlags, tokenOf, withToken } from './token-options.js';

const DPO_ROLE = 'ostiary_dpo';
const ERASER_ROLE = 'ostiary_eraser';
const WEEK_MS = 7 * 86_400_000;
const DEFAULT_WEEKS = '8';

interface EraseFlags extends TokenFlags {
  readonly confirmedBy?: readonly string[];
  readonly now?: string;
  readonly afterRestore?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

interface HoldFlags extends TokenFlags {
  readonly case: string;
  readonly officer: string;
  readonly reason: string;
  readonly until: string;
  readonly entries: string;
}

interface ClockFlags extends TokenFlags {
  readonly at: string;
  readonly officer: string;
  readonly entries: string;
}

/** Adds the commands. */
export function addErasureCommands(program: Command): void {
  const audit = childCommand(program, 'audit', 'Check the audit log, and keep what it shows');
  withToken(audit.command('erase'))
    .description('Erase what came to its term: sealed sections, tokens and keys. Run it daily')
    .option('--confirmed-by <officers...>', 'the two officers who confirm that keys are destroyed')
    .option('--now <time>', 'the moment for which to run, e.g. 2029-12-03T00:00:00Z; a future one with --dry-run alone')
    .option('--after-restore', 'look at every payload: a backup brought back what no key is left for')
    .option('--dry-run', 'only say what would be erased')
    .option('--json', 'print the report as JSON')
    .action(erase);

  const hold = audit.command('hold').description('Hold entries back from erasure for a case');
  withToken(hold.command('set'))
    .description('Set a hold')
    .requiredOption('--case <number>', 'case number: letters, digits, dots, hyphens, underscores')
    .requiredOption('--officer <id>', 'who you are')
    .requiredOption('--reason <text>', 'why; stands in the log, sealed')
    .requiredOption('--until <time>', 'when the hold ends')
    .requiredOption('--entries <indexes>', 'entries to hold, e.g. 17,40-44')
    .action((flags: HoldFlags) =>
      withRetention(DPO_ROLE, flags, async ({ sql, log, vault }) => {
        const { index } = await setHold(
          { ...(await holdParts(vault, actOf(flags.officer, 'hold'))), sql, log, clock: systemClock },
          {
            caseNumber: flags.case,
            officer: flags.officer,
            reason: flags.reason,
            endsAt: timeOf('until', flags.until),
            indexes: indexesOf(flags.entries),
          },
        );
        createTerminal().good(`the hold is set; entry ${index} says so`);
      }),
    );
  withToken(hold.command('release'))
    .description('Release a hold: what is past its term goes with the next erasure run')
    .requiredOption('--case <number>', 'case number')
    .requiredOption('--officer <id>', 'who you are')
    .requiredOption('--reason <text>', 'why; stands in the log, sealed')
    .action((flags: Omit<HoldFlags, 'until' | 'entries'>) =>
      withRetention(DPO_ROLE, flags, async ({ sql, log, vault }) => {
        const { index } = await releaseHold(
          { sql, log, keeper: vault.keeper, clock: systemClock },
          { caseNumber: flags.case, officer: flags.officer, reason: flags.reason },
        );
        createTerminal().good(`the hold is released; entry ${index} says so`);
      }),
    );
  hold
    .command('list')
    .description('List the holds that stand')
    .action(() =>
      withDatabase(DPO_ROLE, async (sql) => {
        for (const { caseNumber, entries, endsAt, setIndex } of await listHolds(sql)) {
          const until = new Date(endsAt).toISOString();
          createTerminal().line(`${caseNumber}  ${entries} entries until ${until}, set by entry ${setIndex}`);
        }
      }),
    );

  withToken(audit.command('event-clock'))
    .description('Say that the event happened with which the period of entries begins')
    .requiredOption('--at <time>', 'when it happened')
    .requiredOption('--officer <id>', 'who says so')
    .requiredOption('--entries <indexes>', 'entries of one retention class, e.g. 17,40-44')
    .action((flags: ClockFlags) =>
      withRetention(DPO_ROLE, flags, async ({ sql, log, vault }) => {
        const { keys } = await holdParts(vault, actOf(flags.officer, 'event'));
        const event = {
          startedAt: timeOf('at', flags.at),
          indexes: indexesOf(flags.entries),
          officer: flags.officer,
        };
        await startEventClock({ sql, log, keys, clock: systemClock }, event);
        createTerminal().good('the period of these entries runs');
      }),
    );

  const keys = audit.command('keys').description('Look after the keys of the vault');
  withToken(keys.command('prepare'))
    .description(
      'Make the keys of the coming weeks in the PKCS #11 token, so that the gateway finds their public parts',
    )
    .option('--pkcs11-label <label>', 'label of the token, for a vault that has no keys yet')
    .option('--weeks <number>', 'weeks to prepare', DEFAULT_WEEKS)
    .action(async (flags: TokenFlags & { readonly weeks: string }) => {
      const config = readConfig(process.env);
      const vault = await openOfficerVault(dataLayout(config.dataDirectory).vault, systemClock, tokenOf(flags, config));
      const weeks = /^[1-9][0-9]?$/.test(flags.weeks) ? Number(flags.weeks) : 0;
      try {
        if (weeks === 0) throw new Error('--weeks: must be a number from 1 to 99');
        const made = await vault.prepare(bucketsAhead(systemClock.now(), weeks));
        createTerminal().good(`${made.length} keys made`);
      } finally {
        vault.close();
      }
    });
}

async function erase(flags: EraseFlags): Promise<void> {
  const [one = '', other = '', ...more] = flags.confirmedBy ?? [];
  if (more.length > 0) throw new Error('--confirmed-by: names two officers');
  const act = actOf(`${one}, ${other}`, 'erase');
  const tally = { total: 0 };
  const report = await withRetention(ERASER_ROLE, flags, ({ sql, log, reader, signer, vault }) =>
    runErasure(
      {
        sql,
        log,
        reader,
        verifier: parseVerifierKey(signer.verifierKey),
        clock: systemClock,
        ...vault,
        openUnwrapper: async () => (await vault.openUnwrapper()).forAct(act, { tally }),
      },
      {
        confirmedBy: [one, other],
        dryRun: flags.dryRun === true,
        everywhere: flags.afterRestore === true,
        ...(flags.now !== undefined && { now: timeOf('now', flags.now) }),
      },
    ),
  );
  if (flags.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else printReport(report);
  if (!report.ok) process.exitCode = 1;
}

function printReport({ plan, dryRun, erased, minimumIndex, selfTest, ok }: ErasureReport): void {
  const terminal = createTerminal();
  if (dryRun || erased.length === 0) {
    for (const { bucket, payloads, overdueDays } of plan.buckets) {
      const late = overdueDays > 0 ? `, ${overdueDays} days overdue` : '';
      terminal.line(`  due: ${bucket}, ${payloads} entries${late}`);
    }
    for (const caseNumber of plan.endedHolds) terminal.line(`  the hold ${caseNumber} has ended`);
  }
  for (const { bucket, payloads, checkValue, destroyedIndex } of erased) {
    terminal.good(
      `${bucket}: ${payloads} entries erased, key ${checkValue ?? 'gone before'} destroyed (entry ${destroyedIndex})`,
    );
  }
  const released = plan.releasedEntries.length;
  if (released > 0) terminal.line(`  ${released} entries of released holds ${dryRun ? 'are due' : 'are erased'}`);
  if (isEmpty(plan)) terminal.good('nothing is at its term');
  if (selfTest !== undefined) {
    const { tested, proven, opened } = selfTest;
    const result = `${tested} erased entries tested: ${proven} still proven, ${opened} still open`;
    if (ok) terminal.good(result);
    else terminal.bad(result);
  }
  terminal.line(`  every entry below ${minimumIndex} is erased`);
}

interface Opened {
  readonly sql: postgres.Sql;
  readonly log: AuditLog;
  readonly reader: LogReader;
  readonly signer: LogSigner;
  readonly vault: OfficerVault;
}

/** Opens log, database and vault, and lets go of them. */
async function withRetention<T>(role: string, flags: TokenFlags, work: (opened: Opened) => Promise<T>): Promise<T> {
  const logger = createLogger('error');
  const closing: Closing = [];
  try {
    const config = readConfig(process.env);
    const database = await joinDatabase(config);
    closing.push(() => database.stop());
    const sql = connectDatabase(database.url, { applicationName: 'ostiary-retention', max: 2, role });
    closing.push(() => sql.end());
    const own = { config, databaseUrl: database.url, name: 'ostiary-retention-log', clock: systemClock, logger };
    const { log, reader, signer } = await openOwnLog(own, closing);
    const vault = await openOfficerVault(dataLayout(config.dataDirectory).vault, systemClock, tokenOf(flags, config));
    closing.push(() => vault.close());
    return await work({ sql, log, reader, signer, vault });
  } finally {
    await closeAll(closing, logger);
  }
}

async function withDatabase(role: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const database = await joinDatabase(readConfig(process.env));
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-retention', max: 1, role });
  try {
    await work(sql);
  } finally {
    await sql.end();
    await database.stop();
  }
}

async function holdParts({ keeper, wrapper, openUnwrapper }: OfficerVault, act: UnwrapAct) {
  return { keeper, keys: { wrapper, unwrapper: (await openUnwrapper()).forAct(act) } };
}

/** What the commands unwrap for is the operator's doing. */
const actOf = (officer: string, purpose: UnwrapAct['purpose']): UnwrapAct => ({
  requestId: newRequestId(systemClock.now()),
  authority: GATEWAY,
  officer,
  purpose,
});

/** Buckets of every class for this week and the next. */
function bucketsAhead(now: number, weeks: number): string[] {
  const times = Array.from({ length: weeks }, (_, week) => now + week * WEEK_MS);
  return RETENTION_CLASSES.flatMap((retention) => times.map((time) => bucketOf(retention, time)));
}

function timeOf(option: string, text: string): number {
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new Error(`--${option}: must be YYYY-MM-DD or a moment such as 2026-11-23T08:00:00Z`);
  return time;
}

function indexesOf(text: string): number[] {
  const parts = text.split(',').map((part) => /^([0-9]{1,15})(?:-([0-9]{1,15}))?$/.exec(part.trim()));
  const indexes: number[] = [];
  for (const part of parts) {
    const from = Number(part?.[1] ?? Number.NaN);
    const to = Number(part?.[2] ?? from);
    if (!(to >= from) || to - from > 100_000) throw new Error('--entries: must be indexes and ranges, e.g. 17,40-44');
    for (let index = from; index <= to; index++) indexes.push(index);
  }
  return indexes;
}
