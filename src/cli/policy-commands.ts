/** policy check, test, decide, replay: the policy before it decides (docs/operations.md). */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { judgingApprovals } from '../gateway/approvals/act-policy.js';
import { approvalRules } from '../gateway/approvals/rules.js';
import { readConfig } from '../gateway/config.js';
import { loadRegistry } from '../gateway/identity/registry.js';
import { checkCase, loadCases, parseQuestion } from '../gateway/policy/cases.js';
import { loadPolicy, type Policy, type PreparedPolicy } from '../gateway/policy/decide.js';
import type { Obligation } from '../gateway/policy/cedar-rules.js';
import { cite, fill, PolicyDenial } from '../gateway/policy/denial.js';
import { runReplay } from '../gateway/policy/replay.js';
import { projectRoot } from '../shared/project-root.js';
import { systemClock } from '../shared/clock.js';
import { examinerOf, overseen, periodOf, withLog } from './examination.js';
import { SANDBOX_REGIMES, writeSandboxPolicy } from './sandbox-policy.js';
import { createTerminal } from './terminal.js';
import { type TokenFlags, withToken } from './token-options.js';

/** Cases that come with Ostiary. */
const SHIPPED_CASES = join(projectRoot, 'test/policy/cases');

interface TestOptions {
  readonly cases: string;
  readonly json?: true;
}

interface ReplayOptions extends TokenFlags {
  readonly policy: string;
  readonly as: string;
  readonly officer: string;
  readonly reason: string;
  readonly since?: string;
  readonly until?: string;
  readonly authority?: readonly string[];
  readonly json?: true;
}

/** Adds the commands. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('Check, test and replay a policy before it decides');

  policy
    .command('check')
    .description('Read a policy folder as the gateway would at its start, and say what is wrong with it')
    .argument('[folder]', 'policy folder; default: the one of the configuration')
    .action((folder: string | undefined) => {
      const { version, source } = load(folder);
      createTerminal().good(
        `${source.rules.rules.length} policies, ${source.tables.bases.size} legal bases: version ${version}`,
      );
    });

  policy
    .command('test')
    .description('Put table-driven cases to a policy; ends with exit code 1 when one is not decided as it must be')
    .argument('[folder]', 'policy folder; default: the one of the configuration')
    .option('--cases <path>', 'file or folder of cases in JSON', SHIPPED_CASES)
    .option('--json', 'print the failures in JSON')
    .action(test);

  policy
    .command('decide')
    .description('Decide one question, given as a case, and say why, in JSON')
    .argument('<file>', 'the question in JSON')
    .option('--policy <folder>', 'policy folder; default: the one of the configuration')
    .action(async (file: string, options: { readonly policy?: string }) => {
      const decided = explain(load(options.policy), await readFile(resolve(file), 'utf8'), basename(file));
      process.stdout.write(`${JSON.stringify(decided, undefined, 2)}\n`);
    });

  policy
    .command('sandbox')
    .description('Write the shipped policy into a folder, with regimes begun that no act has set a date for yet')
    .argument('<folder>', 'folder to write')
    .option(
      '--begin <regime=day...>',
      'regimes and their first days',
      [...SANDBOX_REGIMES].map((one) => one.join('=')),
    )
    .action(async (folder: string, { begin }: { readonly begin: readonly string[] }) => {
      await writeSandboxPolicy(resolve(folder), new Map(begin.map(readBeginning)));
      const { version } = load(folder);
      createTerminal().good(`${begin.join(', ')}: version ${version}`);
    });

  withToken(policy.command('replay'))
    .description('Put past questions from the log to a proposed policy, and list what it would decide otherwise')
    .requiredOption('--policy <folder>', 'the proposed policy')
    .requiredOption('--as <code>', 'your authority, as registered, e.g. XA-DPO; decides whose entries are opened')
    .requiredOption('--officer <id>', 'who you are')
    .requiredOption('--reason <text>', 'why you look; stands in the log with the run')
    .option('--since <time>', 'first day, YYYY-MM-DD, or moment, in UTC; default 7 days before the end')
    .option('--until <time>', 'first day or moment after the end; default now')
    .option('--authority <codes...>', 'only these of the authorities that you oversee')
    .option('--json', 'print the report in JSON')
    .action(replay);
}

function readBeginning(text: string): [string, string] {
  const [, regime, day] = /^([A-Z0-9-]+)=(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (regime === undefined || day === undefined) throw new Error('--begin: must look like EPRIS=2026-01-01');
  return [regime, day];
}

const load = (folder: string | undefined): PreparedPolicy =>
  loadPolicy(folder === undefined ? readConfig(process.env).policyDirectory : resolve(folder));

function test(folder: string | undefined, options: TestOptions): void {
  const policy = load(folder);
  const cases = loadCases(resolve(options.cases));
  const failures = cases.flatMap((asked) => {
    const problems = checkCase(policy, asked);
    return problems.length === 0 ? [] : [{ id: asked.id, article: asked.article, why: asked.why, problems }];
  });
  if (failures.length > 0) process.exitCode = 1;
  if (options.json === true) {
    const report = { policy_version: policy.version, cases: cases.length, failures };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const terminal = createTerminal();
  for (const { id, article, why, problems } of failures) {
    terminal.bad(`${id} (${article}): ${problems.join('; ')}`);
    terminal.line(`    ${why}`);
  }
  const outcome = `${cases.length - failures.length} of ${cases.length} cases are decided as they must be`;
  if (failures.length === 0) terminal.good(outcome);
  else terminal.bad(outcome);
}

/** What a permit costs, in words. */
const OWED: Readonly<Record<Obligation, string>> = {
  USE_APPROVAL: 'the approval is used up by this question',
  REVIEW_EMERGENCY: 'the emergency access must be reviewed afterwards',
};

