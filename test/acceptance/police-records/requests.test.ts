import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_RECORDS } from '../../../src/adapters/police-records/simulator/test-records.js';
import type { GrpcClient, RefusedCall } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import type { AccessContext } from '../../../src/gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import {
  CloseRecordRequestRequest,
  DecideRecordRequestRequest,
  DeliverRecordRequest,
  GetRecordRequestRequest,
  ListRecordRequestsRequest,
  PersonStatus,
  PoliceRecordsServiceService as service,
  ReadRecordRequest,
  type RecordRequest,
  RecordRequestState,
  RequestDecision,
  RequestRecordRequest,
  RequestView,
  SupplyInformationRequest,
} from '../../../src/gen/ostiary/police_records/v1/police_records.js';
import { TEST_PERSONS, type TestPerson } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import {
  holderAccess,
  type PoliceRecordsStack,
  recordAccess,
  recordSearch,
  startPoliceRecordsStack,
} from '../../helpers/police-records.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

const { knownToPolice, notAnsweredByAll, wanted } = TEST_PERSONS;
const REASONS = 'the suspect is to be questioned on Monday about eleven burglaries';
const OFFICER = 'officer-17';

/** An officer of an authority with a connection. */
interface Desk {
  readonly client: GrpcClient;
  readonly token: string;
}

