import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_DNA_REFERENCES } from '../../../src/adapters/prum/dna/simulator/test-profiles.js';
import type { GrpcClient, RefusedCall } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { Purpose } from '../../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import {
  CloseDnaFollowUpRequest,
  ConfirmDnaMatchRequest,
  DecideDnaCoreDataRequest,
  GetDnaFollowUpRequest,
  ListDnaFollowUpsRequest,
  PrumDnaServiceService as service,
  ReadDnaCoreDataRequest,
  RequestDnaCoreDataRequest,
} from '../../../src/gen/ostiary/prum/v1/dna.js';
import {
  CoreDataDecision,
  type CoreDataContent,
  type FollowUp,
  FollowUpState,
  FollowUpView,
  MatchVerdict,
} from '../../../src/gen/ostiary/prum/v1/exchange.js';
import { TEST_DNA, type TestProfile } from '../../../src/world/test-dna.js';
import { eventually } from '../../helpers/eventually.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import {
  confirmAccess,
  contactPointAccess,
  coreDataAccess,
  dnaAccess,
  dnaSearch,
  type PrumStack,
  startPrumStack,
} from '../../helpers/prum.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

const OFFICER = 'officer-17';
const FACTS = 'the stain is from the window through which the burglar left on 3 November';
const REMARKS = 'all sixteen loci read again from both electropherograms';

/** An officer of an authority with a connection. */
interface Desk {
  readonly client: GrpcClient;
  readonly token: string;
}

interface Receipted {
  readonly receipt?: AuditReceipt | undefined;
}

