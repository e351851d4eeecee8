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
import { EnterAlertRequest, SisAlertServiceService as Alerts } from '../../src/gen/ostiary/sis/v1/alerts.js';
import {
  AlertDecision,
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
import { alertOn, keeping, PROPORTIONATE } from '../helpers/alert-entries.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';

const POLICE = 'XA-POLICE';

/** An alert of XB on a person wanted for arrest. */
const WANTED = TEST_ALERTS.wanted;
/** An alert of XC on a person under a discreet check. */
const CHECKED = TEST_ALERTS.discreetlyChecked;

/** Of 100,000 bytes of 2, by sha256sum. */
const SHA256_OF_TWOS = '6d480505cf66cc002a7ac867d163e114e3c6f9a4a01f568177f8c9a5ae04bf23';

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
    return client.call(method, request, {
      token: await identity.mintToken({ officer: 'officer-1' }),
      deadlineMs: 15_000,
    });
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
    expect(late.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
      'form_id: state: must be a form that was neither answered nor closed',
    ]);

    const { response: own } = answerOf(
      await call(POLICE, Sirene.listHits, ListHitsRequest.fromPartial({ access: policeAccess() })),
    );
    expect(own.hits.map(({ hitId, formId }) => [hitId, formId])).to.deep.equal([[hit.hitId, notice.formId]]);
  });

  it('keeps the handling of a discreet check with every record about it', async () => {
    const hit = answerOf(await report(CHECKED)).response.hit!;
    expect(hit.category).to.equal(AlertCategory.DSC);
    expect(hit.handling!.codes).to.include(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT);
    const form = await sent('XA-SIRENE', {
      alertReference: CHECKED,
      body: { $case: 'hit', value: { hitId: hit.hitId, details: details() } },
    });
    const { form: readForm } = answerOf(await read('XC-SIRENE', form.formId)).response;
    expect(readForm!.handling!.codes).to.include(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT);
  });

  it('is not for anybody who is no party, and says the same of what is not there', async () => {
    const form = await sent('XA-SIRENE', {
      alertReference: WANTED,
      body: { $case: 'hit', value: { details: details() } },
    });
    const foreign = refusalOf(await read('XC-SIRENE', form.formId));
    const unknown = refusalOf(await read('XC-SIRENE', '01J00000000000000000000000'));
    expect([foreign.reason, foreign.message]).to.deep.equal([unknown.reason, unknown.message]);
    expect(foreign.reason).to.equal('NOT_FOUND');
    const wrong = refusalOf(await answer('XA-SIRENE', form.formId));
    expect(wrong.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
      'form_id: recipient: must be a form to the caller’s own bureau',
    ]);
  });

  it('tells alerts outside the legal basis no better than unknown ones', async () => {
    const about = (alertReference: string) =>
      send('XA-SIRENE', { alertReference, body: { $case: 'hit', value: { details: details() } } });
    // A refusal of entry is no alert of Regulation (EU) 2018/1862.
    const hidden = refusalOf(await about(TEST_ALERTS.refusedEntry));
    const unknown = refusalOf(await about('SIM-XD-00000000000000000000000000'));
    expect([hidden.reason, hidden.message, hidden.violations]).to.deep.equal([
      unknown.reason,
      unknown.message,
      unknown.violations,
    ]);
    const onItsBasis = await sent('XA-SIRENE', {
      access: sirene({ legalBasisId: 'SIS61-7-2' }),
      alertReference: TEST_ALERTS.refusedEntry,
      body: { $case: 'hit', value: { details: details() } },
    });
    expect(onItsBasis.recipientState).to.equal('XD');
    expect(onItsBasis.category).to.equal(AlertCategory.REF);
  });

  it('sets a flag on the form that asks for it, on the basis that is there for it', async () => {
    const flag = {
      alertReference: CHECKED,
      body: { $case: 'flag' as const, value: { action: FlagAction.ADD, reason: 'no legal ground here' } },
    };
    expect(refusalOf(await send('XA-SIRENE', flag)).reason).to.equal('OPERATION_NOT_ALLOWED');
    const form = await sent('XA-SIRENE', { ...flag, access: sirene({ legalBasisId: 'SIS62-24' }) });
    const accepted = { resolution: Resolution.ACCEPTED, decidesOn: AlertDecision.FLAG };
    const general = refusalOf(await answer('XC-SIRENE', form.formId, accepted));
    expect(general.reason).to.equal('OPERATION_NOT_ALLOWED');
    const unsaid = refusalOf(await answer('XC-SIRENE', form.formId, { resolution: Resolution.ACCEPTED }));
    expect(unsaid.violations.map(({ field }) => field)).to.deep.equal(['decides_on']);
    answerOf(await answer('XC-SIRENE', form.formId, { ...accepted, access: sirene({ legalBasisId: 'SIS62-24' }) }));
    const gone = await call(
      POLICE,
      SisServiceService.getAlert,
      GetAlertRequest.fromPartial({ access: policeAccess(), alertReference: CHECKED }),
    );
    expect(refusalOf(gone).reason).to.equal('NOT_FOUND');
  });

  it('has the authority that created an alert decide whether it has served its purpose', async () => {
    const judicial = keeping('SIS62-34');
    const { alertReference } = answerOf(
      await call(
        'XB-COURT',
        Alerts.enterAlert,
        EnterAlertRequest.fromPartial({
          access: judicial,
          alert: alertOn('Zeugova', 'JPR'),
          proportionality: PROPORTIONATE,
        }),
      ),
    ).response;
    const text = 'the witness has given her address';
    const { formId } = await sent('XB-SIRENE', {
      alertReference,
      body: { $case: 'message', value: { subject: MessageSubject.PURPOSE_ACHIEVED, text } },
    });
    const accepted = { resolution: Resolution.ACCEPTED, decidesOn: AlertDecision.DELETION };
    // The bureau does not answer itself: not as a bureau, and not as an authority that may delete such alerts.
    expect(refusalOf(await answer('XB-SIRENE', formId, accepted)).reason).to.equal('OPERATION_NOT_ALLOWED');
    for (const one of [{ ...accepted, access: judicial }, { resolution: Resolution.ACCEPTED }]) {
      const { violations } = refusalOf(await answer('XB-SIRENE', formId, one));
      expect(violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
        'form_id: creating_authority: is answered by the authority that created the alert, and by no bureau (Art. 53(9))',
      ]);
    }
    expect(refusalOf(await answer('XB-POLICE', formId, { ...accepted, access: judicial })).reason).to.equal(
      'NOT_FOUND',
    );

    const { forms } = await list('XB-COURT', { access: judicial, box: FormBox.NOTICES });
    expect(forms.map((form) => [form.formId, form.message!.text, form.state])).to.deep.equal([
      [formId, text, FormState.DELIVERED],
    ]);
    expect((await list('XB-POLICE', { access: judicial, box: FormBox.NOTICES })).forms).to.deep.equal([]);
    const { answered } = answerOf(await answer('XB-COURT', formId, { ...accepted, access: judicial })).response;
    expect(answered!.state).to.equal(FormState.ANSWERED);
    const gone = await call(
      'XB-SIRENE',
      SisServiceService.getAlert,
      GetAlertRequest.fromPartial({ access: sirene(), alertReference }),
    );
    expect(refusalOf(gone).reason).to.equal('NOT_FOUND');
  });

  it('is not exchanged from police to police, nor on their basis', async () => {
    const form = { alertReference: WANTED, body: { $case: 'hit' as const, value: { details: details() } } };
    expect(refusalOf(await send(POLICE, { ...form, access: policeAccess() })).reason).to.equal('OPERATION_NOT_ALLOWED');
    expect(refusalOf(await send(POLICE, form)).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('is exchanged with Europol, on the basis that both have', async () => {
    const access = sirene({ legalBasisId: 'SIS62-8' });
    const form = await sent('XA-SIRENE', {
      access,
      alertReference: WANTED,
      recipientStates: ['EU'],
      body: {
        $case: 'message',
        value: { subject: MessageSubject.GENERAL, text: 'do you know him', answerRequested: true },
      },
    });
    expect((await list('EU-EUROPOL', { access })).forms.map(({ formId }) => formId)).to.deep.equal([form.formId]);
    const { form: readForm } = answerOf(await read('EU-EUROPOL', form.formId, access)).response;
    expect(readForm!.message!.text).to.equal('do you know him');
    answerOf(await answer('EU-EUROPOL', form.formId, { access }));
  });

  it('is exchanged with Europol about refusals of entry, and about returns where smuggling is at stake', async () => {
    const toEuropol = async (alertReference: string, legalBasisId: string) =>
      sent('XA-SIRENE', {
        access: sirene({ legalBasisId }),
        alertReference,
        recipientStates: ['EU'],
        body: { $case: 'identification', value: { question: 'do you know this person' } },
      });
    const mandate = (legalBasisId: string, listedAs?: string) =>
      sirene({
        legalBasisId,
        purpose: Purpose.UNION_BODY_MANDATE,
        ...(listedAs !== undefined && { offence: { code: 'smuggling', maximumPenaltyMonths: 60, listedAs } }),
      });
    const refusal = await toEuropol(TEST_ALERTS.refusedEntry, 'SIS61-7-2');
    const onReturn = await toEuropol(TEST_ALERTS.returned, 'SIS60-5');
    const police = sirene({ legalBasisId: 'SIS62-8' });
    for (const { formId } of [refusal, onReturn]) {
      expect(refusalOf(await read('EU-EUROPOL', formId, police)).reason).to.equal('NOT_FOUND');
    }
    const { form } = answerOf(await read('EU-EUROPOL', refusal.formId, mandate('SIS61-35'))).response;
    expect(form!.identification!.question).to.equal('do you know this person');
    const inbox = (access: AccessContext) => list('EU-EUROPOL', { access, box: FormBox.INBOX });
    const listed = await inbox(mandate('SIS61-35'));
    expect(listed.forms.map(({ formId }) => formId)).to.deep.equal([refusal.formId]);
    answerOf(await answer('EU-EUROPOL', refusal.formId, { access: mandate('SIS61-35') }));

    const smuggling = mandate('SIS60-17-2', 'EAW-13');
    expect((await inbox(smuggling)).forms.map(({ formId }) => formId)).to.deep.equal([onReturn.formId]);
    answerOf(await read('EU-EUROPOL', onReturn.formId, smuggling));
    expect(refusalOf(await read('EU-EUROPOL', onReturn.formId, mandate('SIS60-17-2', 'EAW-05'))).reason).to.equal(
      'THRESHOLD_NOT_MET',
    );
    expect(refusalOf(await read('EU-EUROPOL', onReturn.formId, mandate('SIS61-35'))).reason).to.equal('NOT_FOUND');
  });

  describe('with attachments', () => {
    const file = (size: number, fill = 7) => ({
      fileName: 'photo.jpg',
      type: AttachmentType.JPEG,
      content: Buffer.alloc(size, fill),
    });
    const withFiles = (attachments: SendFormRequest['attachments']) =>
      send('XA-SIRENE', {
        alertReference: WANTED,
        identities: [{ surname: 'Specimen', forename: 'Erik', dateOfBirth: '1979-00-00' }],
        attachments,
        body: { $case: 'identification', value: { question: 'is this the person you seek' } },
      });

    it('takes five, and gives them back one by one', async () => {
      const { response } = answerOf(await withFiles([1, 2, 3, 4, 5].map((fill) => file(100_000, fill))));
      const { formId, attachments } = response.forms[0]!;
      expect(attachments, 'the answer to the sender has no content').to.deep.equal([]);
      const { form } = answerOf(await read('XB-SIRENE', formId)).response;
      expect(form!.attachments.map(({ number, size }) => [number, size])).to.deep.equal(
        [1, 2, 3, 4, 5].map((number) => [number, 100_000]),
      );
      expect(form!.attachments[1]!.sha256).to.equal(SHA256_OF_TWOS);
      const request = { access: sirene(), formId, number: 2 };
      const { file: second } = answerOf(
        await call('XB-SIRENE', Sirene.getAttachment, GetAttachmentRequest.fromPartial(request)),
      ).response;
      expect(second!.content.equals(Buffer.alloc(100_000, 2))).to.equal(true);
      const foreign = await call('XC-SIRENE', Sirene.getAttachment, GetAttachmentRequest.fromPartial(request));
      expect(refusalOf(foreign).reason).to.equal('NOT_FOUND');
    });

    it('refuses a sixth', async () => {
      const refusal = refusalOf(await withFiles(Array.from({ length: 6 }, () => file(10))));
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      expect(refusal.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
        'attachments: max_items: must have at most 5 items',
      ]);
    });

    it('takes a message of 10 MB, and not one byte more', async () => {
      const request = (content: number) =>
        SendFormRequest.fromPartial({
          access: sirene(),
          alertReference: WANTED,
          attachments: [file(content)],
          body: { $case: 'identification', value: { question: 'is this the person you seek' } },
        });
      const overhead = SendFormRequest.encode(request(9_000_000)).finish().length - 9_000_000;
      const most = 10_000_000 - overhead;
      expect(SendFormRequest.encode(request(most)).finish()).to.have.lengthOf(10_000_000);
      answerOf(await call('XA-SIRENE', Sirene.sendForm, request(most)));
      const refusal = refusalOf(await call('XA-SIRENE', Sirene.sendForm, request(most + 1)));
      expect([refusal.reason, refusal.message]).to.deep.equal([
        'REQUEST_TOO_LARGE',
        'the message is larger than 10000000 bytes',
      ]);
      expect(refusal.receipt, 'the refusal is in the log').to.not.equal(undefined);
    }).timeout(60_000);

    it('takes more than the usual size for forms alone', async () => {
      const large = GetAlertRequest.fromPartial({ access: policeAccess({ justification: 'x'.repeat(300_000) }) });
      expect(refusalOf(await call(POLICE, SisServiceService.getAlert, large)).message).to.equal(
        'the message is larger than 262144 bytes',
      );
    });

    it('takes the same over REST', async () => {
      const rest = await stack.rest('XA-SIRENE');
      const identity = await stack.identity('XA-SIRENE');
      const body = (content: Buffer) =>
        JSON.stringify({
          access: {
            legalBasisId: 'SIS62-7-2',
            purpose: 'PURPOSE_SUPPLEMENTARY_INFORMATION',
            caseReference: 'S 17/2026',
            justification: 'follow-up of a hit by the bureau',
            operatingUnit: 'Desk 2',
          },
          alertReference: WANTED,
          attachments: [{ fileName: 'scan.pdf', type: 'ATTACHMENT_TYPE_PDF', content: content.toString('base64') }],
          identification: { question: 'is this the person you seek' },
        });
      const token = await identity.mintToken({ officer: 'officer-1' });
      const answered = await rest.call('POST', '/v1/sis/forms:send', { body: body(Buffer.alloc(2_000_000, 1)), token });
      expect(answered.status).to.equal(200);
      const again = await identity.mintToken({ officer: 'officer-1' });
      const refused = await rest.call('POST', '/v1/sis/forms:send', {
        body: body(Buffer.alloc(10_000_000, 1)),
        token: again,
      });
      expect(refused.status).to.equal(413);
      expect((JSON.parse(refused.text) as { detail: string }).detail).to.match(/is larger than 10000000 bytes/);
    }).timeout(60_000);
  });

  it('leaves in the log who wrote about what, and nothing of what was written', async () => {
    const from = await logbook.size();
    const secret = 'he keeps the weapon under the third step';
    const { response } = answerOf(
      await send('XA-SIRENE', {
        alertReference: WANTED,
        urgentReason: secret,
        attachments: [{ fileName: 'note.txt', type: AttachmentType.TEXT, content: Buffer.from(secret) }],
        body: { $case: 'message', value: { subject: MessageSubject.HIT, text: secret } },
      }),
    );
    const entries = await logbook.entries(from);
    expect(entries.map(({ leaf }) => leaf.kind)).to.deep.equal(['intent', 'outcome']);
    const text = JSON.stringify(entries.map(({ sections }) => sections));
    expect(text).to.not.include(secret);
    expect(text).to.not.include(Buffer.from(secret).toString('base64'));
    const what = entries[0]!.sections.what as { query: Record<string, unknown> };
    expect(JSON.stringify(what)).to.include('"form":"M"').and.to.include(WANTED).and.to.include('"size":40');
    expect(JSON.stringify(entries[1]!.sections.result)).to.include(response.forms[0]!.formId);
  });
});