/** A decision with its reasons. */
function explain(policy: PreparedPolicy, text: string, file: string): object {
  const request = parseQuestion(text, file);
  const { rules } = policy.source.rules;
  const { authority, grounds, operations } = request;
  const basis = policy.source.tables.bases.get(grounds.legalBasisId);
  const kind = grounds.authorityKind ?? authority.kinds.join(', ');
  const named = (ids: readonly string[]): object[] =>
    ids.map((id) => {
      const rule = rules.find((one) => one.id === id);
      const denial = rule?.denial;
      return {
        id,
        ...(rule !== undefined && { place: rule.place }),
        ...(denial?.article !== undefined && { article: denial.article }),
        ...(denial !== undefined &&
          basis !== undefined && {
            reason: denial.reason,
            message: fill(denial.message, basis, { kind, operations, purpose: grounds.purpose }),
          }),
      };
    });
  try {
    const { rule, determining, inputsSha256, obligations, scope } = policy.decide(request);
    const allowed = `allows ${operations.join(', ')} to ${scope.authorityKind} for ${grounds.purpose}`;
    return {
      effect: 'permit',
      message: [
        `${basis === undefined ? rule : cite(basis)} ${allowed}`,
        ...obligations.map((obligation) => OWED[obligation]),
      ].join('; '),
      rule,
      instrument: basis?.instrument,
      article: basis?.article,
      determining: named(determining),
      authority_kind: scope.authorityKind,
      categories: [...scope.categories],
      obligations,
      inputs_sha256: inputsSha256,
      policy_version: policy.version,
    };
  } catch (error) {
    if (!(error instanceof PolicyDenial)) throw error;
    const { determining, inputsSha256 } = error.decision;
    return {
      effect: 'deny',
      reason: error.reason,
      message: error.message,
      ...error.metadata,
      determining: named(determining),
      inputs_sha256: inputsSha256,
      policy_version: policy.version,
    };
  }
}

/** As a gateway decides by it: the acts of the approval service, too. */
const asInForce = (policy: PreparedPolicy): Policy =>
  judgingApprovals(
    policy,
    approvalRules(() => policy.source.tables.bases),
  );

async function replay(options: ReplayOptions): Promise<void> {
  const config = readConfig(process.env);
  const proposed = load(options.policy);
  const current = loadPolicy(config.policyDirectory);
  const authorities = await overseen(config, options.as, options.authority);
  const registry = await loadRegistry(join(config.credentialsDirectory, 'authorities.json'));
  const examiner = examinerOf(options);
  const opener = { examiner, purpose: 'replay' } as const;
  const report = await withLog(config, 'ostiary-replay', options, opener, ({ sql, keys, log }) =>
    runReplay({
      sql,
      keys,
      log,
      clock: systemClock,
      examiner,
      period: periodOf(options),
      authorities,
      registry: registry.byCode,
      current: asInForce(current),
      proposed: asInForce(proposed),
    }),
  );
  if (report.altered > 0) process.exitCode = 1;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const terminal = createTerminal();
  for (const change of report.changes) {
    const { entry, kind, legalBasis, reasonBefore, reasonAfter, added = [], removed = [], after } = change;
    const reasons =
      reasonBefore === undefined && reasonAfter === undefined ? [] : [reasonBefore ?? '-', reasonAfter ?? '-'];
    const facts = [
      ...(reasons.length > 0 ? [reasons.join(' → ')] : []),
      ...(added.length > 0 ? [`sees besides: ${added.join(', ')}`] : []),
      ...(removed.length > 0 ? [`sees no more: ${removed.join(', ')}`] : []),
      `by ${after.join(', ')}`,
    ];
    terminal.line(`entry ${entry}  ${kind}  ${legalBasis}  ${facts.join('; ')}`);
  }
  const { counts, replayed, notJudged, erased, altered } = report;
  terminal.good(
    `${replayed} questions replayed: ${counts.PERMIT_TO_DENY} permit → deny, ${counts.DENY_TO_PERMIT} deny → permit, ` +
      `${counts.OTHER_REASON} with another reason, ${counts.OTHER_CATEGORIES} with other categories`,
  );
  if (notJudged > 0)
    terminal.line(`  ${notJudged} entries were refused before a policy was asked, or cannot be judged again`);
  if (erased > 0) terminal.line(`  ${erased} entries are erased`);
  if (altered > 0) terminal.bad(`${altered} entries are not what the log committed to`);
}
