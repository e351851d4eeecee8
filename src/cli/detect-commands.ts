/** audit detect: the data protection officer's detectors (docs/detectors.md). */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type postgres from 'postgres';
import { DETECTORS } from '../audit/detect/detectors.js';
import { DETECTOR_NAMES, type DetectorName, SEVERITIES, type Severity } from '../audit/detect/finding.js';
import { type FindingFilter, listFindings, type StoredFinding } from '../audit/detect/findings-store.js';
import { openOfficer } from '../audit/detect/open-officer.js';
import { type DetectionReport, runDetection } from '../audit/detect/run-detection.js';
import { DEFAULT_SETTINGS, parseSettings } from '../audit/detect/settings.js';
import { NO_STAFF, parseStaffRegister } from '../audit/detect/staff-register.js';
import { type Config, readConfig } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { joinDatabase } from './database.js';
import { childCommand } from './child-command.js';
import { DEFAULT_DAYS, type ExaminerOptions, examinerOf, overseen, periodOf, timeOf, withLog } from './examination.js';
import { createTerminal } from './terminal.js';
import { type TokenFlags, withToken } from './token-options.js';

const DPO_ROLE = 'ostiary_dpo';

interface RunOptions extends ExaminerOptions, TokenFlags {
  readonly since?: string;
  readonly until?: string;
  readonly authority?: readonly string[];
  readonly config?: string;
  readonly staff?: string;
  readonly json?: true;
}

interface ListOptions {
  readonly as: string;
  readonly since?: string;
  readonly until?: string;
  readonly authority?: readonly string[];
  readonly detector?: readonly string[];
  readonly severity?: string;
  readonly run?: string;
  readonly limit?: string;
  readonly json?: true;
}

interface ShowOptions extends Partial<ExaminerOptions>, TokenFlags {
  readonly as: string;
  readonly open?: true;
  readonly json?: true;
}

/** Adds the commands. */
export function addDetectCommands(program: Command): void {
  const detect = childCommand(program, 'audit', 'Check the audit log')
    .command('detect')
    .description('Look for patterns of misuse in the log (docs/detectors.md)');

  withToken(detect.command('run'))
    .description('Open the entries of a stretch of time, run all detectors over them, and store what they find')
    .requiredOption('--as <code>', 'your authority, as registered, e.g. XA-DPO; decides whose entries are opened')
    .requiredOption('--officer <id>', 'who you are')
    .requiredOption('--reason <text>', 'why you look; stands in the log with the run')
    .option('--since <time>', `first day, YYYY-MM-DD, or moment, in UTC; default ${DEFAULT_DAYS} days before the end`)
    .option('--until <time>', 'first day or moment after the end; default now')
    .option('--authority <codes...>', 'only these of the authorities that you oversee')
    .option('--config <file>', 'settings in JSON; default: those that `defaults` prints')
    .option('--staff <file>', 'staff list in JSON; without it nobody is known to search for themselves')
    .option('--json', 'print the report in JSON')
    .action(run);

  detect
    .command('list')
    .description('List findings; a pattern that several runs found comes once')
    .requiredOption('--as <code>', 'your authority; decides whose findings are listed')
    .option('--since <time>', 'findings about that time or later')
    .option('--until <time>', 'findings about earlier times')
    .option('--authority <codes...>', 'only these of the authorities that you oversee')
    .option('--detector <names...>', `of ${DETECTOR_NAMES.join(', ')}`)
    .option('--severity <severity>', `at least ${SEVERITIES.join(', ')}`)
    .option('--run <number>', 'all findings of one run')
    .option('--limit <number>', 'most findings to list', '100')
    .option('--json', 'print them in JSON')
    .action(list);

  withToken(detect.command('show'))
    .description('Show one finding with the indices of its entries')
    .argument('<id>', 'number of the finding')
    .option('--open', 'also open its first entry and name the officer; needs --officer and --reason')
    .requiredOption('--as <code>', 'your authority')
    .option('--officer <id>', 'who you are')
    .option('--reason <text>', 'why you look; stands in the log')
    .option('--json', 'print it in JSON')
    .action(show);

  detect
    .command('defaults')
    .description('Print the settings that hold without --config, to begin a file of your own with')
    .action(() => void process.stdout.write(`${JSON.stringify(DEFAULT_SETTINGS, undefined, 2)}\n`));
}

async function run(options: RunOptions): Promise<void> {
  const config = readConfig(process.env);
  const period = periodOf(options);
  const settings =
    options.config === undefined ? DEFAULT_SETTINGS : parseSettings(await readFile(resolve(options.config), 'utf8'));
  const staff =
    options.staff === undefined ? NO_STAFF : parseStaffRegister(await readFile(resolve(options.staff), 'utf8'));
  const authorities = await overseen(config, options.as, options.authority);
  const terminal = createTerminal(options.json === true ? process.stderr : process.stdout);
  const bar = terminal.progress('entries read', 1);
  const examiner = examinerOf(options);
  const opener = { examiner, purpose: 'detect' } as const;
  const report = await withLog(config, 'ostiary-detect', options, opener, ({ sql, keys, log }) =>
    runDetection({
      sql,
      keys,
      log,
      examiner,
      period,
      authorities,
      settings,
      staff,
      clock: systemClock,
      onProgress: (read, total) => bar.update(read, total),
    }),
  );
  bar.finish();
  if (options.json === true) process.stdout.write(`${JSON.stringify(jsonOf(report), undefined, 2)}\n`);
  else printReport(report);
  if (report.altered > 0) process.exitCode = 1;
}

