/** Supplementary information over real mutual TLS: police, three SIRENE Bureaux, and Europol. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { type CallOutcome, createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { AlertCategory, GetAlertRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import {
  AnswerFormRequest,
  AttachmentType,
  CloseThreadRequest,
  DeadlineRule,
  type DeepPartial,
  FlagAction,
  type Form,
  FormBox,
  FormLetter,
  FormState,
  GetAttachmentRequest,
  GetFormRequest,
  HitConfirmation,
  type HitDetails,
  ListFormsRequest,
  ListHitsRequest,
  MatchBasis,
  MessageSubject,
  ReportHitRequest,
  Resolution,
  SendFormRequest,
  SireneServiceService as Sirene,
} from '../../src/gen/ostiary/sis/v1/sirene.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';

const POLICE = 'XA-POLICE';

/** An alert of XB on a person wanted for arrest. */
const WANTED = TEST_ALERTS.wanted;
/** An alert of XC on a person under a discreet check. */
const CHECKED = TEST_ALERTS.discreetlyChecked;

const sirene = (changes: DeepPartial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'SIS62-7-2',
    purpose: Purpose.SUPPLEMENTARY_INFORMATION,
    caseReference: 'S 17/2026',
    justification: 'follow-up of a hit by the bureau',
    operatingUnit: 'Desk 2',
    ...changes,
  });

const details = (changes: DeepPartial<HitDetails> = {}): DeepPartial<HitDetails> => ({
  matchedBy: MatchBasis.ALPHANUMERIC,
  confirmedBy: HitConfirmation.END_USER,
  place: 'Motorway A1, km 17',
  occurredAt: `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`,
  circumstances: 'stopped at a traffic check, alone in the car',
  actionTaken: 'arrested',
  ...changes,
});

describe('supplementary information', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
  });
  after(async () => {
    for (const client of clients.values()) client.close();
    await logbook.close();
    await stack.stop();
  });

  async function call<Request, Response>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<CallOutcome<Response>> {
    const identity = await stack.identity(code);
    const client = clients.get(code) ?? createGrpcClient(stack.address, identity);
    clients.set(code, client);
    return client.call(method, request, { token: await identity.mintToken({ officer: 'officer-1' }) });
  }

  const report = (alertReference: string, changes: DeepPartial<ReportHitRequest> = {}) =>
    call(
      POLICE,
      Sirene.reportHit,
      ReportHitRequest.fromPartial({ access: policeAccess(), alertReference, details: details(), ...changes }),
    );

  const send = (code: string, form: DeepPartial<SendFormRequest>) =>
    call(code, Sirene.sendForm, SendFormRequest.fromPartial({ access: sirene(), ...form }));

  async function sent(code: string, form: DeepPartial<SendFormRequest>): Promise<Form> {
    const { response } = answerOf(await send(code, form));
    expect(response.forms).to.have.lengthOf(1);
    return response.forms[0]!;
  }

  const list = async (code: string, query: DeepPartial<ListFormsRequest> = {}) =>
    answerOf(await call(code, Sirene.listForms, ListFormsRequest.fromPartial({ access: sirene(), ...query }))).response;

  const read = (code: string, formId: string, access = sirene()) =>
    call(code, Sirene.getForm, GetFormRequest.fromPartial({ access, formId }));

  const answer = (code: string, formId: string, changes: DeepPartial<AnswerFormRequest> = {}) =>
    call(
      code,
      Sirene.answerForm,
      AnswerFormRequest.fromPartial({
        access: sirene(),
        formId,
        resolution: Resolution.INFORMATION,
        text: 'we ask for surrender; the warrant follows',
        ...changes,
      }),
    );

  it('goes from the police to the own bureau, to the bureau of the issuing state, and back', async () => {
    const reported = answerOf(await report(WANTED));
    expectVerified(reported.receipt, stack.gateway.verifierKey, reported.bytes);
    const hit = reported.response.hit!;
    expect(hit.deadline).to.equal(DeadlineRule.IMMEDIATELY);
    expect(Date.parse(hit.dueAt) - Date.parse(hit.reportedAt)).to.equal(3_600_000);

    const { response: hits } = answerOf(
      await call('XA-SIRENE', Sirene.listHits, ListHitsRequest.fromPartial({ access: sirene(), onlyOpen: true })),
    );
    expect(hits.outcome!.status).to.equal(OutcomeStatus.HIT);
    expect(hits.hits.map(({ hitId }) => hitId)).to.deep.equal([hit.hitId]);
    expect(hits.hits[0]!.details!.place).to.equal('Motorway A1, km 17');
    expect(hits.hits[0]!.reportedBy).to.equal(POLICE);

    const notice = await sent('XA-SIRENE', {
      alertReference: WANTED,
      body: { $case: 'hit', value: { hitId: hit.hitId, details: details() } },
    });
    expect(notice.letter).to.equal(FormLetter.G);
    expect([notice.senderState, notice.recipientState]).to.deep.equal(['XA', 'XB']);
    expect(notice.state).to.equal(FormState.SENT);
    expect(notice.deadline).to.equal(DeadlineRule.IMMEDIATELY);
    expect(notice.sentLate).to.equal(false);

    const { forms: inbox } = await list('XB-SIRENE', { box: FormBox.INBOX, alertReference: WANTED });
    expect(inbox.map(({ formId, state }) => [formId, state])).to.deep.equal([[notice.formId, FormState.DELIVERED]]);
    expect(inbox[0]!.hit, 'a list says nothing of what a form says').to.equal(undefined);

    const { form } = answerOf(await read('XB-SIRENE', notice.formId)).response;
    expect(form!.hit!.article).to.equal('Regulation (EU) 2018/1862 Art. 26');
    expect(form!.hit!.details!.actionTaken).to.equal('arrested');
    expect(form!.sentBy).to.equal('XA-SIRENE');

    const { answer: given, answered } = answerOf(await answer('XB-SIRENE', notice.formId)).response;
    expect(given!.letter).to.equal(FormLetter.M);
    expect(given!.answersFormId).to.equal(notice.formId);
    expect(given!.recipientState).to.equal('XA');
    expect(answered!.state).to.equal(FormState.ANSWERED);
    expect(answered!.resolution).to.equal(Resolution.INFORMATION);

    const { forms: closed } = answerOf(
      await call(
        'XA-SIRENE',
        Sirene.closeThread,
        CloseThreadRequest.fromPartial({ access: sirene(), threadId: notice.threadId }),
      ),
    ).response;
    expect(closed.map(({ state }) => state)).to.deep.equal([FormState.CLOSED, FormState.CLOSED]);
    const late = refusalOf(await answer('XB-SIRENE', notice.formId));
    expect(late.violations).to.deep.equal([
      { field: 'form_id', description: 'must be a form that was neither answered nor closed' },
    ]);

    const { response: own } = answerOf(
      await call(POLICE, Sirene.listHits, ListHitsRequest.fromPartial({ access: policeAccess() })),
    );
    expect(own.hits.map(({ hitId, formId }) => [hitId, formId])).to.deep.equal([[hit.hitId, notice.formId]]);
  });
});
