/** Four eyes over real mutual TLS: SIS data for another purpose (Regulation (EU) 2018/1862 Art. 56(5)). */
import type { MethodDefinition } from '@grpc/grpc-js';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { createGrpcClient, type CallOutcome, type GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import {
  ApprovalDecision,
  ApprovalServiceService as Approvals,
  ApprovalState,
  ApprovalView,
  DecideApprovalRequest,
  type DeepPartial,
  EmergencyState,
  GetApprovalRequest,
  ListApprovalsRequest,
  ListEmergenciesRequest,
  RequestApprovalRequest,
  WithdrawApprovalRequest,
} from '../../src/gen/ostiary/approval/v1/approval.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { GetAlertRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { eventually } from '../helpers/eventually.js';
import { killGateways, runGateway } from '../helpers/gateway-process.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { prepareGround } from '../helpers/ground.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const OPERATION = '/ostiary.sis.v1.SisService/GetAlert';
const ALERT = TEST_ALERTS.wanted;
const OTHER_ALERT = TEST_ALERTS.summoned;

/** Why the police want to use an alert for another purpose than its own. */
const otherPurpose = (changes: DeepPartial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    ...policeAccess(),
    legalBasisId: 'SIS62-56-5',
    purpose: Purpose.CRIMINAL_OFFENCE,
    justification: 'the wanted man is named in a plot',
    ...changes,
  });

/** Why the SIRENE Bureau of the issuing state decides. */
const sireneAccess = AccessContext.fromPartial({
  legalBasisId: 'APPR-SIS-56-5',
  purpose: Purpose.SUPPLEMENTARY_INFORMATION,
  caseReference: 'S 17/2026',
  justification: 'request of the police, read and weighed',
  operatingUnit: 'Desk 2',
});

/** On what a court decides, for which it is competent in other things than these (Art. 26(4)). */
const courtAccess = AccessContext.fromPartial({
  ...sireneAccess,
  legalBasisId: 'APPR-SIS-26-4',
  purpose: Purpose.JUDICIAL,
});

const question = (changes: DeepPartial<GetAlertRequest> = {}): GetAlertRequest =>
  GetAlertRequest.fromPartial({ access: otherPurpose(), alertReference: ALERT, ...changes });

