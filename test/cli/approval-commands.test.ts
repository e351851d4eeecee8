/** Four eyes from the command line: asked for, seen, given, used. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { GetAlertRequest } from '../../src/gen/ostiary/sis/v1/sis.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { runCommand } from './run-command.js';

describe('ostiary approval', () => {
  let stack: GatewayStack;
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-approval-cli-'));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a command prints; a refusal ends with 1. */
  async function run(...words: string[]): Promise<{ code: number | null; json: Record<string, unknown> }> {
    const { code, stdout, output } = await runCommand([
      ...words,
      '--address',
      stack.address,
      '--pki',
      stack.pkiDirectory,
    ]);
    if (stdout === '') throw new Error(output);
    return { code, json: JSON.parse(stdout) as Record<string, unknown> };
  }

  it('asks a SIRENE Bureau, which looks, approves, and the question is answered once', async function () {
    this.timeout(240_000);
    const file = join(folder, 'question.json');
    const question = GetAlertRequest.fromPartial({
      access: AccessContext.fromPartial({
        legalBasisId: 'SIS62-56-5',
        purpose: Purpose.CRIMINAL_OFFENCE,
        caseReference: 'CASE-2026-000001',
        justification: 'the wanted man is named in a plot',
        operatingUnit: 'Patrol 7',
      }),
      alertReference: TEST_ALERTS.wanted,
    });
    await writeFile(file, JSON.stringify(GetAlertRequest.toJSON(question), null, 2));
    const police = ['--as', 'XA-POLICE', '--basis', 'SIS62-56-5', '--why', 'named in a plot'];
    const sirene = ['--as', 'XB-SIRENE', '--basis', 'APPR-SIS-56-5', '--why', 'request from abroad'];
    const purpose = ['--purpose', 'SUPPLEMENTARY_INFORMATION'];

    const asked = await run(
      ...['approval', 'request', file, ...police, '--to', 'XB-SIRENE'],
      ...['--operation', '/ostiary.sis.v1.SisService/GetAlert'],
    );
    const { approvalId: id } = asked.json.approval as { approvalId: string };
    const [waiting, shown] = await Promise.all([
      run('approval', 'list', '--waiting', ...sirene, ...purpose),
      run('approval', 'show', id, ...sirene, ...purpose),
    ]);
    expect((waiting.json.approvals as { approvalId: string }[]).map(({ approvalId }) => approvalId)).to.deep.equal([
      id,
    ]);
    expect(JSON.parse(shown.json.questionJson as string)).to.include({ alertReference: TEST_ALERTS.wanted });
    const given = await run('approval', 'approve', id, ...sirene, ...purpose, '--reason', 'the threat is imminent');
    expect(given.json.approval).to.include({ state: 'APPROVAL_STATE_APPROVED' });

    const put = ['query', 'alert', TEST_ALERTS.wanted, ...police, '--purpose', 'CRIMINAL_OFFENCE', '--approval', id];
    const answer = await run(...put);
    expect([answer.code, (answer.json.alert as { alertReference: string }).alertReference]).to.deep.equal([
      0,
      TEST_ALERTS.wanted,
    ]);
    const [again, late, none] = await Promise.all([
      run(...put),
      run('approval', 'withdraw', id, ...police),
      run('emergency', 'list', '--open', ...police),
    ]);
    expect([again.code, again.json.reason]).to.deep.equal([1, 'APPROVAL_NOT_VALID']);
    expect([late.code, late.json.reason]).to.deep.equal([1, 'REQUEST_INVALID']);
    expect([none.code, none.json.emergencies]).to.deep.equal([0, undefined]);
  });
});
