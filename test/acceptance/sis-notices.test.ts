/** Notices through the real gateway: given, listed by those whom they are for, handled, ended. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import {
  DeleteAlertRequest,
  DeletionReason,
  EnterAlertRequest,
  SisAlertServiceService as Alerts,
} from '../../src/gen/ostiary/sis/v1/alerts.js';
import {
  HandleNoticeRequest,
  ListNoticesRequest,
  NoticeKind,
  NoticeState,
  type DeepPartial,
} from '../../src/gen/ostiary/sis/v1/notices.js';
import { AlertCategory } from '../../src/gen/ostiary/sis/v1/sis.js';
import { alertOn, keeping, PROPORTIONATE } from '../helpers/alert-entries.js';
import { startGatewayStack, type GatewayStack } from '../helpers/gateway-stack.js';
import { openLogbook, type Logbook } from '../helpers/logbook.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const POLICE = 'XA-POLICE';
const OWN = keeping('SIS62-53');
const BUREAU = keeping('SIS62-61', { purpose: Purpose.SUPPLEMENTARY_INFORMATION });

describe('notices', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let alertReference = '';
  let expiresOn = '';
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    expiresOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const entry = { access: keeping('SIS62-26'), alert: alertOn('Merkposten', 'ARR'), proportionality: PROPORTIONATE };
    const entered = await call(
      POLICE,
      Alerts.enterAlert,
      EnterAlertRequest.fromPartial({ ...entry, reviewOn: expiresOn }),
    );
    ({ alertReference } = answerOf(entered).response);
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  async function call<Request, Response>(who: string, method: MethodDefinition<Request, Response>, request: Request) {
    const client = clients.get(who) ?? (await stack.grpc(who));
    clients.set(who, client);
    const token = await (await stack.identity(who)).mintToken({ officer: 'officer-17', roles: ['searcher'] });
    return client.call(method, request, { token });
  }
  const list = (who: string, access = BUREAU, changes: DeepPartial<ListNoticesRequest> = {}) =>
    call(who, Alerts.listNotices, ListNoticesRequest.fromPartial({ access, alertReference, ...changes }));
  const listed = async (who: string, access = BUREAU, changes: DeepPartial<ListNoticesRequest> = {}) =>
    answerOf(await list(who, access, changes)).response;
  const handle = (who: string, noticeId: string, access = BUREAU) =>
    call(who, Alerts.handleNotice, HandleNoticeRequest.fromPartial({ access, noticeId, remark: 'Kept, see file 77' }));

  it('tell the creating authority and the bureau that a term ends, and other bureaux of an alert for arrest', async () => {
    const { response, bytes, receipt } = answerOf(await list(POLICE, OWN));
    expectVerified(receipt, stack.gateway.verifierKey, bytes);
    expect(response.notices).to.have.length(1);
    const [notice] = response.notices;
    expect(notice).to.deep.include({
      alertReference,
      category: AlertCategory.ARR,
      kind: NoticeKind.EXPIRY,
      state: NoticeState.OPEN,
      dueAt: `${expiresOn}T00:00:00.000Z`,
    });
    expect(notice!.handling!.legalBasisId).to.equal('SIS62-53');
    expect((await listed('XA-SIRENE')).notices).to.deep.equal([
      {
        ...notice,
        handling: {
          ...notice!.handling,
          legalBasisId: 'SIS62-61',
          purpose: BUREAU.purpose,
          furtherPurposes: [Purpose.CRIMINAL_OFFENCE, Purpose.JUDICIAL],
        },
      },
    ]);
    const [abroad] = (await listed('XB-SIRENE')).notices;
    expect(abroad).to.include({ kind: NoticeKind.ARREST_ALERT, alertReference });
    const [intent, outcome] = await logbook.ofRequest(toReceiptFile(response.receipt).requestId);
    expect(intent!.sections.what).to.deep.include({ legal_operations: ['NOTICE'] });
    expect(outcome!.sections.result).to.deep.include({ status: 'HIT' });
    expect(outcome!.sections.result!.disclosed).to.deep.equal([
      {
        category: 'ARR',
        fields: ['frame', 'workflow', 'handling'],
        handling: ['NO_THIRD_COUNTRY_TRANSFER', 'NO_NATIONAL_COPY'],
        reference: notice!.noticeId,
      },
    ]);
  });

  it('are none to anybody else: a court of the other state, or police on a row that is not theirs', async () => {
    const court = await listed('XB-COURT', OWN);
    expect(court.outcome!.status).to.equal(OutcomeStatus.NO_HIT);
    expect(court.notices).to.deep.equal([]);
    expect((await listed('XB-POLICE', OWN)).notices).to.deep.equal([]);
    expect(refusalOf(await list(POLICE, BUREAU)).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(refusalOf(await list('XB-BORDER', OWN)).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(refusalOf(await list(POLICE, keeping('SIS62-26'))).reason).to.equal('OPERATION_NOT_ALLOWED');
    const [{ noticeId } = { noticeId: '' }] = (await listed(POLICE, OWN)).notices;
    const stranger = refusalOf(await handle('XB-COURT', noticeId, OWN));
    const unknown = refusalOf(await handle('XB-COURT', '00000000-0000-4000-8000-000000000000', OWN));
    expect(stranger.reason).to.equal('NOT_FOUND');
    expect([stranger.reason, stranger.message]).to.deep.equal([unknown.reason, unknown.message]);
  });

  it('are handled once; who handled them is for bureaux, what was done for both', async () => {
    const [{ noticeId } = { noticeId: '' }] = (await listed('XA-SIRENE')).notices;
    const handled = answerOf(await handle('XA-SIRENE', noticeId));
    expectVerified(handled.receipt, stack.gateway.verifierKey, handled.bytes);
    expect(handled.response.notice).to.include({
      state: NoticeState.HANDLED,
      handledBy: 'XA-SIRENE',
      remark: 'Kept, see file 77',
    });
    expect(handled.response.notice!.handledByOfficer).to.match(/^\d{4}q\d-/);
    const [intent] = await logbook.ofRequest(toReceiptFile(handled.response.receipt).requestId);
    expect(intent!.sections.what)
      .to.have.property('query')
      .that.deep.includes({ notice_id: noticeId, remark: 'Kept, see file 77' });
    const again = refusalOf(await handle(POLICE, noticeId, OWN));
    expect(again.violations.map(({ field }) => field)).to.deep.equal(['notice_id']);

    expect((await listed(POLICE, OWN)).notices).to.deep.equal([]);
    const [seen] = (await listed(POLICE, OWN, { includeHandled: true })).notices;
    expect(seen).to.include({
      state: NoticeState.HANDLED,
      remark: 'Kept, see file 77',
      handledBy: '',
      handledByOfficer: '',
    });
  });

  it('have over REST no key for what is not disclosed', async () => {
    const rest = await stack.rest(POLICE);
    const token = await (await stack.identity(POLICE)).mintToken({ officer: 'officer-17', roles: ['searcher'] });
    const question = { access: OWN, alertReference, includeHandled: true };
    const body = JSON.stringify(ListNoticesRequest.toJSON(ListNoticesRequest.fromPartial(question)));
    const { text } = await rest.call('POST', '/v1/sis/notices:list', { token, body });
    const { notices } = JSON.parse(text) as { notices: Record<string, unknown>[] };
    expect(Object.keys(notices[0]!)).to.have.members([
      'noticeId',
      'alertReference',
      'category',
      'kind',
      'state',
      'givenAt',
      'dueAt',
      'handledAt',
      'remark',
      'handling',
    ]);
  });

  it('end with the alert', async () => {
    const deletion = { access: keeping('SIS62-26'), alertReference, expectedVersion: 1 };
    const request = DeleteAlertRequest.fromPartial({ ...deletion, reason: DeletionReason.SURRENDERED });
    answerOf(await call(POLICE, Alerts.deleteAlert, request));
    expect((await listed('XB-SIRENE')).notices).to.deep.equal([]);
    const [ended] = (await listed('XB-SIRENE', BUREAU, { includeHandled: true })).notices;
    expect(ended).to.include({ kind: NoticeKind.ARREST_ALERT, state: NoticeState.ENDED });
  });
});
