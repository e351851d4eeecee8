import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { TestPersonName } from '../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { TEST_FACES } from '../../../src/adapters/prum/face/simulator/test-faces.js';
import type { GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import {
  CoreDataDecision,
  FollowUpState,
  FollowUpView,
  MatchVerdict,
} from '../../../src/gen/ostiary/prum/v1/exchange.js';
import {
  CloseFaceFollowUpRequest,
  ConfirmFaceMatchRequest,
  DecideFaceCoreDataRequest,
  GetFaceFollowUpRequest,
  ListFaceFollowUpsRequest,
  PrumFaceServiceService as service,
  ReadFaceCoreDataRequest,
  RequestFaceCoreDataRequest,
} from '../../../src/gen/ostiary/prum/v1/face.js';
import { eventually } from '../../helpers/eventually.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import { contactPointAccess, type PrumStack, startPrumStack } from '../../helpers/prum.js';
import { faceAccess, faceSearch } from '../../helpers/prum-faces.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

/** An officer of an authority with a connection. */
interface Desk {
  readonly client: GrpcClient;
  readonly token: string;
}

interface Receipted {
  readonly receipt?: AuditReceipt | undefined;
}

const CONFIRM = faceAccess({ legalBasisId: 'PRUM2-20-CONFIRM' });
const CORE = faceAccess({ legalBasisId: 'PRUM2-47-FACE' });
const HOLDER = { ...contactPointAccess(), legalBasisId: 'PRUM2-47-6-FACE' };

describe('a candidate on a facial image, followed up', () => {
  let stack: PrumStack;
  let logbook: Logbook;
  let asking: Desk;
  let holding: Desk;

  before(async function () {
    this.timeout(60_000);
    stack = await startPrumStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    const desk = async (code: string): Promise<Desk> => ({
      client: await stack.grpc(code),
      token: await (await stack.identity(code)).mintToken({ officer: 'officer-17' }),
    });
    asking = await desk('XA-POLICE');
    holding = await desk('XB-NCP');
    // These tests act for XB themselves.
    await stack.behave('XB', { decidesAfterMs: null });
    await stack.behave('XC', { decidesAfterMs: 0 });
    await stack.behave('XD', { decidesAfterMs: 0 });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  type Method<Request, Response> = MethodDefinition<Request, Response>;
  const call = async <Request, Response extends Receipted>(
    { client, token }: Desk,
    method: Method<Request, Response>,
    request: Request,
  ): Promise<Response> => answerOf(await client.call(method, request, { token })).response;
  const refused = async <Request, Response>(desk: Desk, method: Method<Request, Response>, request: Request) =>
    refusalOf(await desk.client.call(method, request, { token: desk.token }));

  const search = async (person: TestPersonName, memberState: string): Promise<string> => {
    const { receipt } = await call(
      asking,
      service.searchFacesOnce,
      faceSearch(person, { memberStates: [memberState] }),
    );
    return receipt?.requestId ?? '';
  };
  const review = (
    searchRequestId: string,
    referenceNumber: string,
    verdict: MatchVerdict = MatchVerdict.CONFIRMED,
    access = CONFIRM,
  ) =>
    ConfirmFaceMatchRequest.fromPartial({
      access,
      match: { searchRequestId, referenceNumber },
      review: { verdict, remarks: 'both images compared by two examiners, feature by feature' },
    });
  const coreRequest = (followUpId: string) =>
    RequestFaceCoreDataRequest.fromPartial({
      access: CORE,
      followUpId,
      facts: { facts: 'robbery of a petrol station on 3 November, on video', offenceCode: '1501 00' },
    });
  const requested = async (person: TestPersonName, reference: string): Promise<string> => {
    const id = await search(person, reference.slice(4, 6));
    const { followUpId } = await call(asking, service.confirmFaceMatch, review(id, reference));
    await call(asking, service.requestFaceCoreData, coreRequest(followUpId));
    return followUpId;
  };
  const own = async (followUpId: string) => {
    const request = GetFaceFollowUpRequest.fromPartial({ access: CORE, followUpId, view: FollowUpView.OWN });
    return (await call(asking, service.getFaceFollowUp, request)).followUp;
  };
  const endOf = async (followUpId: string, state: FollowUpState) => {
    await eventually(async () => expect((await own(followUpId))?.progress?.state).to.equal(state));
    return own(followUpId);
  };
  const reading = (followUpId: string) => ReadFaceCoreDataRequest.fromPartial({ access: CORE, followUpId });

  it('is confirmed, core data are asked for, released by the holder within 48 hours, and read', async () => {
    const id = await requested('knownToPolice', TEST_FACES.released);
    const view = GetFaceFollowUpRequest.fromPartial({ access: HOLDER, followUpId: id, view: FollowUpView.INCOMING });
    const { followUp } = await call(holding, service.getFaceFollowUp, view);
    expect(followUp).to.deep.include({
      referenceNumber: TEST_FACES.released,
      askingState: 'XA',
      holdingState: 'XB',
      caseReference: '',
    });
    // The cosine of the search, in thousandths.
    expect(followUp?.quality).to.be.within(450, 1_000);
    const ruling = DecideFaceCoreDataRequest.fromPartial({
      access: HOLDER,
      followUpId: id,
      ruling: {
        decision: CoreDataDecision.RELEASE,
        reason: 'the match and the facts bear it',
        coreData: {
          firstNames: 'Maarten',
          familyNames: 'Voorbeeld-Staal',
          acquiredOn: '2025-11-03',
          acquiredAt: 'Exland City',
          offence: 'Burglary',
          caseNumber: 'XB-2025-000123',
          authority: 'Police of Exland (synthetic)',
        },
      },
    });
    await call(holding, service.decideFaceCoreData, ruling);
    const { coreData, receipt } = await call(asking, service.readFaceCoreData, reading(id));
    expect(coreData?.person).to.deep.include({ firstNames: 'Maarten', familyNames: 'Voorbeeld-Staal' });
    const [intent, outcome] = await logbook.ofRequest(receipt?.requestId ?? '');
    expect(intent?.sections.why).to.include({ legal_basis: 'PRUM2-47-FACE' });
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'CORE-DATA',
        fields: ['frame', 'identity', 'case', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED'],
        reference: TEST_FACES.released,
      },
    ]);
    const close = CloseFaceFollowUpRequest.fromPartial({ access: CORE, followUpId: id });
    expect((await call(asking, service.closeFaceFollowUp, close)).state).to.equal(FollowUpState.CLOSED);
    expect((await refused(asking, service.readFaceCoreData, reading(id))).reason).to.equal('NOT_FOUND');
  });

  it('is decided on by simulated holders as the catalogue of test persons says', async () => {
    const refusedOne = await requested('knownToPolice', TEST_FACES.refused);
    const awaited = await requested('wanted', TEST_FACES.awaited);
    const nobody = await requested('discreetlyChecked', TEST_FACES.unidentified);
    const lookAlike = await requested('impersonated', TEST_FACES.lookAlike);
    await endOf(refusedOne, FollowUpState.REFUSED);
    const judged = await endOf(awaited, FollowUpState.RELEASED);
    expect(judged?.progress?.history.map(({ state }) => state)).to.include(FollowUpState.AUTHORISATION_PENDING);
    await endOf(nobody, FollowUpState.RELEASED);
    const { coreData: ofNobody } = await call(asking, service.readFaceCoreData, reading(nobody));
    expect(ofNobody?.person).to.equal(undefined);
    expect(ofNobody?.origin?.offence).to.equal('Robbery');
    await endOf(lookAlike, FollowUpState.RELEASED);
    const { coreData: other } = await call(asking, service.readFaceCoreData, reading(lookAlike));
    expect(other?.person?.familyNames).to.equal('Пробенко');
    // Newest first.
    const list = ListFaceFollowUpsRequest.fromPartial({ access: CORE, view: FollowUpView.OWN, pageSize: 4 });
    const { followUps } = await call(asking, service.listFaceFollowUps, list);
    expect(followUps.map(({ followUpId }) => followUpId)).to.deep.equal([lookAlike, nobody, awaited, refusedOne]);
  });

  it('that the examiner takes for somebody else ends there', async () => {
    const id = await search('impersonated', 'XC');
    const dismissal = review(id, TEST_FACES.lookAlike, MatchVerdict.NOT_CONFIRMED);
    const { followUpId, state } = await call(asking, service.confirmFaceMatch, dismissal);
    expect(state).to.equal(FollowUpState.NOT_CONFIRMED);
    const late = await refused(asking, service.requestFaceCoreData, coreRequest(followUpId));
    expect(late.violations.map(({ field }) => field)).to.deep.equal(['follow_up_id']);
  });

  it('takes a candidate of one’s own search, and the legal basis of each step', async () => {
    const id = await search('impersonated', 'XC');
    const never = await refused(asking, service.confirmFaceMatch, review(id, TEST_FACES.released));
    expect(never.violations.map(({ field }) => field)).to.deep.equal(['match.reference_number']);
    const onSearch = review(id, TEST_FACES.rightOne, MatchVerdict.CONFIRMED, faceAccess());
    expect((await refused(asking, service.confirmFaceMatch, onSearch)).reason).to.equal('OPERATION_NOT_ALLOWED');
    const searchOnConfirm = faceSearch('wanted', { access: CONFIRM });
    const again = await refused(asking, service.searchFacesOnce, searchOnConfirm);
    expect(again.reason).to.equal('OPERATION_NOT_ALLOWED');
  });
});
