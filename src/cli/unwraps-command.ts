/** audit unwraps: what was unwrapped, as counted beside the keys, against what the log says was opened. */
import type { Command } from 'commander';
import { compareUnwraps, type UnwrapDifference, type UnwrapReport } from '../audit/review/unwraps.js';
import { dayOf, KEPT_DAYS, officerDigest, readUnwrapLedger } from '../audit/vault/unwrap-ledger.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { childCommand } from './child-command.js';
import { DEFAULT_DAYS, type ExaminerOptions, examinerOf, overseen, timeOf, withLog } from './examination.js';
import { createTerminal } from './terminal.js';
import { type TokenFlags, withToken } from './token-options.js';

interface UnwrapsOptions extends ExaminerOptions, TokenFlags {
  readonly since?: string;
  readonly digestOf?: string;
  readonly json?: true;
}

const DAY_MS = 86_400_000;

/** Adds the command. */
export function addUnwrapsCommand(program: Command): void {
  withToken(childCommand(program, 'audit', 'Check the audit log').command('unwraps'))
    .description('Compare what was unwrapped with what the log says was opened; exit status 0 only when both agree')
    .requiredOption('--as <code>', 'your authority, as registered, e.g. XA-DPO')
    .requiredOption('--officer <id>', 'who you are')
    .requiredOption('--reason <text>', 'why you look; stands in the log')
    .option('--since <day>', `first day, YYYY-MM-DD in UTC; default ${DEFAULT_DAYS} days ago`)
    .option('--digest-of <officer>', 'only say under which digest an officer of your authority is counted')
    .option('--json', 'print the report in JSON')
    .action(unwraps);
}

async function unwraps(options: UnwrapsOptions): Promise<void> {
  const config = readConfig(process.env);
  const { vault } = dataLayout(config.dataDirectory);
  const examiner = examinerOf(options);
  const terminal = createTerminal();
  if (options.digestOf !== undefined) {
    terminal.line(await officerDigest(vault, options.as, options.digestOf));
    return;
  }
  await overseen(config, options.as, undefined);
  const now = systemClock.now();
  const since = dayOf(options.since === undefined ? now - DEFAULT_DAYS * DAY_MS : timeOf('since', options.since));
  if (since < dayOf(now - KEPT_DAYS * DAY_MS)) throw new Error(`--since: counts are kept for ${KEPT_DAYS} days`);
  const opener = { examiner, purpose: 'compare' } as const;
  const report = await withLog(config, 'ostiary-unwraps', options, opener, ({ sql, keys, log }) =>
    compareUnwraps({ sql, keys, log, examiner, since, readLedger: (day) => readUnwrapLedger(vault, day) }),
  );
  if (report.differences.length + report.damaged.length > 0) process.exitCode = 1;
  if (options.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else print(report, since);
}

function print({ agreed, differences, damaged, verified }: UnwrapReport, since: string): void {
  const terminal = createTerminal();
  for (const difference of differences) terminal.bad(inWords(difference));
  for (const file of damaged) terminal.bad(`the ledger was altered: ${file}`);
  for (const { day, counted } of verified) terminal.line(`  ${day}: ${counted} payloads counted for verification`);
  const sum = `${agreed} acts since ${since} opened what the log says`;
  if (differences.length + damaged.length === 0) terminal.good(sum);
  else terminal.line(`  ${sum}`);
}

/** Requests that are named where a day has many. */
const NAMED_REQUESTS = 5;

function inWords({ kind, day, officer, counted, logged, requests }: UnwrapDifference): string {
  const more = requests.length - NAMED_REQUESTS;
  const named = `${requests.slice(0, NAMED_REQUESTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return kind === 'UNLOGGED'
    ? `${day}: officer ${officer} unwrapped ${counted}, the log says ${logged}: ${counted - logged} too many (${named})`
    : `${day}: the log says ${logged} were unwrapped, ${counted} are counted: the ledger lacks ${logged - counted} (${named})`;
}