describe('requests for police records, between two authorities', () => {
  let stack: PoliceRecordsStack;
  let logbook: Logbook;
  let asking: Desk;
  let holding: Desk;
  let stranger: Desk;

  before(async function () {
    this.timeout(60_000);
    stack = await startPoliceRecordsStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    const desk = async (code: string, officer: string): Promise<Desk> => ({
      client: await stack.grpc(code),
      token: await (await stack.identity(code)).mintToken({ officer }),
    });
    asking = await desk('XA-POLICE', OFFICER);
    holding = await desk('XB-POLICE', 'officer-b');
    stranger = await desk('XF-POLICE', 'officer-f');
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
  interface Receipted {
    readonly receipt?: AuditReceipt | undefined;
  }
  const call = async <Request, Response extends Receipted>(
    { client, token }: Desk,
    method: Method<Request, Response>,
    request: Request,
  ): Promise<Response> => answerOf(await client.call(method, request, { token })).response;
  const refused = async <Request, Response>(
    { client, token }: Desk,
    method: Method<Request, Response>,
    request: Request,
  ): Promise<RefusedCall> => refusalOf(await client.call(method, request, { token }));

  async function send(person: TestPerson, recordReference: string): Promise<string> {
    const [memberState = ''] = recordReference.split('-').slice(1);
    const search = await call(asking, service.searchRecordsOnce, recordSearch(person, { memberStates: [memberState] }));
    const { requestId } = await call(
      asking,
      service.requestRecord,
      request(person, recordReference, search.receipt?.requestId),
    );
    return requestId;
  }
  const request = (
    { surname, forename, dateOfBirth }: TestPerson,
    recordReference: string,
    searchRequestId = '',
    access: AccessContext = recordAccess(),
  ) =>
    RequestRecordRequest.fromPartial({
      access,
      searchRequestId,
      recordReference,
      person: { familyNames: surname, firstNames: forename, dateOfBirth },
      reasons: REASONS,
    });
  const decide = (requestId: string, decision: RequestDecision, reason: string) =>
    DecideRecordRequestRequest.fromPartial({ access: holderAccess(), requestId, decision, reason });
  const approve = (requestId: string) => decide(requestId, RequestDecision.APPROVE, 'the reasons bear the request');
  const delivery = (requestId: string) =>
    DeliverRecordRequest.fromPartial({
      access: holderAccess(),
      requestId,
      record: {
        person: {
          familyNames: 'Voorbeeld-Staal',
          firstNames: 'Maarten',
          otherNames: [{ familyNames: 'Voorbeeld' }],
          dateOfBirth: '1983-08-24',
          nationalities: ['NL'],
        },
        status: PersonStatus.CONVICTED,
        offences: ['Burglary'],
        authority: 'Police of Exland (synthetic)',
        updatedOn: '2026-02-01',
      },
    });
  const own = async (requestId: string): Promise<RecordRequest> =>
    (
      await call(
        asking,
        service.getRecordRequest,
        GetRecordRequestRequest.fromPartial({ access: recordAccess(), view: RequestView.OWN, requestId }),
      )
    ).request!;
  const incoming = (requestId: string) =>
    GetRecordRequestRequest.fromPartial({ access: holderAccess(), view: RequestView.INCOMING, requestId });
  const reading = (requestId: string) => ReadRecordRequest.fromPartial({ access: recordAccess(), requestId });
  const stateOf = async (requestId: string) => (await own(requestId)).progress?.state;
  const pastStates = async (requestId: string) =>
    (await own(requestId)).progress?.history.map(({ state, byState }) => [state, byState]);

  it('are received, approved and delivered by the holder, and the record is read by the authority that asked', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    expect(await stateOf(id)).to.equal(RecordRequestState.REQUESTED);

    const { request: shown } = await call(holding, service.getRecordRequest, incoming(id));
    expect(shown).to.deep.include({
      recordReference: TEST_RECORDS.delivered,
      askingState: 'XA',
      askingAuthority: 'XA-POLICE',
      reasons: REASONS,
      quality: 100,
    });
    expect(shown?.person?.names[0]).to.deep.include({ firstNames: 'Maarten', familyNames: 'Voorbeeld-Staal' });
    expect(shown?.offence).to.deep.include({ code: 'burglary', maximumPenaltyMonths: 60 });

    await call(holding, service.decideRecordRequest, approve(id));
    await call(holding, service.deliverRecord, delivery(id));
    const { record, receipt } = await call(asking, service.readRecord, reading(id));
    expect(record).to.deep.include({
      recordReference: TEST_RECORDS.delivered,
      memberState: 'XB',
      status: PersonStatus.CONVICTED,
      offences: ['Burglary'],
      updatedOn: '2026-02-01',
    });
    expect(record?.person?.names.map(({ familyNames }) => familyNames)).to.deep.equal(['Voorbeeld-Staal', 'Voorbeeld']);
    expect(await pastStates(id)).to.deep.equal([
      [RecordRequestState.REQUESTED, 'XA'],
      [RecordRequestState.RECEIVED, 'XB'],
      [RecordRequestState.APPROVED, 'XB'],
      [RecordRequestState.DELIVERED, 'XB'],
    ]);

    const [intent, outcome] = await logbook.ofRequest(receipt?.requestId ?? '');
    expect(intent?.sections.why).to.include({ legal_basis: 'PRUM2-44-5' });
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'RECORD',
        fields: ['frame', 'identity', 'case', 'authority', 'dates', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED'],
        reference: TEST_RECORDS.delivered,
      },
    ]);
  });

  it('are refused with reasons that the authority that asked can read', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    await call(
      holding,
      service.decideRecordRequest,
      decide(id, RequestDecision.REFUSE, 'an investigation is under way'),
    );
    expect(await own(id)).to.deep.include({ decision: 'an investigation is under way' });
    expect((await refused(asking, service.readRecord, reading(id))).reason).to.equal('NOT_FOUND');
  });

  it('are asked back about, answered, and then decided on', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    const question = 'which court has ordered the search?';
    await call(holding, service.decideRecordRequest, decide(id, RequestDecision.ASK_INFORMATION, question));
    const decided = await refused(holding, service.decideRecordRequest, approve(id));
    expect(decided.violations.map(({ field }) => field)).to.deep.equal(['request_id']);
    const answer = SupplyInformationRequest.fromPartial({
      access: recordAccess(),
      requestId: id,
      information: 'the district court of Xanadu',
    });
    await call(asking, service.supplyInformation, answer);
    const { request: shown } = await call(holding, service.getRecordRequest, incoming(id));
    expect(shown?.correspondence).to.have.lengthOf(1);
    expect(shown?.correspondence[0]).to.deep.include({ question, answer: 'the district court of Xanadu' });
    await call(holding, service.decideRecordRequest, approve(id));
    expect(await stateOf(id)).to.equal(RecordRequestState.APPROVED);
  });

  it('are closed by the authority that asked, and everything in them is gone', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    await call(holding, service.decideRecordRequest, approve(id));
    await call(holding, service.deliverRecord, delivery(id));
    const close = CloseRecordRequestRequest.fromPartial({ access: recordAccess(), requestId: id });
    expect((await call(asking, service.closeRecordRequest, close)).state).to.equal(RecordRequestState.CLOSED);
    expect((await refused(asking, service.readRecord, reading(id))).reason).to.equal('NOT_FOUND');
    const closed = await own(id);
    expect(closed.person).to.equal(undefined);
    expect(closed.reasons).to.equal('');
    const [row] = await logbook.sql<{ text: string }[]>`
      select row_to_json(r)::text as text from police_records.request r where id = ${id}`;
    for (const gone of ['Voorbeeld', 'Maarten', 'burglaries', 'Burglary']) expect(row?.text).to.not.include(gone);
  });

  it('are nobody’s but of the two sides', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    for (const outcome of [
      refused(stranger, service.decideRecordRequest, approve(id)),
      refused(stranger, service.getRecordRequest, incoming(id)),
      refused(stranger, service.deliverRecord, delivery(id)),
      // The authority that asks cannot act as the holder, although it may act as one.
      refused(asking, service.decideRecordRequest, approve(id)),
      refused(asking, service.getRecordRequest, incoming(id)),
      refused(holding, service.readRecord, reading(id)),
    ]) {
      expect((await outcome).reason).to.equal('NOT_FOUND');
    }
    expect(await stateOf(id)).to.equal(RecordRequestState.REQUESTED);
  });

  it('take each side’s own legal basis', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    const asHolder = GetRecordRequestRequest.fromPartial({
      access: recordAccess(),
      view: RequestView.INCOMING,
      requestId: id,
    });
    expect((await refused(asking, service.getRecordRequest, asHolder)).reason).to.equal('OPERATION_NOT_ALLOWED');
    const onHoldersBasis = ReadRecordRequest.fromPartial({ access: holderAccess(), requestId: id });
    expect((await refused(asking, service.readRecord, onHoldersBasis)).reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('are for matches of the authority’s own searches alone', async () => {
    const search = await call(asking, service.searchRecordsOnce, recordSearch(knownToPolice, { memberStates: ['XB'] }));
    const number = search.receipt?.requestId ?? '';
    for (const [desk, reference, searched] of [
      [asking, TEST_RECORDS.answeredBySome, number],
      [asking, TEST_RECORDS.delivered, '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
      [holding, TEST_RECORDS.delivered, number],
    ] as const) {
      const refusal = await refused(desk, service.requestRecord, request(knownToPolice, reference, searched));
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['record_reference']);
    }
  });

  it('are listed to both sides, newest first and page by page, without the person', async () => {
    const first = await send(knownToPolice, TEST_RECORDS.delivered);
    const second = await send(notAnsweredByAll, TEST_RECORDS.answeredBySome);
    const list = (desk: Desk, access: AccessContext, view: RequestView, pageToken = '') =>
      call(
        desk,
        service.listRecordRequests,
        ListRecordRequestsRequest.fromPartial({ access, view, pageSize: 1, pageToken }),
      );
    for (const [desk, access, view] of [
      [asking, recordAccess(), RequestView.OWN],
      [holding, holderAccess(), RequestView.INCOMING],
    ] as const) {
      const page = await list(desk, access, view);
      expect(page.requests.map(({ requestId }) => requestId)).to.deep.equal([second]);
      const next = await list(desk, access, view, page.nextPageToken);
      expect(next.requests.map(({ requestId }) => requestId)).to.deep.equal([first]);
      expect(JSON.stringify(next.requests)).to.not.include('Voorbeeld');
    }
    expect((await list(stranger, holderAccess(), RequestView.INCOMING)).requests).to.deep.equal([]);
  });

  it('show the holder a pseudonym where the officer’s name would be, in the answer and in its log', async () => {
    const id = await send(knownToPolice, TEST_RECORDS.delivered);
    const shown = await call(holding, service.getRecordRequest, incoming(id));
    expect(shown.request?.officerPseudonym).to.match(/^\d{4}q[1-4]-[0-9a-f]{32}$/);
    await call(holding, service.decideRecordRequest, approve(id));
    const entries = (await logbook.entries()).filter(({ leaf }) => leaf.authority === 'XB-POLICE');
    expect(entries.length).to.be.greaterThan(3);
    for (const { sections } of entries) expect(JSON.stringify(sections)).to.not.include(OFFICER);
  });

  it('are decided on by a simulated holder where nobody acts, and the log is told of every step', async () => {
    const approved = await send(wanted, TEST_RECORDS.askedBack);
    const refusedOne = await send(knownToPolice, TEST_RECORDS.refused);
    await eventually(async () => {
      expect(await stateOf(approved)).to.equal(RecordRequestState.INFORMATION_ASKED);
      expect(await stateOf(refusedOne)).to.equal(RecordRequestState.REFUSED);
    });
    const answer = SupplyInformationRequest.fromPartial({
      access: recordAccess(),
      requestId: approved,
      information: 'none: it is for the file',
    });
    await call(asking, service.supplyInformation, answer);
    await eventually(async () => expect(await stateOf(approved)).to.equal(RecordRequestState.DELIVERED));
    const { record } = await call(asking, service.readRecord, reading(approved));
    expect(record?.offences).to.deep.equal(['Armed robbery']);
    const told = (await logbook.ofRequest(approved)).filter(({ leaf }) => leaf.kind === 'follow-up');
    expect(told.map(({ sections }) => sections.result?.status)).to.deep.equal(['receive', 'ask', 'approve', 'deliver']);
  });
});