describe('approvals', () => {
  let stack: GatewayStack;
  /** A second gateway on the same log and database. */
  let twin: RunningGateway;
  let logbook: Logbook;
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    twin = await startGateway(stack.config, stack.databaseUrl, createLogger('silent'));
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
  });
  after(async () => {
    for (const client of clients.values()) client.close();
    await logbook.close();
    await twin.close();
    await stack.stop();
  });

  async function call<Request, Response>(
    who: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
    port = stack.gateway.port,
  ): Promise<CallOutcome<Response>> {
    const [code = '', officer = ''] = who.split('/');
    const identity = await stack.identity(code);
    const name = `${code} ${port}`;
    const client = clients.get(name) ?? createGrpcClient(`localhost:${port}`, identity);
    clients.set(name, client);
    return client.call(method, request, { token: await identity.mintToken({ officer, roles: ['searcher'] }) });
  }

  const POLICE = 'XA-POLICE/officer-17';
  const SIRENE = 'XB-SIRENE/desk-4';
  const COURT = 'XB-COURT/judge-1';

  async function requested(
    asked = question(),
    changes: DeepPartial<RequestApprovalRequest> = {},
    who = POLICE,
  ): Promise<string> {
    const { response } = answerOf(
      await call(
        who,
        Approvals.requestApproval,
        RequestApprovalRequest.fromPartial({
          access: otherPurpose(),
          approvingAuthority: 'XB-SIRENE',
          operation: OPERATION,
          questionMessage: Buffer.from(GetAlertRequest.encode(asked).finish()),
          ...changes,
        }),
      ),
    );
    expect(response.approval?.state).to.equal(ApprovalState.REQUESTED);
    return response.approval!.approvalId;
  }

  const decide = (id: string, decision: ApprovalDecision, who = SIRENE, access = sireneAccess) =>
    call(
      who,
      Approvals.decideApproval,
      DecideApprovalRequest.fromPartial({ access, approvalId: id, decision, reason: 'the threat is imminent' }),
    );

  async function approved(asked = question()): Promise<string> {
    const id = await requested(asked);
    const { response } = answerOf(await decide(id, ApprovalDecision.APPROVE));
    expect(response.approval?.state).to.equal(ApprovalState.APPROVED);
    return id;
  }

  const put = (approvalId: string, asked = question(), who = POLICE, port?: number) =>
    call(
      who,
      SisServiceService.getAlert,
      { ...asked, access: AccessContext.fromPartial({ ...asked.access, approvalId }) },
      port,
    );

  /** The approval does not hold, the caller is told nothing else, and the log says why. */
  async function expectNotValid(outcome: CallOutcome<unknown>, fault: string): Promise<void> {
    const refusal = refusalOf(outcome);
    expect([refusal.reason, refusal.message]).to.deep.equal([
      'APPROVAL_NOT_VALID',
      'the approval does not cover this question',
    ]);
    const [entry] = await logbook.ofRequest(toReceiptFile(refusal.receipt).requestId);
    expect(entry?.leaf.kind).to.equal('access-denied');
    expect(entry?.sections.why).to.include({ approval_fault: fault });
  }

  const get = async (who: string, id: string, access = otherPurpose()) =>
    call(who, Approvals.getApproval, GetApprovalRequest.fromPartial({ access, approvalId: id }));

  it('is asked for before a question on such a basis is answered, and the refusal names whose', async () => {
    const refusal = refusalOf(await call(POLICE, SisServiceService.getAlert, question()));
    expect(refusal.reason).to.equal('APPROVAL_REQUIRED');
    expect(refusal.metadata).to.include({ rule: 'SIS62-56-5', approvers: 'SIR' });
  });

  it('lets the very question through once, with every step in the log', async () => {
    const id = await requested();
    const shown = answerOf(await get(SIRENE, id, sireneAccess)).response;
    expect(GetAlertRequest.decode(shown.questionMessage)).to.deep.equal(question());
    expect(JSON.parse(shown.questionJson)).to.include({ alertReference: ALERT });
    expect(shown.justification).to.equal('the wanted man is named in a plot');
    answerOf(await decide(id, ApprovalDecision.APPROVE));

    const answer = answerOf(await put(id));
    expect(answer.response.alert?.alertReference).to.equal(ALERT);
    expectVerified(answer.receipt, stack.gateway.verifierKey, answer.bytes);
    const [intent] = await logbook.ofRequest(answer.receipt.requestId);
    expect(intent?.sections.why).to.include({ approval: id });
    expect((intent?.sections.why as { decision: object }).decision).to.deep.include({ obligations: ['USE_APPROVAL'] });

    await expectNotValid(await put(id), 'state-used');
    const reread = answerOf(await get(POLICE, id));
    const over = reread.response;
    const [, read] = await logbook.ofRequest(reread.receipt.requestId);
    expect(read?.sections.result?.disclosed).to.deep.equal([
      { category: 'SIS', fields: ['state', 'history'], reference: id },
    ]);
    expect(over.approval?.state).to.equal(ApprovalState.USED);
    expect(over.history.map(({ state, authority }) => [state, authority])).to.deep.equal([
      [ApprovalState.REQUESTED, 'XA-POLICE'],
      [ApprovalState.APPROVED, 'XB-SIRENE'],
      [ApprovalState.USED, 'XA-POLICE'],
    ]);
    expect([over.questionMessage.length, over.questionJson, over.justification, over.reason]).to.deep.equal([
      0,
      '',
      '',
      '',
    ]);
    // The act of asking is an access of its own, found by its officer.
    const [asked] = await logbook.ofRequest(id);
    expect(asked?.leaf).to.include({ kind: 'intent', authority: 'XA-POLICE', system: 'APPROVALS' });
    expect(asked?.sections.what).to.deep.include({ legal_operations: ['READ'] });
    // Nobody had approved by then: that it was judged as if somebody had is no approval.
    expect((asked?.sections.why as { decision: object }).decision).not.to.have.property('approver');
    expect((intent?.sections.why as { decision: object }).decision).to.include({ approver: 'SIR' });
  });

  it('is not said to be given in the refusal of a request for it', async () => {
    const access = otherPurpose({ purpose: Purpose.ASYLUM });
    const outcome = await call(
      POLICE,
      Approvals.requestApproval,
      RequestApprovalRequest.fromPartial({
        access,
        approvingAuthority: 'XB-SIRENE',
        operation: OPERATION,
        questionMessage: Buffer.from(GetAlertRequest.encode(question()).finish()),
      }),
    );
    const refusal = refusalOf(outcome);
    expect(refusal.reason).to.equal('PURPOSE_NOT_ALLOWED');
    const [entry] = await logbook.ofRequest(toReceiptFile(refusal.receipt).requestId);
    expect((entry?.sections.why as { decision: object }).decision).not.to.have.property('approver');
  });

  it('goes the same way over REST, with the question as JSON', async () => {
    const rest = await stack.rest('XA-POLICE');
    const sirene = await stack.rest('XB-SIRENE');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const desk = await (await stack.identity('XB-SIRENE')).mintToken({ officer: 'desk-4' });
    const asked = GetAlertRequest.toJSON(question()) as { access: object };
    const post = async (client: typeof rest, path: string, bearer: string, body: object) => {
      const { status, text } = await client.call('POST', path, { token: bearer, body: JSON.stringify(body) });
      return { status, json: JSON.parse(text) as Record<string, never> };
    };
    const first = await post(rest, '/v1/approvals:request', token, {
      access: AccessContext.toJSON(otherPurpose()),
      approvingAuthority: 'XB-SIRENE',
      operation: OPERATION,
      questionJson: JSON.stringify(asked),
    });
    expect(first.status).to.equal(200);
    const { approvalId } = (first.json as unknown as { approval: { approvalId: string } }).approval;
    const decision = await post(sirene, '/v1/approvals:decide', desk, {
      access: AccessContext.toJSON(sireneAccess),
      approvalId,
      decision: 'APPROVAL_DECISION_APPROVE',
      reason: 'the threat is imminent',
    });
    expect(decision.status).to.equal(200);
    const answer = await post(rest, '/v1/sis/alerts:read', token, {
      ...asked,
      access: { ...asked.access, approvalId },
    });
    expect(answer.status).to.equal(200);
    const again = await post(rest, '/v1/sis/alerts:read', token, { ...asked, access: { ...asked.access, approvalId } });
    expect([again.status, (again.json as { code?: string }).code]).to.deep.equal([403, 'APPROVAL_NOT_VALID']);
  });

  it('may be used by another officer of the authority, in other words', async () => {
    const id = await approved();
    const reworded = question({
      access: otherPurpose({ justification: 'the issuing state has agreed, see its file', operatingUnit: 'Patrol 9' }),
    });
    answerOf(await put(id, reworded, 'XA-POLICE/officer-18'));
  });

  const otherQuestions: [name: string, changed: GetAlertRequest][] = [
    ['another alert', question({ alertReference: OTHER_ALERT })],
    ['another case', question({ access: otherPurpose({ caseReference: 'CASE-2026-000999' }) })],
    ['another purpose', question({ access: otherPurpose({ purpose: Purpose.JUDICIAL }) })],
    ['another offence', question({ access: otherPurpose({ offence: { code: 'theft', maximumPenaltyMonths: 60 } }) })],
  ];
  for (const [name, changed] of otherQuestions) {
    it(`does not serve for ${name}`, async () => {
      const id = await approved();
      await expectNotValid(await put(id, changed), 'other-question');
      // It was not used up by that.
      answerOf(await put(id));
    });
  }

  it('does not serve for another operation', async () => {
    const id = await approved();
    const access = AccessContext.fromPartial({ ...otherPurpose(), approvalId: id });
    const outcome = await call(POLICE, SisServiceService.searchPersons, {
      ...{ matchMode: 0, maxCandidates: 0, categories: [] },
      access,
      name: undefined,
      document: { number: 'X1234567', issuingCountry: '', checkDigit: '' },
    });
    await expectNotValid(outcome, 'other-question');
  });

  it('does not serve another authority', async () => {
    const id = await approved();
    await expectNotValid(await put(id, question(), 'XB-BORDER/guard-1'), 'foreign');
    await expectNotValid(await put(id, question(), SIRENE), 'foreign');
  });

  it('that never existed does not serve', async () => {
    await expectNotValid(await put('01KAW0000000000000000000ED'), 'unknown');
  });

  it('does not serve before it is given, nor when it is refused', async () => {
    const id = await requested();
    await expectNotValid(await put(id), 'state-requested');
    answerOf(await decide(id, ApprovalDecision.REFUSE));
    await expectNotValid(await put(id), 'state-refused');
    expect(answerOf(await get(POLICE, id)).response.reason).to.equal('the threat is imminent');
  });

  it('does not serve when it was withdrawn, also after it was given', async () => {
    for (const id of [await requested(), await approved()]) {
      const withdraw = (who: string) =>
        call(
          who,
          Approvals.withdrawApproval,
          WithdrawApprovalRequest.fromPartial({ access: otherPurpose(), approvalId: id }),
        );
      expect(refusalOf(await withdraw('XA-POLICE/officer-18')).reason).to.equal('NOT_FOUND');
      answerOf(await withdraw(POLICE));
      await expectNotValid(await put(id), 'state-withdrawn');
      expect(refusalOf(await withdraw(POLICE)).violations[0]?.field).to.equal('approval_id');
      expect(refusalOf(await decide(id, ApprovalDecision.APPROVE)).violations[0]?.field).to.equal('approval_id');
    }
  });

  it('does not serve when its time is over', async () => {
    const id = await approved();
    await logbook.sql.begin(async (tx) => {
      await tx`ALTER TABLE access.approval DISABLE TRIGGER approval_moves`;
      await tx`UPDATE access.approval SET requested_at = requested_at - interval '2 days', expires_at = requested_at WHERE id = ${id}`;
      await tx`ALTER TABLE access.approval ENABLE TRIGGER approval_moves`;
    });
    await expectNotValid(await put(id), 'state-expired');
    expect(answerOf(await get(POLICE, id)).response.approval?.state).to.equal(ApprovalState.EXPIRED);
  });

  it('is not given by whoever asked for it', async () => {
    // A body that asks itself: the same officer is refused, another is not.
    const asked = question({ access: otherPurpose({ purpose: Purpose.JUDICIAL }) });
    const id = await requested(asked, { access: otherPurpose({ purpose: Purpose.JUDICIAL }) }, SIRENE);
    const refusal = refusalOf(await decide(id, ApprovalDecision.APPROVE));
    expect([refusal.reason, refusal.metadata.rule]).to.deep.equal(['FORBIDDEN', 'FOUR_EYES']);
    answerOf(await decide(id, ApprovalDecision.APPROVE, 'XB-SIRENE/desk-5'));
    answerOf(await put(id, asked, SIRENE));
  });

  it('is decided once', async () => {
    const id = await requested();
    answerOf(await decide(id, ApprovalDecision.REFUSE));
    expect(refusalOf(await decide(id, ApprovalDecision.APPROVE)).reason).to.equal('REQUEST_INVALID');
    expect(refusalOf(await decide(id, ApprovalDecision.APPROVE, 'XB-SIRENE/desk-5')).reason).to.equal(
      'REQUEST_INVALID',
    );
  });

  it('is not given by a body that was not asked, which does not learn that it exists', async () => {
    const id = await requested();
    expect(refusalOf(await decide(id, ApprovalDecision.APPROVE, COURT, courtAccess)).reason).to.equal('NOT_FOUND');
    expect(refusalOf(await get(COURT, id, courtAccess)).reason).to.equal('NOT_FOUND');
  });

  it('is not given by a body that is not competent', async () => {
    // A court authorises other things (Art. 26(4)), not this.
    const id = await requested(question(), { approvingAuthority: 'XB-COURT' });
    const refusal = refusalOf(await decide(id, ApprovalDecision.APPROVE, COURT, courtAccess));
    expect(refusal.reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(refusal.metadata).to.include({ approvers: 'SIR' });
  });

  it('is not given by a body on a row that is for other systems, or not for its kind', async () => {
    const id = await requested();
    const access = AccessContext.fromPartial({
      ...sireneAccess,
      legalBasisId: 'APPR-EES',
      purpose: Purpose.CRIMINAL_OFFENCE,
    });
    expect(refusalOf(await decide(id, ApprovalDecision.APPROVE, SIRENE, access)).reason).to.equal(
      'AUTHORITY_KIND_NOT_ALLOWED',
    );
    const cap = await call(
      'XA-CAP/verifier-1',
      Approvals.getApproval,
      GetApprovalRequest.fromPartial({ access, approvalId: id }),
    );
    expect(refusalOf(cap).reason).to.equal('NOT_FOUND');
  });

  it('is not given on a row that is for another agreement of the same body', async () => {
    const id = await requested();
    // Art. 15 of Regulation (EU) 2018/1860 is about transfers to third countries.
    const access = AccessContext.fromPartial({ ...sireneAccess, legalBasisId: 'APPR-SIS60-15' });
    const refusal = refusalOf(await decide(id, ApprovalDecision.APPROVE, SIRENE, access));
    expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['access.legal_basis_id']);
    answerOf(await decide(id, ApprovalDecision.APPROVE));
  });

  it('is asked of the state that issued the alert, and of no other', async () => {
    const outcome = await call(
      POLICE,
      Approvals.requestApproval,
      RequestApprovalRequest.fromPartial({
        access: otherPurpose(),
        approvingAuthority: 'XC-SIRENE',
        operation: OPERATION,
        questionMessage: Buffer.from(GetAlertRequest.encode(question()).finish()),
      }),
    );
    expect(refusalOf(outcome).violations.map(({ field }) => field)).to.deep.equal(['approving_authority']);
  });

  it('is not given on the basis of the question', async () => {
    const id = await requested();
    const refusal = refusalOf(await decide(id, ApprovalDecision.APPROVE, SIRENE, otherPurpose()));
    expect(refusal.reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('is not asked for with a bad question, and the fields of the question are named', async () => {
    const ask = async (changes: DeepPartial<RequestApprovalRequest>) =>
      refusalOf(
        await call(
          POLICE,
          Approvals.requestApproval,
          RequestApprovalRequest.fromPartial({
            access: otherPurpose(),
            approvingAuthority: 'XB-SIRENE',
            operation: OPERATION,
            questionJson: JSON.stringify(GetAlertRequest.toJSON(question({ alertReference: 'nonsense' }))),
            ...changes,
          }),
        ),
      ).violations.map(({ field }) => field);
    const json = (changes: DeepPartial<AccessContext>) => ({
      questionJson: JSON.stringify(GetAlertRequest.toJSON(question({ access: otherPurpose(changes) }))),
    });
    expect(await ask({})).to.deep.equal(['question.alert_reference']);
    expect(await ask({ operation: '/ostiary.sis.v1.SisService/Unknown' })).to.deep.equal(['operation']);
    expect(await ask({ operation: '/ostiary.approval.v1.ApprovalService/GetApproval' })).to.deep.equal(['operation']);
    expect(await ask({ questionMessage: Buffer.from([0xff]) })).to.deep.equal(['question_json']);
    expect(await ask({ questionJson: '{"x":1}' })).to.deep.equal(['question.x']);
    expect(await ask({ questionJson: '', questionMessage: Buffer.from([0xff]) })).to.deep.equal(['question']);
    expect(await ask(json({ legalBasisId: 'SIS62-44-1-B' }))).to.deep.equal(['question.access.legal_basis_id']);
    expect(await ask(json({ approvalId: '01KAW0000000000000000000ED' }))).to.deep.equal([
      'question.access.approval_id',
    ]);
  });

  it('is listed to the officer who asked and to the body that is asked, and to nobody else', async () => {
    const id = await requested();
    const list = async (who: string, view: ApprovalView, access = otherPurpose()) =>
      answerOf(
        await call(who, Approvals.listApprovals, ListApprovalsRequest.fromPartial({ access, view, pageSize: 200 })),
      ).response.approvals.map(({ approvalId }) => approvalId);
    expect(await list(POLICE, ApprovalView.OWN)).to.include(id);
    expect(await list('XA-POLICE/officer-18', ApprovalView.OWN)).not.to.include(id);
    expect(await list(SIRENE, ApprovalView.WAITING, sireneAccess)).to.include(id);
    expect(await list(COURT, ApprovalView.WAITING, courtAccess)).not.to.include(id);
    answerOf(await decide(id, ApprovalDecision.REFUSE));
    expect(await list(SIRENE, ApprovalView.WAITING, sireneAccess)).not.to.include(id);
  });

  it('is used once when two gateways are asked at the same time', async () => {
    const id = await approved();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => put(id, question(), POLICE, at % 2 === 0 ? twin.port : stack.gateway.port)),
    );
    const answers = outcomes.filter(({ kind }) => kind === 'answer');
    expect(answers).to.have.lengthOf(1);
    for (const outcome of outcomes) {
      if (outcome.kind === 'refusal') expect(outcome.refusal.reason).to.equal('APPROVAL_NOT_VALID');
    }
  });

  it('stays used when the database is set back to before', async () => {
    const id = await approved();
    const { sql } = logbook;
    await sql`CREATE TABLE access.backup AS SELECT * FROM access.approval WHERE id = ${id}`;
    answerOf(await put(id));
    await sql.begin(async (tx) => {
      await tx`ALTER TABLE access.approval DISABLE TRIGGER ALL`;
      await tx`UPDATE access.approval a
                  SET state = b.state, sealed = b.sealed, sealed_reason = b.sealed_reason, changed_at = b.changed_at,
                      changed_officer = b.changed_officer, changed_authority = b.changed_authority
                 FROM access.backup b WHERE a.id = b.id`;
      await tx`ALTER TABLE access.approval ENABLE TRIGGER ALL`;
      await tx`DROP TABLE access.backup`;
    });
    await expectNotValid(await put(id), 'key-gone');
  });

  it('leaves nothing readable of its question in the database, and no key when it has ended', async () => {
    const id = await requested();
    const [row] = await logbook.sql<{ text: string }[]>`
      SELECT a::text || coalesce(encode(sealed, 'escape'), '') AS text FROM access.approval a WHERE id = ${id}`;
    for (const secret of [ALERT, 'officer-17', 'CASE-2026-000123', 'plot']) expect(row?.text).not.to.include(secret);
    const keys = () => readdir(join(dataLayout(stack.config.dataDirectory).approvals, 'keys'));
    expect(await keys()).to.include(id);
    answerOf(
      await call(
        POLICE,
        Approvals.withdrawApproval,
        WithdrawApprovalRequest.fromPartial({ access: otherPurpose(), approvalId: id }),
      ),
    );
    expect((await keys()).filter((name) => name.startsWith(id))).to.deep.equal([]);
    const used = await approved();
    expect(await keys()).to.include(used);
    answerOf(await put(used));
    expect((await keys()).filter((name) => name.startsWith(used))).to.deep.equal([]);
  });

  it('shows a data protection officer the emergencies of the authorities it oversees', async () => {
    // No legal basis of the systems behind the gateway knows emergencies yet: they are recorded as the pipeline would.
    const officer = Buffer.alloc(32, 1);
    for (const [request, authority] of [
      ['01KAW0000000000000000000E1', 'XA-POLICE'],
      ['01KAW0000000000000000000E2', 'XB-BORDER'],
    ] as const) {
      await logbook.sql`
        INSERT INTO access.emergency (request, authority, member_state, officer, system, operation, legal_basis,
                                      opened_at, review_due_at)
        VALUES (${request}, ${authority}, ${authority.slice(0, 2)}, ${officer}, 'SIS', ${OPERATION}, 'SIS62-56-5',
                ${new Date()}, ${new Date(Date.now() + 72 * 3_600_000)})`;
    }
    const { response } = answerOf(
      await call(
        'XA-DPO/dpo-1',
        Approvals.listEmergencies,
        ListEmergenciesRequest.fromPartial({ access: reviewAccess }),
      ),
    );
    expect(
      response.emergencies.map(({ requestId, authority, state, overdue, details }) => ({
        ...{ requestId, authority, state, overdue, details },
      })),
    ).to.deep.equal([
      {
        ...{ requestId: '01KAW0000000000000000000E1', authority: 'XA-POLICE', details: undefined },
        ...{ state: EmergencyState.OPEN, overdue: false },
      },
    ]);
  });

  it('is no emergency where the law knows none', async () => {
    const access = otherPurpose({ breakGlass: { emergency: 'a bomb is said to go off within the hour' } });
    expect(refusalOf(await call(POLICE, SisServiceService.getAlert, question({ access }))).reason).to.equal(
      'BREAK_GLASS_NOT_ALLOWED',
    );
  });

  it('is not waited for when the database holds its use up, and not used then', async () => {
    const id = await approved();
    await logbook.sql.begin(async (tx) => {
      await tx`LOCK TABLE access.approval IN EXCLUSIVE MODE`;
      expect(refusalOf(await put(id)).reason).to.equal('SYSTEM_UNAVAILABLE');
    });
    answerOf(await put(id));
  });

  // Last, since the log takes a while to be believed again.
  it('stays used when the log fails after it was used, and nobody was asked', async () => {
    const id = await approved();
    const before = await logbook.size();
    await logbook.sql`ALTER TABLE audit.log_entry RENAME TO log_entry_away`;
    try {
      expect(refusalOf(await put(id)).reason).to.equal('AUDIT_UNAVAILABLE');
    } finally {
      await logbook.sql`ALTER TABLE audit.log_entry_away RENAME TO log_entry`;
    }
    expect(await logbook.size()).to.equal(before);
    const [row] = await logbook.sql`SELECT state FROM access.approval WHERE id = ${id}`;
    expect(row?.state).to.equal('used');
  });
});

