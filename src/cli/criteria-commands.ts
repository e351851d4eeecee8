/** criteria check, test, dry-run, keygen, sign: pre-determined criteria before they are used (docs/criteria.md). */
import { createReadStream } from 'node:fs';
import { appendFile, readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { generateKeyPair, parseSignerKey } from '../audit/note/key.js';
import { formatSignature } from '../audit/note/signed-note.js';
import { bookingFacts } from '../formats/pnr/facts/booking-facts.js';
import type { PushedFlight } from '../formats/pnr/pnr.js';
import { PnrReader } from '../formats/pnr/pnr-reader.js';
import { readApprovers } from '../gateway/criteria/approvers.js';
import { APPROVERS_FILE, readRules, ruleFiles, SIGNATURE_SUFFIX } from '../gateway/criteria/rule-files.js';
import { compileRule } from '../matching/criteria/compile.js';
import { faultText, type RuleFault } from '../matching/criteria/faults.js';
import { parseRuleText, signedTextOf } from '../matching/criteria/read-rule.js';
import type { Rule } from '../matching/criteria/rule.js';
import { Trial, type TrialReport } from '../matching/criteria/trial.js';
import { systemClock } from '../shared/clock.js';
import { createOnce } from '../shared/create-once.js';
import { createTerminal, type Terminal } from './terminal.js';

const RULES = 'rules in JSON, or folders of them';

const today = (): string => new Date(systemClock.now()).toISOString().slice(0, 10);

/** Adds the commands. */
export function addCriteriaCommands(program: Command): void {
  const criteria = program
    .command('criteria')
    .description('Pre-determined criteria before they are used; asks no system');

  criteria
    .command('check')
    .description('Read rules as the unit would: fields, discrimination, times, signatures and their own tests')
    .argument('<files...>', RULES)
    .option('--approvers <file>', 'verifier keys of the people who may approve, one a line', APPROVERS_FILE)
    .action((paths: readonly string[], { approvers }: { readonly approvers: string }) => {
      const { rules, faults } = readRules(ruleFiles(paths), today(), readApprovers(approvers));
      const terminal = createTerminal();
      tellFaults(terminal, faults);
      for (const { id, version, status, reviewBy, sha256 } of rules) {
        terminal.good(`${id} version ${version}, ${status}, to be reviewed by ${reviewBy}: ${sha256}`);
      }
    });

  criteria
    .command('test')
    .description('Put its own tests to each rule, signed or not; ends with exit code 1 when one fails')
    .argument('<files...>', RULES)
    .action((paths: readonly string[]) => {
      const { rules, faults } = readRules(ruleFiles(paths), today(), undefined);
      const terminal = createTerminal();
      tellFaults(
        terminal,
        faults.filter(({ expired }) => expired !== true),
      );
      for (const rule of rules) tellTests(terminal, rule);
    });

  criteria
    .command('dry-run')
    .description('Tell in numbers what rules would have found in files of PNRGOV messages, whatever their status')
    .argument('<files...>', RULES)
    .requiredOption('--pushes <files...>', 'PNRGOV messages in EDIFACT or XML: synthetic or masked')
    .option('--json', 'print JSON')
    .action(dryRun);

  criteria
    .command('keygen')
    .description('Make the key of somebody who approves criteria')
    .requiredOption('--name <name>', 'who it is, as in approvedBy: e.g. analyst-7')
    .requiredOption('--key <file>', 'where to write the secret key; the public one is printed')
    .action(async ({ name, key }: { readonly name: string; readonly key: string }) => {
      const { signerKey, verifierKey } = generateKeyPair(name);
      if (!(await createOnce(key, `${signerKey}\n`))) throw new Error(`${key} exists already`);
      createTerminal().line(verifierKey);
    });

  criteria
    .command('sign')
    .description('Approve a rule: check it, and add a signature to the file beside it')
    .argument('<file>', 'a rule in JSON')
    .requiredOption('--key <file>', 'your secret key')
    .action(sign);
}

function tellFaults(terminal: Terminal, faults: readonly RuleFault[]): void {
  if (faults.length > 0) process.exitCode = 1;
  for (const fault of faults) terminal.bad(faultText(fault));
}

function tellTests(terminal: Terminal, rule: Rule): void {
  const judge = compileRule(rule);
  terminal.line(`${rule.id} version ${rule.version}: ${rule.title}`);
  for (const { name, facts } of rule.tests) terminal.good(`${name}: ${judge(facts).verdict}`);
}

async function sign(file: string, { key }: { readonly key: string }): Promise<void> {
  const { mode } = await stat(key);
  if ((mode & 0o077) !== 0) throw new Error('signer key: file must be readable by its owner alone (mode 0600)');
  const signer = parseSignerKey((await readFile(key, 'utf8')).trim());
  const { rules, faults } = readRules([file], today(), undefined);
  const [rule] = rules;
  if (rule === undefined || faults.length > 0) {
    tellFaults(createTerminal(), faults);
    throw new Error(`${file} is not signed: it has faults`);
  }
  if (!rule.approvedBy.includes(signer.name)) throw new Error(`${file}: ${signer.name} does not stand in approvedBy`);
  const text = signedTextOf(parseRuleText(await readFile(file, 'utf8'), file));
  const signature = signer.sign(Buffer.from(text));
  await appendFile(
    `${file}${SIGNATURE_SUFFIX}`,
    formatSignature({ name: signer.name, keyId: signer.keyId, signature }),
  );
  createTerminal().good(`${rule.id} version ${rule.version} approved by ${signer.name}: ${rule.sha256}`);
}

interface DryRunOptions {
  readonly pushes: readonly string[];
  readonly json?: true;
}

async function dryRun(paths: readonly string[], { pushes, json }: DryRunOptions): Promise<void> {
  const terminal = createTerminal();
  const { rules, faults } = readRules(ruleFiles(paths), today(), undefined);
  tellFaults(
    terminal,
    faults.filter(({ expired }) => expired !== true),
  );
  const trial = new Trial(rules);
  let flight: PushedFlight | undefined;
  let flights = 0;
  const handler = {
    push(push: { readonly flight?: PushedFlight | undefined }) {
      flight = push.flight;
      if (flight !== undefined) flights += 1;
    },
    record: (pnr: Parameters<typeof bookingFacts>[0]) => {
      if (flight === undefined) return;
      const { booking, travellers } = bookingFacts(pnr, flight);
      trial.add(flight, booking, travellers);
    },
    diagnostic: () => undefined,
  };
  for (const file of pushes) {
    flight = undefined;
    flights = 0;
    const reader = new PnrReader(handler, today());
    for await (const piece of createReadStream(file)) reader.write(piece as Buffer);
    reader.end();
    if (flights === 0) throw new Error(`${file}: there is no PNRGOV message of a flight in it`);
  }
  const reports = trial.report();
  if (json === true) terminal.line(JSON.stringify(reports, undefined, 2));
  else for (const report of reports) tellReport(terminal, report);
}

function tellReport(terminal: Terminal, report: TrialReport): void {
  const { rule, version, asked, matches, exonerated, atoms, byAge, byNationality } = report;
  terminal.line(`${rule} version ${version}: ${matches} of ${asked} match, ${exonerated} exonerated`);
  for (const { path, met, unknown, isCommon } of atoms) {
    const text = `${path}: met by ${met}, not told of ${unknown}`;
    if (isCommon) terminal.bad(`${text}: nearly everybody meets it, so it is no ground`);
    else terminal.line(`    ${text}`);
  }
  for (const { group, travellers, matches: of } of [...byAge, ...byNationality]) {
    terminal.line(`    ${group}: ${of} of ${travellers}`);
  }
}