function printReport({ run: number, findings, opened, erased, altered, alteredEntries }: DetectionReport): void {
  const terminal = createTerminal();
  for (const { detector, severity, authority, officer, window, facts, thresholds, entries } of findings) {
    terminal.line(`${severity.padEnd(6)} ${detector}  ${authority} ${officer}`);
    terminal.line(`       ${DETECTORS[detector].explain(facts, thresholds, window)}`);
    terminal.line(`       ${entriesInWords(entries)}`);
  }
  terminal.good(`run ${number}: ${opened} accesses judged, ${findings.length} findings`);
  if (erased > 0) terminal.line(`  ${erased} entries are erased and were not judged`);
  if (altered > 0) {
    terminal.bad(
      `${altered} entries are not what the log committed to, or have lost their key: ${alteredEntries.join(', ')}`,
    );
  }
}

async function list(options: ListOptions): Promise<void> {
  const { since, until, authority, severity, limit, run: runNumber } = options;
  const config = readConfig(process.env);
  const filter: FindingFilter = {
    authorities: await overseen(config, options.as, authority),
    ...(since !== undefined && { since: timeOf('since', since) }),
    ...(until !== undefined && { until: timeOf('until', until) }),
    ...(options.detector !== undefined && { detectors: options.detector.map(detectorOf) }),
    ...(severity !== undefined && { severity: severityOf(severity) }),
    ...(runNumber !== undefined && { run: wholeOf('run', runNumber) }),
    ...(limit !== undefined && { limit: wholeOf('limit', limit) }),
  };
  const findings = await withDatabase(config, (sql) => listFindings(sql, filter));
  if (options.json === true) process.stdout.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  else for (const finding of findings) printFinding(finding);
}

async function show(id: string, options: ShowOptions): Promise<void> {
  const config = readConfig(process.env);
  const number = wholeOf('id', id);
  const authorities = await overseen(config, options.as, undefined);
  const [finding] = await withDatabase(config, (sql) => listFindings(sql, { ids: [number], authorities }));
  if (finding === undefined) throw new Error('there is no finding of this number');
  const officer = options.open === true ? await nameOfficer(config, finding, options) : undefined;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ ...finding, ...(officer !== undefined && { officer }) }, undefined, 2)}\n`,
    );
    return;
  }
  printFinding(finding);
  const terminal = createTerminal();
  terminal.line(`       all entries: ${finding.entries.join(', ')}`);
  if (options.open === true) terminal.line(`       officer: ${officer ?? 'not known any more: the entry is erased'}`);
}

async function nameOfficer(config: Config, finding: StoredFinding, options: ShowOptions): Promise<string | undefined> {
  const { as, officer, reason } = options;
  if (officer === undefined || reason === undefined) {
    throw new Error('--open needs --officer and --reason: the log says who opened an entry, and why');
  }
  const examiner = examinerOf({ as, officer, reason });
  return withLog(config, 'ostiary-detect', options, { examiner, purpose: 'open' }, ({ sql, keys, log }) =>
    openOfficer(finding, { sql, keys, log, examiner, clock: systemClock }),
  );
}

function printFinding({ id, severity, detector, authority, explanation, entries }: StoredFinding): void {
  const terminal = createTerminal();
  terminal.line(`${severity.padEnd(6)} ${id}  ${detector}  ${authority}`);
  terminal.line(`       ${explanation}`);
  terminal.line(`       ${entriesInWords(entries)}`);
}

/** Indices that are shown where a finding is one of many. */
const SHOWN_ENTRIES = 8;

function entriesInWords(entries: readonly number[]): string {
  const rest = entries.length - SHOWN_ENTRIES;
  const shown = entries.slice(0, SHOWN_ENTRIES).join(', ');
  return `entries ${shown}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const jsonOf = (report: DetectionReport) => ({
  ...report,
  findings: report.findings.map((finding) => ({
    ...finding,
    explanation: DETECTORS[finding.detector].explain(finding.facts, finding.thresholds, finding.window),
  })),
});

async function withDatabase<Result>(config: Config, work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-detect', max: 1, role: DPO_ROLE });
  try {
    return await work(sql);
  } finally {
    await sql.end();
    await database.stop();
  }
}

function wholeOf(name: string, text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new Error(`${name}: must be a whole number`);
  return Number(text);
}

function detectorOf(name: string): DetectorName {
  const known = DETECTOR_NAMES.find((one) => one === name);
  if (known === undefined) throw new Error(`--detector: must be one of ${DETECTOR_NAMES.join(', ')}`);
  return known;
}

function severityOf(name: string): Severity {
  const known = SEVERITIES.find((one) => one === name);
  if (known === undefined) throw new Error(`--severity: must be one of ${SEVERITIES.join(', ')}`);
  return known;
}
