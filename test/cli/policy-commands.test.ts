import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { dataLayout } from '../../src/gateway/config.js';
import { ApprovalServiceService, RequestApprovalRequest } from '../../src/gen/ostiary/approval/v1/approval.js';
import { Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { GetAlertRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import type { JsonObject } from '../../src/shared/json.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { copyPolicy, type PolicyFolder } from '../helpers/policy-folder.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';
import { type CommandResult, runCommand } from './run-command.js';

const NO_POLICE = `@id("own-no-police")
@reason("FORBIDDEN")
@order("50")
@article("House rule 1")
@message("the police does not search here")
forbid (principal == AuthorityKind::"POL", action == Action::"ask", resource == System::"SIS");`;

const NO_UNKNOWN = `@id("own-no-unknown")
@article("House rule 1")
forbid (principal == AuthorityKind::"POL", action == Action::"see", resource == Category::"SIS/UNK");`;

describe('ostiary policy', function () {
  this.timeout(120_000);
  let folder: PolicyFolder;

  beforeEach(async () => {
    folder = await copyPolicy();
  });

  afterEach(() => folder.remove());

  const question = {
    system: 'SIS',
    operations: ['SEARCH_ALPHA'],
    authority: { state: 'XA', kinds: ['POL'] },
    grounds: { legalBasisId: 'SIS62-44-1-B', purpose: 'POLICE_CUSTOMS_CHECK' },
  };
  const asCase = (id: string, expectation: object): object => ({
    id,
    article: 'Reg. (EU) 2018/1862 Art. 44(1)(b)',
    why: 'Police checks.',
    ...question,
    expect: expectation,
  });

  it('check names what is wrong by file and line', async () => {
    const good = await runCommand(['policy', 'check', folder.path]);
    expect(good.code, good.output).to.equal(0);
    await folder.write('own.cedar', NO_POLICE.replace('SIS', 'SSI'));
    const bad = await runCommand(['policy', 'check', folder.path]);
    expect(bad.code).to.equal(1);
    expect(bad.output).to.match(/own\.cedar:6: .*SSI/);
  });

  it('test ends well when every case is decided as it must be, and names those that are not', async () => {
    const cases = join(folder.path, 'cases.json');
    const good = [asCase('OWN-1', { effect: 'permit', sees: ['ARR'], never: ['REF'], obligations: [] })];
    await writeFile(cases, JSON.stringify(good));
    const passed = await runCommand(['policy', 'test', folder.path, '--cases', cases]);
    expect(passed.code, passed.output).to.equal(0);
    const bad = [
      ...good,
      asCase('OWN-2', { effect: 'deny', reasons: ['FORBIDDEN'] }),
      asCase('OWN-3', { effect: 'permit', sees: ['REF'] }),
    ];
    await writeFile(cases, JSON.stringify(bad));
    const failed = await runCommand(['policy', 'test', folder.path, '--cases', cases, '--json']);
    expect(failed.code).to.equal(1);
    const report = JSON.parse(failed.stdout) as { cases: number; failures: { id: string; problems: string[] }[] };
    expect(report.cases).to.equal(3);
    expect(report.failures.map(({ id, problems }) => [id, ...problems])).to.deep.equal([
      ['OWN-2', 'permitted by SIS62-44-1-B; expected FORBIDDEN'],
      ['OWN-3', 'does not see REF'],
    ]);
  });

  it('decide explains one decision in JSON', async () => {
    const file = join(folder.path, 'question.json');
    await writeFile(file, JSON.stringify(question));
    const permitted = await runCommand(['policy', 'decide', file, '--policy', folder.path]);
    expect(permitted.code, permitted.output).to.equal(0);
    const permit = JSON.parse(permitted.stdout) as Record<string, unknown>;
    expect(permit).to.deep.include({ effect: 'permit', rule: 'SIS62-44-1-B', article: '44(1)(b)', obligations: [] });
    expect(permit.message).to.equal(
      'Reg. (EU) 2018/1862 Art. 44(1)(b) allows SEARCH_ALPHA to POL for POLICE_CUSTOMS_CHECK',
    );
    expect(permit.categories).to.include('ARR');
    await folder.write('own.cedar', NO_POLICE);
    const denied = await runCommand(['policy', 'decide', file, '--policy', folder.path]);
    const denial = JSON.parse(denied.stdout) as Record<string, unknown>;
    expect(denial).to.deep.include({
      effect: 'deny',
      reason: 'FORBIDDEN',
      policy: 'own-no-police',
      determining: [
        {
          id: 'own-no-police',
          place: 'own.cedar:1',
          article: 'House rule 1',
          reason: 'FORBIDDEN',
          message: 'the police does not search here',
        },
      ],
    });
    expect(denial.inputs_sha256).to.equal(permit.inputs_sha256);
    expect(denial.policy_version).not.to.equal(permit.policy_version);
  });
});

/** A gateway with a policy folder of its own, and the log it writes. */
describe('policy sandbox', function () {
  this.timeout(60_000);
  let parent: string;
  before(async () => (parent = await mkdtemp(join(tmpdir(), 'ostiary-sandbox-'))));
  after(() => rm(parent, { recursive: true }));

  it('writes the shipped policy with regimes begun, which then permits what it did not', async () => {
    const folder = join(parent, 'policy');
    const written = await runCommand(['policy', 'sandbox', folder]);
    expect(written.code, written.output).to.equal(0);
    const cases = join(projectRoot, 'test/policy/cases/in-force.json');
    const tested = await runCommand(['policy', 'test', folder, '--cases', cases, '--json']);
    const { failures } = JSON.parse(tested.stdout) as { failures: { id: string }[] };
    // "The new Prüm rules for DNA wait for the router", "the index of police records waits for its date": not here.
    expect(failures.map(({ id }) => id)).to.deep.equal(['DAY-023', 'DAY-024']);
  });

  it('begins nothing that has begun, or that there is not', async () => {
    for (const begin of ['SIS-RECAST=2026-01-01', 'NOWHERE=2026-01-01', 'EPRIS=soon']) {
      const { code } = await runCommand(['policy', 'sandbox', join(parent, 'other'), '--begin', begin]);
      expect(code, begin).to.equal(1);
    }
  });
});

describe('a policy that changes while a gateway serves', function () {
  this.timeout(180_000);
  let folder: PolicyFolder;
  let proposed: PolicyFolder;
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let token: string;
  let environment: Record<string, string>;
  const who = ['--as', 'XA-DPO', '--officer', 'dpo-1', '--reason', 'a stricter policy is proposed'];

  before(async () => {
    folder = await copyPolicy();
    proposed = await copyPolicy();
    stack = await startGatewayStack({ OSTIARY_POLICY_DIR: folder.path });
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17', lifetimeSeconds: 600 });
    environment = {
      OSTIARY_DATA_DIR: stack.config.dataDirectory,
      OSTIARY_CREDENTIALS_DIR: stack.config.credentialsDirectory,
      OSTIARY_DATABASE_URL: stack.databaseUrl,
      OSTIARY_POLICY_DIR: folder.path,
    };
  });

  after(async () => {
    await logbook.close();
    await stack.stop();
    await folder.remove();
    await proposed.remove();
  });

  const search = (changes: Parameters<typeof policeAccess>[0] = {}) =>
    police.call(
      SisServiceService.searchPersons,
      { ...personSearch(TEST_PERSONS.wanted), access: policeAccess(changes) },
      { token },
    );
  const replay = (...options: string[]): Promise<CommandResult> =>
    runCommand(['policy', 'replay', '--policy', proposed.path, ...who, '--json', ...options], environment);

  interface Report {
    readonly logIndex: number;
    readonly replayed: number;
    readonly counts: Record<string, number>;
    readonly changes: { entry: number; kind: string; after: string[]; removed?: string[]; reasonBefore?: string }[];
  }

  it('replays what was asked on a proposed set, names entries and rules, and nobody', async () => {
    answerOf(await search());
    refusalOf(await search({ purpose: Purpose.VISA }));
    const entries = await logbook.entries();
    const intent = entries.find(({ leaf }) => leaf.kind === 'intent')!;
    const denied = entries.find(({ leaf }) => leaf.kind === 'access-denied')!;
    const decision = (denied.sections.why?.decision ?? {}) as JsonObject;
    expect(decision).to.deep.include({ effect: 'deny', determining: ['purpose-not-served'] });

    await proposed.write('own.cedar', NO_UNKNOWN);
    const narrower = JSON.parse((await replay()).stdout) as Report;
    expect(narrower.replayed).to.equal(2);
    expect(narrower.changes).to.have.length(1);
    expect(narrower.changes[0]).to.deep.include({ entry: intent.index, kind: 'OTHER_CATEGORIES', removed: ['UNK'] });

    await proposed.write('own.cedar', NO_POLICE);
    await proposed.edit(
      'legal-basis.csv',
      'POLICE_CUSTOMS_CHECK,Police and customs checks',
      'POLICE_CUSTOMS_CHECK|VISA,Police and customs checks',
    );
    const stricter = await replay();
    const report = JSON.parse(stricter.stdout) as Report;
    expect(report.changes.map(({ entry, kind, after }) => [entry, kind, after])).to.deep.equal([
      [intent.index, 'PERMIT_TO_DENY', ['own-no-police']],
      [denied.index, 'OTHER_REASON', ['own-no-police']],
    ]);
    for (const secret of ['officer-17', TEST_PERSONS.wanted.surname, 'CASE-2026-000123']) {
      expect(stricter.output).not.to.include(secret);
    }
    const [announced, concluded] = (await logbook.entries(report.logIndex)).filter(
      ({ leaf }) => leaf.kind === 'dpo-search',
    );
    expect(announced?.sections.what?.operation).to.equal('policy.replay');
    expect(announced?.sections.why).to.deep.equal({ justification: 'a stricter policy is proposed' });
    expect(concluded?.sections.result).to.deep.include({ status: 'REPLAYED', replayed: 2 });
  });

  it('judges acts about approvals again as the gateway did: by the basis of the question', async () => {
    const access = policeAccess({ legalBasisId: 'SIS62-56-5', purpose: Purpose.CRIMINAL_OFFENCE });
    const question = GetAlertRequest.fromPartial({ access, alertReference: TEST_ALERTS.wanted });
    const request = RequestApprovalRequest.fromPartial({
      ...{ access, approvingAuthority: 'XB-SIRENE', operation: '/ostiary.sis.v1.SisService/GetAlert' },
      questionMessage: Buffer.from(GetAlertRequest.encode(question).finish()),
    });
    const { receipt } = answerOf(await police.call(ApprovalServiceService.requestApproval, request, { token }));
    const [intent] = await logbook.ofRequest(receipt.requestId);
    const changesOf = async () => {
      const { changes } = JSON.parse((await replay()).stdout) as Report;
      return changes.filter(({ entry }) => entry === intent?.index).map(({ kind, after }) => [kind, ...after]);
    };
    await proposed.write('own.cedar', NO_UNKNOWN);
    expect(await changesOf()).to.deep.equal([]);
    await proposed.write('own.cedar', NO_POLICE);
    expect(await changesOf()).to.deep.equal([['PERMIT_TO_DENY', 'own-no-police']]);
  });

  it('replays for nobody who oversees nobody, and only what is overseen', async () => {
    const police = await runCommand(
      [
        'policy',
        'replay',
        '--policy',
        proposed.path,
        '--as',
        'XA-POLICE',
        '--officer',
        'x',
        '--reason',
        'curiosity, nothing else',
      ],
      environment,
    );
    expect(police.code).to.equal(1);
    const other = await runCommand(
      [
        'policy',
        'replay',
        '--policy',
        proposed.path,
        '--as',
        'XB-DPO',
        '--officer',
        'x',
        '--reason',
        'another state looks',
        '--json',
      ],
      environment,
    );
    expect((JSON.parse(other.stdout) as Report).replayed).to.equal(0);
  });

  it('takes over a new set: first the entry, then the decisions', async () => {
    const first = (await logbook.entries())[0]!;
    expect(first.leaf.kind).to.equal('config');
    expect(first.sections.result).to.include({ event: 'policy-in-force' });
    await folder.write('own.cedar', NO_POLICE);
    await eventually(async () => {
      const refusal = refusalOf(await search());
      expect(refusal.reason).to.equal('FORBIDDEN');
      expect(refusal.metadata).to.include({ policy: 'own-no-police', forbidden_by: 'House rule 1' });
    });
    const entries = await logbook.entries();
    const taken = entries.filter(({ leaf }) => leaf.kind === 'config').at(-1)!;
    const { version, previous_version: previous } = taken.sections.result as Record<string, string>;
    expect(previous).to.equal((first.sections.result as Record<string, string>).version);
    const versionOf = ({ sections }: (typeof entries)[number]) =>
      (sections.why?.decision as JsonObject | undefined)?.policy_version;
    const decided = entries.filter((entry) => versionOf(entry) !== undefined);
    // What the old policy decided meanwhile may be logged after it; nothing that the new one decided is logged before.
    for (const entry of decided) {
      expect(versionOf(entry)).to.be.oneOf(entry.index < taken.index ? [previous] : [previous, version]);
    }
    expect(versionOf(decided.at(-1)!)).to.equal(version);
    expect(decided.at(-1)!.index).to.be.greaterThan(taken.index);
  });

  it('warns, and serves on, while the folder holds a set that is not good', async () => {
    await folder.write('own.cedar', `${NO_POLICE}\nforbid(`);
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${stack.gateway.observabilityPort}/readyz`);
      return { ...((await answer.json()) as { failing: string[]; alarms: string[] }), code: answer.status };
    };
    await eventually(async () => expect((await ready()).alarms.join()).to.match(/policy/));
    expect(await ready()).to.deep.include({ code: 200, failing: [] });
    expect(refusalOf(await search()).reason).to.equal('FORBIDDEN');
    const last = (await logbook.entries()).filter(({ leaf }) => leaf.kind === 'config').at(-1)!;
    expect(last.sections.result).to.include({ event: 'policy-refused' });
  });
});