describe('a DNA match, followed up between two states', () => {
  let stack: PrumStack;
  let logbook: Logbook;
  let asking: Desk;
  let holding: Desk;
  let stranger: Desk;

  before(async function () {
    this.timeout(60_000);
    stack = await startPrumStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    const desk = async (code: string, officer: string): Promise<Desk> => ({
      client: await stack.grpc(code),
      token: await (await stack.identity(code)).mintToken({ officer }),
    });
    asking = await desk('XA-POLICE', OFFICER);
    holding = await desk('XB-NCP', 'officer-b');
    stranger = await desk('XA-NCP', 'officer-n');
    // These tests act for XB themselves.
    await stack.behave('XB', { decidesAfterMs: null });
    await stack.behave('XC', { decidesAfterMs: 0 });
    await stack.behave('XD', { decidesAfterMs: 0 });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const call = async <Request, Response extends Receipted>(
    { client, token }: Desk,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> => answerOf(await client.call(method, request, { token })).response;
  const refused = async <Request, Response>(
    { client, token }: Desk,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<RefusedCall> => refusalOf(await client.call(method, request, { token }));

  const search = async (profile: TestProfile, memberState: string): Promise<string> =>
    (await call(asking, service.searchDnaOnce, dnaSearch(profile, { memberStates: [memberState] }))).receipt!.requestId;
  const confirmation = (
    searchRequestId: string,
    referenceNumber: string,
    verdict: MatchVerdict = MatchVerdict.CONFIRMED,
  ) =>
    ConfirmDnaMatchRequest.fromPartial({
      access: confirmAccess(),
      match: { searchRequestId, referenceNumber },
      review: { verdict, remarks: REMARKS },
    });
  const coreRequest = (followUpId: string) =>
    RequestDnaCoreDataRequest.fromPartial({
      access: coreDataAccess(),
      followUpId,
      facts: { facts: FACTS, offenceCode: '1501 00' },
    });
  const confirmed = async (profile: TestProfile, referenceNumber: string): Promise<string> => {
    const id = await search(profile, referenceNumber.slice(4, 6));
    return (await call(asking, service.confirmDnaMatch, confirmation(id, referenceNumber))).followUpId;
  };
  const requested = async (profile: TestProfile, referenceNumber: string): Promise<string> => {
    const id = await confirmed(profile, referenceNumber);
    await call(asking, service.requestDnaCoreData, coreRequest(id));
    return id;
  };
  const own = async (followUpId: string): Promise<FollowUp> => {
    const request = GetDnaFollowUpRequest.fromPartial({
      access: coreDataAccess(),
      followUpId,
      view: FollowUpView.OWN,
    });
    return (await call(asking, service.getDnaFollowUp, request)).followUp!;
  };
  const incoming = (followUpId: string) =>
    GetDnaFollowUpRequest.fromPartial({ access: contactPointAccess(), followUpId, view: FollowUpView.INCOMING });
  const ruling = (followUpId: string, decision: CoreDataDecision, coreData?: Partial<CoreDataContent>) =>
    DecideDnaCoreDataRequest.fromPartial({
      access: contactPointAccess(),
      followUpId,
      ruling: { decision, reason: 'the match and the facts bear it', ...(coreData && { coreData }) },
    });
  const reading = (followUpId: string) => ReadDnaCoreDataRequest.fromPartial({ access: coreDataAccess(), followUpId });
  const ORIGIN = {
    acquiredOn: '2024-05-17',
    acquiredAt: 'Exland City',
    offence: 'Burglary',
    caseNumber: 'XB-2024-000123',
    authority: 'Police of Exland (synthetic)',
  };
  const PERSON = {
    ...ORIGIN,
    firstNames: 'Maarten',
    familyNames: 'Voorbeeld-Staal',
    otherNames: ['Voorbeeld, Martin'],
    dateOfBirth: '1983-08-24',
    nationalities: ['NL'],
    placeOfBirth: 'Leiden',
  };
  const progressOf = async (id: string) => (await own(id)).progress!;
  const stateOf = async (id: string) => (await progressOf(id)).state;
  const codesOf = async (id: string) =>
    (await progressOf(id)).history.map(({ state, byState }) => [state, byState] as const);

  it('is confirmed, core data are asked for, released within 48 hours, and read', async () => {
    const id = await confirmed(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    const { state, releaseBy } = await call(asking, service.requestDnaCoreData, coreRequest(id));
    expect(state).to.equal(FollowUpState.CORE_REQUESTED);
    const since = (await progressOf(id)).history.at(-1)!.at;
    // 48 hours after the last of match, confirmation and facts (Art. 47(1)).
    expect(Date.parse(releaseBy) - Date.parse(since)).to.be.closeTo(48 * 3_600_000, 5_000);

    const { followUp: shown } = await call(holding, service.getDnaFollowUp, incoming(id));
    expect(shown).to.deep.include({
      referenceNumber: TEST_DNA_REFERENCES.fullMatch,
      askingState: 'XA',
      askingAuthority: 'XA-POLICE',
      // Conditions of Art. 47(1) are match, confirmation, facts and offence: nothing of the file.
      caseReference: '',
      remarks: '',
      facts: FACTS,
      offenceCode: '1501 00',
      quality: 1,
    });
    expect(await own(id)).to.deep.include({ caseReference: 'CASE-2026-000789', remarks: REMARKS });
    expect(shown?.offence).to.deep.include({ code: 'burglary', maximumPenaltyMonths: 60 });
    expect(shown?.confirmingOfficer).to.match(/^20\d\dq[1-4]-[0-9a-f]{32}$/);

    await call(holding, service.decideDnaCoreData, ruling(id, CoreDataDecision.RELEASE, PERSON));
    const { coreData, receipt } = await call(asking, service.readDnaCoreData, reading(id));
    expect(coreData?.person).to.deep.include({
      firstNames: 'Maarten',
      familyNames: 'Voorbeeld-Staal',
      otherNames: ['Voorbeeld, Martin'],
      dateOfBirth: '1983-08-24',
      nationalities: ['NL'],
      placeOfBirth: 'Leiden',
    });
    expect(coreData?.origin).to.deep.include(ORIGIN);
    expect(await codesOf(id)).to.deep.equal([
      [FollowUpState.MATCHED, 'XA'],
      [FollowUpState.CONFIRMED, 'XA'],
      [FollowUpState.CORE_REQUESTED, 'XA'],
      [FollowUpState.RELEASED, 'XB'],
    ]);
    const [intent, outcome] = await logbook.ofRequest(receipt?.requestId ?? '');
    expect(intent?.sections.why).to.include({ legal_basis: 'PRUM2-47-DNA' });
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'CORE-DATA',
        fields: ['frame', 'identity', 'case', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED'],
        reference: TEST_DNA_REFERENCES.fullMatch,
      },
    ]);
  });

  it('that is none for the qualified person ends there, and its holder never hears of it', async () => {
    const searchId = await search(TEST_DNA.knownToPolice, 'XB');
    const { state, followUpId } = await call(
      asking,
      service.confirmDnaMatch,
      confirmation(searchId, TEST_DNA_REFERENCES.fullMatch, MatchVerdict.NOT_CONFIRMED),
    );
    expect(state).to.equal(FollowUpState.NOT_CONFIRMED);
    const late = await refused(asking, service.requestDnaCoreData, coreRequest(followUpId));
    expect(late.violations.map(({ field }) => field)).to.deep.equal(['follow_up_id']);
    expect((await refused(holding, service.getDnaFollowUp, incoming(followUpId))).reason).to.equal('NOT_FOUND');
  });

  it('has to be confirmed before core data are asked for, and can be once', async () => {
    const searchId = await search(TEST_DNA.knownToPolice, 'XB');
    await call(asking, service.confirmDnaMatch, confirmation(searchId, TEST_DNA_REFERENCES.fullMatch));
    const again = await refused(asking, service.confirmDnaMatch, confirmation(searchId, TEST_DNA_REFERENCES.fullMatch));
    expect(again.violations.map(({ field }) => field)).to.deep.equal(['match.reference_number']);
  });

  it('must be one: of this very search, of this very authority', async () => {
    const searchId = await search(TEST_DNA.knownToPolice, 'XB');
    const bad = [
      refused(asking, service.confirmDnaMatch, confirmation(searchId, TEST_DNA_REFERENCES.microVariant)),
      refused(stranger, service.confirmDnaMatch, confirmation(searchId, TEST_DNA_REFERENCES.fullMatch)),
      refused(
        asking,
        service.confirmDnaMatch,
        confirmation('01JDTEST000000000000000000', TEST_DNA_REFERENCES.fullMatch),
      ),
    ];
    for (const one of await Promise.all(bad)) {
      expect(one).to.deep.include({ reason: 'REQUEST_INVALID' });
      expect(one.violations.map(({ description }) => description.slice(0, 8))).to.deep.equal(['matched:']);
    }
  });

  it('is nobody’s business but that of its two sides', async () => {
    const id = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    expect((await refused(stranger, service.readDnaCoreData, reading(id))).reason).to.equal('NOT_FOUND');
    expect((await refused(stranger, service.getDnaFollowUp, incoming(id))).reason).to.equal('NOT_FOUND');
    const close = CloseDnaFollowUpRequest.fromPartial({ access: coreDataAccess(), followUpId: id });
    expect((await refused(stranger, service.closeDnaFollowUp, close)).reason).to.equal('NOT_FOUND');
    // The police of the holding state is not its contact point (data/policy: PRUM2-47-6-DNA).
    const police: Desk = {
      client: await stack.grpc('XB-POLICE'),
      token: await (await stack.identity('XB-POLICE')).mintToken({ officer: 'officer-p' }),
    };
    expect((await refused(police, service.decideDnaCoreData, ruling(id, CoreDataDecision.REFUSE))).reason).to.equal(
      'AUTHORITY_KIND_NOT_ALLOWED',
    );
  });

  describe('of Europol', () => {
    const grounds = (legalBasisId: string) => dnaAccess({ legalBasisId, purpose: Purpose.UNION_BODY_MANDATE });
    const followUpAccess = { ...grounds('PRUM2-49-CORE-DNA'), offence: coreDataAccess().offence };
    let europol: Desk;
    before(async () => {
      europol = {
        client: await stack.grpc('EU-EUROPOL'),
        token: await (await stack.identity('EU-EUROPOL')).mintToken({ officer: 'analyst-1' }),
      };
    });
    const found = async () => {
      const request = dnaSearch(TEST_DNA.knownToPolice, { access: grounds('PRUM2-49-DNA') });
      return call(europol, service.searchDnaOnce, request);
    };
    const confirmedByEuropol = async (): Promise<string> => {
      const searchId = (await found()).receipt!.requestId;
      const request = { ...confirmation(searchId, TEST_DNA_REFERENCES.fullMatch), access: followUpAccess };
      return (await call(europol, service.confirmDnaMatch, request)).followUpId;
    };
    const asking49 = (id: string, thirdCountry: string) => ({
      ...coreRequest(id),
      access: followUpAccess,
      facts: { facts: FACTS, offenceCode: '1501 00', thirdCountry },
    });

    it('is searched in all states, and is not followed up on the ground of a search', async () => {
      const { states } = await found();
      expect(states.map(({ reply }) => reply?.memberState)).to.include.members(['XA', 'XB', 'XC', 'XD', 'XE']);
      expect(states.flatMap(({ matches }) => matches).length).to.equal(2);
      const close = CloseDnaFollowUpRequest.fromPartial({
        access: grounds('PRUM2-49-DNA'),
        followUpId: '01JDTEST000000000000000000',
      });
      expect((await refused(europol, service.closeDnaFollowUp, close)).reason).to.equal('OPERATION_NOT_ALLOWED');
    });

    it('is followed up with the name of the third country, and used with the consent of the holder (Art. 49)', async () => {
      const id = await confirmedByEuropol();
      const without = await refused(europol, service.requestDnaCoreData, asking49(id, ''));
      expect(without.violations.map(({ field, description }) => `${field} ${description}`)).to.deep.equal([
        'facts.third_country required: must name the third country that gave the data',
      ]);
      const member = await refused(europol, service.requestDnaCoreData, asking49(id, 'AT'));
      expect(member.violations.map(({ field, description }) => `${field} ${description}`)).to.deep.equal([
        'facts.third_country third_country: must be no Member State of the Union, nor a part of one',
      ]);
      await call(europol, service.requestDnaCoreData, asking49(id, 'CA'));
      const { followUp: shown } = await call(holding, service.getDnaFollowUp, incoming(id));
      expect(shown).to.deep.include({
        askingState: 'EU',
        askingAuthority: 'EU-EUROPOL',
        thirdCountry: 'CA',
        caseReference: '',
        remarks: '',
      });
      await call(holding, service.decideDnaCoreData, ruling(id, CoreDataDecision.RELEASE, PERSON));
      const read = { ...reading(id), access: followUpAccess };
      const { coreData } = await call(europol, service.readDnaCoreData, read);
      expect(coreData?.person?.familyNames).to.equal('Voorbeeld-Staal');
      expect(coreData?.handling?.codes).to.include(HandlingCode.ISSUER_CONSENT_BEFORE_USE);
      expect((await refused(asking, service.readDnaCoreData, reading(id))).reason).to.equal('NOT_FOUND');
    });

    it('is the only one that names a third country', async () => {
      const id = await confirmed(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
      const request = { ...coreRequest(id), facts: { facts: FACTS, offenceCode: '1501 00', thirdCountry: 'CA' } };
      const { violations } = await refused(asking, service.requestDnaCoreData, request);
      expect(violations.map(({ field }) => field)).to.deep.equal(['facts.third_country']);
      expect(await stateOf(id)).to.equal(FollowUpState.CONFIRMED);
    });
  });

  it('waits for a judge where national law asks for it, and no time runs', async () => {
    const id = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    await call(holding, service.decideDnaCoreData, ruling(id, CoreDataDecision.AWAIT_AUTHORISATION));
    expect(await progressOf(id)).to.deep.include({
      state: FollowUpState.AUTHORISATION_PENDING,
      releaseBy: '',
      overdue: false,
    });
    await call(holding, service.decideDnaCoreData, ruling(id, CoreDataDecision.REFUSE));
    expect(await own(id)).to.deep.include({ decision: 'the match and the facts bear it' });
    expect((await refused(asking, service.readDnaCoreData, reading(id))).reason).to.equal('NOT_FOUND');
  });

  it('is released with core data, which say who somebody is where that is known, and nobody else', async () => {
    const id = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    const fieldsOf = async (decision: CoreDataDecision, core?: Partial<CoreDataContent>) =>
      (await refused(holding, service.decideDnaCoreData, ruling(id, decision, core))).violations.map(
        ({ field }) => field,
      );
    expect(await fieldsOf(CoreDataDecision.RELEASE)).to.deep.equal(['ruling.core_data']);
    expect(await fieldsOf(CoreDataDecision.REFUSE, PERSON)).to.deep.equal(['ruling.core_data']);
    expect(await fieldsOf(CoreDataDecision.RELEASE, ORIGIN)).to.deep.equal(['ruling.core_data.family_names']);
    expect(await fieldsOf(CoreDataDecision.RELEASE, { familyNames: 'X' })).to.include('ruling.core_data.offence');
    expect(await stateOf(id)).to.equal(FollowUpState.CORE_REQUESTED);
  });

  it('is closed when it is not needed any more, and everything in it is deleted (Art. 50(3))', async () => {
    const id = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    await call(holding, service.decideDnaCoreData, ruling(id, CoreDataDecision.RELEASE, PERSON));
    await call(
      asking,
      service.closeDnaFollowUp,
      CloseDnaFollowUpRequest.fromPartial({ access: coreDataAccess(), followUpId: id }),
    );
    expect((await refused(asking, service.readDnaCoreData, reading(id))).reason).to.equal('NOT_FOUND');
    expect(await own(id)).to.deep.include({ facts: '', remarks: '', decision: '', caseReference: '' });
  });

  it('is listed by both sides, newest first', async () => {
    const first = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    const second = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.fullMatch);
    const list = async (desk: Desk, view: FollowUpView, pageToken = '') =>
      call(
        desk,
        service.listDnaFollowUps,
        ListDnaFollowUpsRequest.fromPartial({
          access: view === FollowUpView.OWN ? coreDataAccess() : contactPointAccess(),
          view,
          states: [FollowUpState.CORE_REQUESTED],
          pageSize: 1,
          pageToken,
        }),
      );
    for (const [desk, view] of [
      [asking, FollowUpView.OWN],
      [holding, FollowUpView.INCOMING],
    ] as const) {
      const page = await list(desk, view);
      expect(page.followUps.map(({ followUpId }) => followUpId)).to.deep.equal([second]);
      const next = await list(desk, view, page.nextPageToken);
      expect(next.followUps.map(({ followUpId }) => followUpId)).to.deep.equal([first]);
    }
  });

  it('of a trace is released without anybody’s name, and by a simulated holder where nobody acts', async () => {
    const trace = await requested(TEST_DNA.knownToPolice, TEST_DNA_REFERENCES.stain);
    const awaiting = await requested(TEST_DNA.microVariant, TEST_DNA_REFERENCES.microVariant);
    const refusedOne = await requested(TEST_DNA.fewLoci, TEST_DNA_REFERENCES.fewLoci);
    await eventually(async () => {
      expect(await stateOf(trace)).to.equal(FollowUpState.RELEASED);
      expect(await stateOf(awaiting)).to.equal(FollowUpState.RELEASED);
      expect(await stateOf(refusedOne)).to.equal(FollowUpState.REFUSED);
    });
    const { coreData } = await call(asking, service.readDnaCoreData, reading(trace));
    expect(coreData?.person).to.equal(undefined);
    expect(coreData?.origin?.caseNumber).to.equal('XC-2024-000123');
    const told = (await logbook.ofRequest(awaiting)).filter(({ leaf }) => leaf.kind === 'follow-up');
    expect(told.map(({ sections }) => sections.result?.status)).to.deep.equal(['await', 'release']);
    expect(told.every(({ leaf }) => leaf.authority === 'XA-POLICE')).to.equal(true);
  });

  it('shows the officer who confirmed it to no other state: the log of neither side holds their identifier there', async () => {
    const entries = (await logbook.entries()).filter(({ leaf }) => leaf.authority === 'XB-NCP');
    expect(entries.length).to.be.greaterThan(3);
    for (const { sections } of entries) expect(JSON.stringify(sections)).to.not.include(OFFICER);
  });

  it('over REST takes the same steps', async () => {
    const rest = await stack.rest('XA-POLICE');
    const post = async (path: string, body: unknown) => {
      const { status, text } = await rest.call('POST', path, { token: asking.token, body: JSON.stringify(body) });
      expect(status, text).to.equal(200);
      return JSON.parse(text) as Record<string, string>;
    };
    const searchRequestId = await search(TEST_DNA.knownToPolice, 'XB');
    const { followUpId, state } = await post(
      '/v1/prum/dna/matches:confirm',
      ConfirmDnaMatchRequest.toJSON(confirmation(searchRequestId, TEST_DNA_REFERENCES.fullMatch)),
    );
    expect(state).to.equal('FOLLOW_UP_STATE_CONFIRMED');
    const after = await post(
      '/v1/prum/dna/follow-ups:request',
      RequestDnaCoreDataRequest.toJSON(coreRequest(followUpId ?? '')),
    );
    expect(after.state).to.equal('FOLLOW_UP_STATE_CORE_REQUESTED');
    expect(Date.parse(after.releaseBy ?? ''))
      .to.be.a('number')
      .and.greaterThan(0);
  });
});