describe('supplementary information when time runs fast', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack({
      // Twelve hours pass in half a second.
      OSTIARY_SIRENE_TIME_LAPSE: '86400',
      OSTIARY_SIRENE_SIMULATED: 'XC',
      OSTIARY_SIRENE_ANSWER_MS: '0',
    });
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
    return client.call(method, request, {
      token: await identity.mintToken({ officer: 'officer-1' }),
      deadlineMs: 15_000,
    });
  }

  const sendHit = async (alertReference: string): Promise<Form> => {
    const request = {
      access: sirene(),
      alertReference,
      body: { $case: 'hit' as const, value: { details: details() } },
    };
    return answerOf(await call('XA-SIRENE', Sirene.sendForm, SendFormRequest.fromPartial(request))).response.forms[0]!;
  };
  const read = async (formId: string): Promise<Form> =>
    answerOf(await call('XA-SIRENE', Sirene.getForm, GetFormRequest.fromPartial({ access: sirene(), formId }))).response
      .form!;

  it('raises the alarm over a form that nobody answers, in the log, the list and the metrics', async () => {
    const form = await sendHit(TEST_ALERTS.missingChild);
    const told = await eventually(async () => {
      const entries = await logbook.ofRequest(form.formId);
      expect(entries).to.have.lengthOf(1);
      return entries;
    });
    expect([told[0]!.leaf.kind, told[0]!.leaf.authority]).to.deep.equal(['follow-up', 'XA-SIRENE']);
    expect(told[0]!.sections.result).to.deep.equal({
      alert_reference: TEST_ALERTS.missingChild,
      deadline: 'hours-12',
      due_at: form.dueAt,
      form: 'G',
      owed_by: 'XB',
      status: 'form-overdue',
    });
    const overdue = ListFormsRequest.fromPartial({ access: sirene(), box: FormBox.INBOX, onlyOverdue: true });
    const { forms } = answerOf(await call('XB-SIRENE', Sirene.listForms, overdue)).response;
    expect(forms.map(({ formId, overdue: isOver }) => [formId, isOver])).to.deep.equal([[form.formId, true]]);
    await eventually(async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${stack.gateway.observabilityPort}/metrics`)).text();
      expect(metrics).to.include('ostiary_sirene_overdue{what="form"} 1');
    });
  });

  it('gets an answer from a simulated bureau', async () => {
    const { formId, threadId } = await sendHit(TEST_ALERTS.summoned);
    await eventually(async () => expect((await read(formId)).state).to.equal(FormState.ANSWERED));
    const query = ListFormsRequest.fromPartial({ access: sirene(), threadId, box: FormBox.INBOX });
    const { forms } = answerOf(await call('XA-SIRENE', Sirene.listForms, query)).response;
    expect(forms.map(({ letter, senderState }) => [letter, senderState])).to.deep.equal([[FormLetter.M, 'XC']]);
  });
});