describe('a gateway that is killed between using an approval and asking', () => {
  after(killGateways);

  it('has used it up, and asked nobody', async function () {
    this.timeout(120_000);
    const ground = await prepareGround();
    const owner = connectDatabase(ground.databaseUrl, { applicationName: 'test-owner', max: 2 });
    try {
      const environment = { ...ground.environment, OSTIARY_DATABASE_URL: ground.databaseUrl };
      const [victim, other] = await Promise.all([runGateway('serve', environment), runGateway('serve', environment)]);
      const identities = {
        police: await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock),
        sirene: await readDevelopmentClient(ground.pkiDirectory, 'XB-SIRENE', systemClock),
      };
      const ask = async <Request, Response>(
        who: keyof typeof identities,
        { port }: { readonly port: number },
        method: MethodDefinition<Request, Response>,
        request: Request,
      ): Promise<CallOutcome<Response>> => {
        const client = createGrpcClient(`localhost:${port}`, identities[who]);
        const token = await identities[who].mintToken({ officer: `${who}-1` });
        return client.call(method, request, { token }).finally(() => client.close());
      };
      const { response } = answerOf(
        await ask(
          'police',
          other,
          Approvals.requestApproval,
          RequestApprovalRequest.fromPartial({
            access: otherPurpose(),
            approvingAuthority: 'XB-SIRENE',
            operation: OPERATION,
            questionMessage: Buffer.from(GetAlertRequest.encode(question()).finish()),
          }),
        ),
      );
      const approvalId = response.approval!.approvalId;
      answerOf(
        await ask(
          'sirene',
          other,
          Approvals.decideApproval,
          DecideApprovalRequest.fromPartial({
            access: sireneAccess,
            approvalId,
            decision: ApprovalDecision.APPROVE,
            reason: 'the threat is imminent',
          }),
        ),
      );
      const put = question({ access: otherPurpose({ approvalId }) });
      const stateOf = async () =>
        (await owner`SELECT state FROM access.approval WHERE id = ${approvalId}`)[0]?.state as string;
      // The log stands still, so that the intent is not durable when the gateway dies.
      const size = await owner.begin(async (tx) => {
        const [frontier] = await tx<{ size: string }[]>`SELECT size FROM audit.log_frontier FOR UPDATE`;
        const lost = ask('police', victim, SisServiceService.getAlert, put).catch(() => undefined);
        await eventually(async () => expect(await stateOf()).to.equal('used'));
        await victim.end('SIGKILL');
        expect(await lost).to.equal(undefined);
        return Number(frontier?.size);
      });
      const refusal = refusalOf(await ask('police', other, SisServiceService.getAlert, put));
      expect(refusal.reason).to.equal('APPROVAL_NOT_VALID');
      const intents = await owner`SELECT FROM audit.log_entry WHERE idx >= ${size} AND kind = 'intent'`;
      expect(intents).to.have.lengthOf(0);
      await other.end('SIGTERM');
    } finally {
      await owner.end();
      await killGateways();
      await ground.remove();
    }
  });
});
