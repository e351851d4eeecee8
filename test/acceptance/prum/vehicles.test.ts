import { expect } from 'chai';
import { createGrpcClient, type GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { createLogger } from '../../../src/gateway/observability/logger.js';
import { startReviewService } from '../../../src/gateway/review-service.js';
import {
  AuditReviewServiceService,
  type DeepPartial,
  SearchEntriesRequest,
  type SubjectCriteria,
} from '../../../src/gen/ostiary/audit/v1/review.js';
import { PersonCategory } from '../../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  EuVehicleCategory,
  NumberLikeness,
  PrumVehicleServiceService,
  SearchOwnerOrHolderOnceRequest,
  SearchRegistrationNumberRequest,
  SearchVinOnceRequest,
  SearchVinRequest,
  SuggestNumbersRequest,
  VehicleDataTime,
  VehicleExtent,
  VehicleHolderType,
  VehicleLegalEntity,
  VehiclePartyGender,
  VehicleQuestionWarning,
  type VehicleStateAnswer,
  VehicleStatusKind,
} from '../../../src/gen/ostiary/prum/v1/vehicle.js';
import { VEHICLE_CASES, type VehicleCase } from '../../../src/world/test-vehicle-cases.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../../src/world/test-persons.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import { outcomeName } from '../../helpers/police-records.js';
import { answers, startVehicleStack, vehicleAccess, type VehicleStack } from '../../helpers/prum-vehicles.js';
import { reviewAccess } from '../../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../../helpers/receipts.js';

const service = PrumVehicleServiceService;
const { knownToPolice } = TEST_PERSONS;
const { discreetlyChecked, reRegistered, sharedNumber, sharingNumber, withoutHistory, notAnsweredByAll } =
  TEST_VEHICLES;

const byNumber = (changes: Partial<SearchRegistrationNumberRequest> = {}): SearchRegistrationNumberRequest =>
  SearchRegistrationNumberRequest.fromPartial({
    access: vehicleAccess('PRUM2-16'),
    memberState: 'XB',
    registrationNumber: discreetlyChecked.plate,
    ...changes,
  });
const byVin = (vin: string, changes: Partial<SearchVinOnceRequest> = {}): SearchVinOnceRequest =>
  SearchVinOnceRequest.fromPartial({ access: vehicleAccess('PRUM2-16'), vin, ...changes });
const byPerson = (changes: Partial<SearchOwnerOrHolderOnceRequest> = {}): SearchOwnerOrHolderOnceRequest =>
  SearchOwnerOrHolderOnceRequest.fromPartial({
    access: vehicleAccess('PRUM2-16-3'),
    naturalPerson: {
      firstNames: knownToPolice.forename,
      familyNames: knownToPolice.surname,
      dateOfBirth: knownToPolice.dateOfBirth,
    },
    ...changes,
  });

describe('vehicle registers of other states under Prüm II, through a whole gateway', () => {
  let stack: VehicleStack;
  let logbook: Logbook;
  let contact: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startVehicleStack('PRUM-II');
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    contact = await stack.grpc('XA-NCP');
    token = await (await stack.identity('XA-NCP')).mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const askNumber = async (request: SearchRegistrationNumberRequest) =>
    answerOf(await contact.call(service.searchRegistrationNumber, request, { token }));
  const askVin = async (request: SearchVinOnceRequest, deadlineMs = 5_000) =>
    answerOf(await contact.call(service.searchVinOnce, request, { token, deadlineMs }));
  const askPerson = async (request: SearchOwnerOrHolderOnceRequest) =>
    answerOf(await contact.call(service.searchOwnerOrHolderOnce, request, { token }));
  const violations = (refused: { readonly violations: readonly { field: string; description: string }[] }) =>
    refused.violations.map(({ field, description }) => `${field} ${description.split(':')[0] ?? ''}`);

  async function states({ ask }: VehicleCase): Promise<readonly VehicleStateAnswer[]> {
    switch (ask.kind) {
      case 'number': {
        const { state, number, vin = '', time = '' } = ask;
        const request = byNumber({ memberState: state, registrationNumber: number, vin, referenceTime: time });
        const { response } = await askNumber(request);
        return response.state === undefined ? [] : [response.state];
      }
      case 'vin':
        return (await askVin(byVin(ask.vin, { referenceTime: ask.time ?? '' }), 2_000)).response.states;
      case 'person': {
        const { surname, forename, dateOfBirth } = ask;
        const naturalPerson = { familyNames: surname, firstNames: forename, dateOfBirth };
        return (await askPerson(byPerson({ naturalPerson }))).response.states;
      }
      case 'company': {
        const changes = { naturalPerson: undefined, legalPerson: { name: ask.name }, referenceTime: ask.time ?? '' };
        return (await askPerson(byPerson(changes))).response.states;
      }
      case 'suggestions':
        throw new Error('the Regulation knows no suggestions');
    }
  }

  for (const asked of VEHICLE_CASES) {
    if (asked.ask.kind === 'suggestions') continue;
    it(`are as the page of test persons says: ${asked.shows}`, async () => {
      const told = await states(asked);
      expect(answers(told)).to.deep.equal(asked.states);
      if (asked.holder === undefined) return;
      expect(
        told.flatMap(({ vehicles }) => vehicles.flatMap((one) => one.holders.map(({ name }) => name))),
      ).to.deep.equal([asked.holder]);
    });
  }

  it('tell vehicle, registration, holder, owner and insurance of one vehicle, under its own number', async () => {
    const { response, bytes } = await askNumber(byNumber());
    expectVerified(toReceiptFile(response.receipt), stack.gateway.verifierKey, bytes);
    const [vehicle] = response.state?.vehicles ?? [];
    expect(vehicle?.extent).to.equal(VehicleExtent.FULL);
    expect(vehicle?.vehicle).to.deep.include({
      registrationNumber: 'TTT 0002',
      vin: discreetlyChecked.vin,
      countryOfRegistration: 'XB',
      make: 'Hauk',
      commercialDescription: 'Transporter',
      euCategory: EuVehicleCategory.M1,
      firstRegisteredOn: '2015-05-04',
      powerKw: 85,
      capacityCm3: 1600,
    });
    expect(vehicle?.registration).to.deep.include({ begunAt: '2016-02-01T09:00:00.000Z', endsAt: '', statuses: [] });
    expect(vehicle?.holders[0]).to.deep.include({
      name: 'Voorbeeld-Staal',
      firstNames: 'Maarten',
      initials: 'M.',
      printableName: 'Maarten Voorbeeld-Staal',
      dateOfBirth: '1983-08-24',
      gender: VehiclePartyGender.MALE,
      legalEntity: VehicleLegalEntity.INDIVIDUAL,
      since: '2019-05-06T10:00:00.000Z',
      until: '',
      holderType: VehicleHolderType.OWNER,
    });
    expect(vehicle?.holders[0]?.address?.printableAddress).to.equal('Beispielweg 7, 00007 Probedorf, XB');
    expect(vehicle?.owners).to.have.length(1);
    expect(vehicle?.insurances[0]?.company).to.equal('Aurora (XB, synthetic)');
    expect(vehicle?.handling?.codes).to.include(HandlingCode.DELETE_WHEN_NOT_NEEDED);
  });

  it('tell an owner that is a company apart from the holder, with the dates of both', async () => {
    const request = byNumber({ registrationNumber: reRegistered.plate, referenceTime: '2017-06-01T12:00:00Z' });
    const [vehicle] = (await askNumber(request)).response.state?.vehicles ?? [];
    expect(vehicle?.holders[0]?.holderType).to.equal(VehicleHolderType.NOT_OWNER);
    expect(vehicle?.owners[0]).to.deep.include({
      name: 'Muster-Leasing & Söhne AG',
      legalEntity: VehicleLegalEntity.COMPANY,
      firstNames: '',
      dateOfBirth: '',
      until: '2018-07-02T09:00:00.000Z',
    });
  });

  it('tell of several vehicles the refinement set, and of nobody', async () => {
    const request = byNumber({ memberState: 'XC', registrationNumber: sharedNumber.plate });
    const { response, bytes } = await askNumber(request);
    const { vehicles = [], vehicleCount } = response.state ?? {};
    expect(vehicleCount).to.equal(2);
    expect(vehicles.map(({ vehicle }) => vehicle?.vin)).to.deep.equal([sharedNumber.vin, sharingNumber.vin]);
    for (const { extent, registration, holders, owners, insurances } of vehicles) {
      expect(extent).to.equal(VehicleExtent.REFINEMENT_SET);
      expect([registration, holders, owners, insurances]).to.deep.equal([undefined, [], [], []]);
    }
    expect(Buffer.from(bytes).toString('utf8')).to.not.include(TEST_PERSONS.missingAdult.surname);
  });

  // The data set for road tolls answers "information not disclosed" here (Directive (EU) 2019/520, Annex I); Prüm does not.
  it('tell holder and owner of scrapped and stolen vehicles, too', async () => {
    for (const [vin, kind] of [
      [TEST_VEHICLES.scrapped.vin, VehicleStatusKind.SCRAPPED],
      [TEST_VEHICLES.stolenAbroad.vin, VehicleStatusKind.STOLEN],
    ] as const) {
      const { response } = await askVin(byVin(vin, { memberStates: ['XB'] }));
      const [vehicle] = response.states[0]?.vehicles ?? [];
      expect(vehicle?.registration?.statuses.map((status) => status.kind)).to.deep.equal([kind]);
      expect([vehicle?.holders.length, vehicle?.owners.length]).to.deep.equal([1, 1]);
    }
  });

  it('without history say that they answer as of now', async () => {
    const request = byNumber({ memberState: 'XD', registrationNumber: withoutHistory.plate });
    const now = (await askNumber(request)).response.state;
    expect(now?.dataTime).to.equal(VehicleDataTime.AS_ASKED);
    const then = (await askNumber({ ...request, referenceTime: '2017-06-01T12:00:00Z' })).response.state;
    expect(then?.dataTime).to.equal(VehicleDataTime.CURRENT_INSTEAD);
    expect(Date.parse(then?.asOf ?? '')).to.be.greaterThan(Date.parse('2026-01-01T00:00:00Z'));
    const kept = (await askNumber(byNumber({ referenceTime: '2017-06-01T12:00:00Z' }))).response.state;
    expect(kept).to.deep.include({ dataTime: VehicleDataTime.AS_ASKED, asOf: '2017-06-01T12:00:00.000Z' });
  });

  it('are never called "no hit" when one did not answer, withholds or fails', async () => {
    const only = async (...memberStates: string[]) =>
      outcomeName((await askVin(byVin(notAnsweredByAll.vin, { memberStates }), 2_000)).response.outcome?.status);
    expect(await only('XC')).to.equal('REFUSED');
    expect(await only('XC', 'XE')).to.equal('UNAVAILABLE');
    expect(await only('XF')).to.equal('NOT_SEARCHED');
    const { response } = await askNumber(byNumber({ registrationNumber: TEST_VEHICLES.withheld.plate }));
    expect(outcomeName(response.outcome?.status)).to.equal('REFUSED');
    expect(response.state?.vehicles).to.deep.equal([]);
    await stack.behave('XE', { fails: true });
    const failed = await askVin(byVin(reRegistered.vin, { memberStates: ['XE'] }));
    await stack.behave('XE', { fails: false });
    expect(answers(failed.response.states)).to.deep.equal({ XE: 'ERROR' });
    expect(outcomeName(failed.response.outcome?.status)).to.equal('UNAVAILABLE');
  });

  it('are asked by a number whose check digit fails, with a warning', async () => {
    const { response } = await askVin(byVin('WVWZZZ1JZ3W386752', { memberStates: ['XB'] }));
    expect(response.warnings).to.deep.equal([VehicleQuestionWarning.VIN_CHECK_DIGIT]);
    expect(answers(response.states)).to.deep.equal({ XB: 'NOT_FOUND' });
    const right = await askVin(byVin('1M8GDM9AXKP042788', { memberStates: ['XB'] }));
    expect(right.response.warnings).to.deep.equal([]);
  });

  it('are not asked by part of a key, and every fault is named', async () => {
    const number = refusalOf(
      await contact.call(
        service.searchRegistrationNumber,
        byNumber({ registrationNumber: 'TTT*', vin: 'XPL7TOAB1RP000001', referenceTime: '2999-01-01T00:00:00Z' }),
        { token },
      ),
    );
    expect(violations(number)).to.deep.equal(['registration_number whole', 'vin characters', 'reference_time past']);
    const vin = refusalOf(
      await contact.call(service.searchVinOnce, byVin('ZZXTEST', { referenceTime: '2026-02-30T00:00:00Z' }), { token }),
    );
    expect(violations(vin)).to.deep.equal(['vin length', 'reference_time time']);
    const naturalPerson = { firstNames: 'M*', familyNames: '-', dateOfBirth: '1983-00-00' };
    const person = refusalOf(
      await contact.call(
        service.searchOwnerOrHolderOnce,
        byPerson({ naturalPerson, legalPerson: { name: 'Muster' } }),
        { token },
      ),
    );
    expect(violations(person)).to.deep.equal([
      'legal_person exactly_one',
      'natural_person.first_names whole',
      'natural_person.family_names letters',
      'natural_person.date_of_birth whole',
    ]);
    const nobody = refusalOf(
      await contact.call(service.searchOwnerOrHolderOnce, byPerson({ naturalPerson: undefined }), { token }),
    );
    expect(nobody.violations.map(({ field }) => field)).to.deep.equal(['natural_person']);
    const bare = { firstNames: '', familyNames: 'Voorbeeld-Staal', dateOfBirth: '' };
    const half = refusalOf(
      await contact.call(service.searchOwnerOrHolderOnce, byPerson({ naturalPerson: bare }), { token }),
    );
    expect(violations(half)).to.deep.equal([
      'natural_person.first_names required',
      'natural_person.date_of_birth required',
    ]);
    const nowhere = refusalOf(
      await contact.call(service.searchRegistrationNumber, byNumber({ memberState: '' }), { token }),
    );
    expect(violations(nowhere)).to.deep.equal(['member_state required']);
  });

  it('are searched by persons who are suspects or convicted, on the legal basis for that and no other', async () => {
    const refused = async (access: ReturnType<typeof vehicleAccess>) =>
      refusalOf(await contact.call(service.searchOwnerOrHolderOnce, byPerson({ access }), { token })).reason;
    expect(await refused(vehicleAccess('PRUM2-16-3', { personCategory: PersonCategory.VICTIM }))).to.equal(
      'PRECONDITION_NOT_SHOWN',
    );
    expect(await refused(vehicleAccess('PRUM2-16'))).to.equal('OPERATION_NOT_ALLOWED');
    const access = vehicleAccess('PRUM2-16-3');
    const wrong = refusalOf(await contact.call(service.searchVinOnce, byVin(reRegistered.vin, { access }), { token }));
    expect(wrong.reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('suggest nothing under the Regulation', async () => {
    const refused = refusalOf(
      await contact.call(
        service.suggestNumbers,
        {
          access: vehicleAccess('PRUM2-16', { nationalLawEmpowered: true }),
          memberState: 'XB',
          registrationNumber: 'TT8 OO1B',
          vin: '',
        },
        { token },
      ),
    );
    expect(refused).to.deep.include({ reason: 'FORBIDDEN' });
    expect(refused.metadata).to.deep.include({ rule: 'WHOLE_NUMBER' });
  });

  it('are for states that take part', async () => {
    const outsider = await stack.grpc('XF-POLICE');
    const theirs = await (await stack.identity('XF-POLICE')).mintToken({ officer: 'officer-3' });
    const refused = refusalOf(await outsider.call(service.searchVinOnce, byVin(reRegistered.vin), { token: theirs }));
    expect(refused.metadata).to.deep.include({ rule: 'RECIPROCITY' });
  });

  it('are in the log with what was asked, which registers were, which had it, and what was told of whom', async () => {
    const { response } = await askVin(byVin(discreetlyChecked.vin, { memberStates: ['XB', 'XC', 'XF'] }));
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    expect(intent?.sections.what?.query).to.deep.equal({
      member_states: ['XB', 'XC', 'XF'],
      vin: discreetlyChecked.vin,
    });
    expect(intent?.leaf.bucket).to.match(/^prum2-3y\//);
    const result = outcome?.sections.result;
    expect(result?.places).to.have.deep.members([
      { place: 'XB', status: 'HIT' },
      { place: 'XC', status: 'NO_HIT' },
      { place: 'XF', status: 'NOT_SEARCHED' },
    ]);
    expect(result?.disclosed).to.deep.equal([
      {
        category: 'VEHICLE',
        fields: ['frame', 'match', 'vehicle', 'registration', 'holder', 'owner', 'insurance', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED'],
        reference: 'VEH-XB-00000000000000000TEST00002',
      },
    ]);
  });

  it('are found by the data protection authority by the person whose vehicle was told, however it was asked for', async () => {
    const { response } = await askVin(byVin(discreetlyChecked.vin, { memberStates: ['XB'] }));
    const review = await startReviewService(stack.config, stack.databaseUrl, createLogger('silent'));
    const authority = await stack.identity('XA-SUPERVISOR');
    const reviewer = createGrpcClient(`localhost:${review.port}`, authority);
    try {
      const reviewToken = await authority.mintToken({ officer: 'reviewer-1' });
      const access = { ...reviewAccess, legalBasisId: 'PRUM2-55' };
      const requests = async (subject: DeepPartial<SubjectCriteria>): Promise<readonly string[]> => {
        const request = SearchEntriesRequest.fromPartial({
          access,
          filter: { subject, systems: ['PRUM_VEHICLE'] },
          pageSize: 100,
        });
        const found = answerOf(
          await reviewer.call(AuditReviewServiceService.searchEntries, request, { token: reviewToken }),
        );
        return found.response.entries.map(({ requestId }) => requestId);
      };
      const asked = response.receipt?.requestId;
      const { surname, dateOfBirth } = knownToPolice;
      expect(await requests({ person: { surname, dateOfBirth } })).to.include(asked);
      expect(await requests({ plate: 'ttt-0002' })).to.include(asked);
      expect(await requests({ vin: discreetlyChecked.vin })).to.include(asked);
      expect(await requests({ person: { surname, dateOfBirth: '1983-08-25' } })).to.deep.equal([]);
    } finally {
      reviewer.close();
      await review.close();
    }
  });

  it('answer over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-NCP');
    const { status, text } = await rest.call('POST', '/v1/prum/vehicles:searchNumber', {
      token,
      body: JSON.stringify(SearchRegistrationNumberRequest.toJSON(byNumber())),
    });
    expect(status).to.equal(200);
    const { state } = JSON.parse(text) as { state: { registerAnswer: string; vehicles: { vehicle: object }[] } };
    expect(state.registerAnswer).to.equal('VEHICLE_REGISTER_ANSWER_FOUND');
    expect(state.vehicles[0]?.vehicle).to.deep.include({ registrationNumber: 'TTT 0002', countryOfRegistration: 'XB' });
    const refused = await rest.call('POST', '/v1/prum/vehicles:searchNumber', {
      token,
      body: JSON.stringify(SearchRegistrationNumberRequest.toJSON(byNumber({ registrationNumber: 'TTT?' }))),
    });
    expect(refused.status).to.equal(400);
    expect(refused.text).to.include('registration_number').and.not.include('TTT?');
  });

  describe('state by state', () => {
    it('are shown in the order in which they answer, each with its outcome and an entry of its own', async () => {
      await stack.behave('XB', { latencyMs: 900 });
      const request = SearchVinRequest.fromPartial(byVin(reRegistered.vin, { memberStates: ['XB', 'XC', 'XF'] }));
      const shown: string[] = [];
      let requestId = '';
      for await (const part of contact.callParts(service.searchVin, request, { token, deadlineMs: 5_000 })) {
        if (part.kind === 'refusal') throw new Error(part.refusal.message);
        const { state, outcome, receipt, warnings } = part.response;
        requestId = receipt?.requestId ?? '';
        if (part.kind !== 'part' || state === undefined) continue;
        expect(state.status).to.equal(outcome?.status);
        expect(warnings).to.deep.equal([VehicleQuestionWarning.VIN_CHECK_DIGIT]);
        shown.push(...state.vehicles.map(({ vehicle }) => vehicle?.registrationNumber ?? ''), state.memberState);
      }
      await stack.behave('XB', { latencyMs: 40 });
      expect(shown).to.deep.equal(['XF', '0004 TTT', 'XC', 'TTT 0004', 'XB']);
      const parts = (await logbook.ofRequest(requestId)).filter(({ leaf }) => leaf.kind === 'part');
      expect(parts).to.have.length(3);
    });

    it('over REST are lines', async () => {
      const rest = await stack.rest('XA-NCP');
      const { status, lines } = await rest.callParts('/v1/prum/vehicles/states:searchOwnerOrHolder', {
        token,
        body: JSON.stringify(SearchOwnerOrHolderOnceRequest.toJSON(byPerson({ memberStates: ['XB', 'XD'] }))),
      });
      expect(status).to.equal(200);
      const told: unknown[] = [];
      for await (const line of lines) told.push(Object.keys(JSON.parse(line) as object));
      expect(told).to.deep.equal([['outcome', 'state'], ['outcome', 'state'], ['receipt']]);
    });
  });
});

describe('vehicle registers of other states under Prüm I, which the shipped policy has in force', () => {
  let stack: VehicleStack;
  let logbook: Logbook;
  let contact: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startVehicleStack('PRUM-I');
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    contact = await stack.grpc('XA-NCP');
    token = await (await stack.identity('XA-NCP')).mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const suggest = async (changes: Partial<SuggestNumbersRequest>) =>
    contact.call(
      service.suggestNumbers,
      SuggestNumbersRequest.fromPartial({
        access: vehicleAccess('PRUM1-12-SUGGEST', { nationalLawEmpowered: true }),
        memberState: 'XB',
        ...changes,
      }),
      { token },
    );

  it('are asked by the contact point, and the log of it is kept two years', async () => {
    const request = byNumber({ access: vehicleAccess('PRUM1-12') });
    const { response } = answerOf(await contact.call(service.searchRegistrationNumber, request, { token }));
    expect(response.state?.vehicles[0]?.holders[0]?.name).to.equal(knownToPolice.surname);
    const entries = await logbook.ofRequest(response.receipt?.requestId ?? '');
    expect(entries.map(({ leaf }) => leaf.bucket.split('/')[0])).to.deep.equal(['prum-2y', 'prum-2y']);
  });

  it('are not asked by the police, nor on the Regulation, nor by a person', async () => {
    const police = await stack.grpc('XA-POLICE');
    const theirs = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-3' });
    const request = byNumber({ access: vehicleAccess('PRUM1-12') });
    const refused = refusalOf(await police.call(service.searchRegistrationNumber, request, { token: theirs }));
    expect(refused.reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    const later = refusalOf(await contact.call(service.searchVinOnce, byVin(reRegistered.vin), { token }));
    expect(later.reason).to.equal('LEGAL_BASIS_NOT_IN_FORCE');
    const person = byPerson({ access: vehicleAccess('PRUM1-12') });
    expect(refusalOf(await contact.call(service.searchOwnerOrHolderOnce, person, { token })).reason).to.equal(
      'OPERATION_NOT_ALLOWED',
    );
  });

  for (const { ask, states: expected, suggested, shows } of VEHICLE_CASES) {
    if (ask.kind !== 'suggestions') continue;
    it(`are as the page of test persons says: ${shows}`, async () => {
      const { response } = answerOf(await suggest({ memberState: ask.state, registrationNumber: ask.number }));
      expect(response.suggestions.map(({ number }) => number)).to.deep.equal(suggested);
      const found = expected[ask.state] === 'FOUND' ? 'HIT' : expected[ask.state];
      expect(outcomeName(response.outcome?.status)).to.equal(found);
    });
  }

  it('suggest a number and why, and nothing of vehicle or person; the log says what it was', async () => {
    const { response, bytes } = answerOf(await suggest({ registrationNumber: 'TT8 OO1B' }));
    const [one] = response.suggestions;
    expect(one).to.deep.include({ number: 'TTB 0018', likeness: NumberLikeness.CONFUSABLE, memberState: 'XB' });
    expect(one?.handling?.codes).to.include(HandlingCode.CONFIRM_BEFORE_USE);
    const text = Buffer.from(bytes).toString('utf8');
    for (const secret of [TEST_PERSONS.wanted.surname, 'Elmo', TEST_VEHICLES.misread.vin])
      expect(text).to.not.include(secret);
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    expect(intent?.sections.what?.query).to.deep.equal({ member_state: 'XB', registration_number: 'TT8 OO1B' });
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'SUGGESTION',
        fields: ['frame', 'match', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED', 'CONFIRM_BEFORE_USE'],
        reference: 'VEH-XB-00000000000000000TEST00013',
      },
    ]);
  });

  it('suggest nothing for a number that is registered, and say so', async () => {
    const { response } = answerOf(await suggest({ registrationNumber: 'TTB-0018' }));
    expect(response).to.deep.include({ numberIsRegistered: true, suggestions: [] });
    expect(outcomeName(response.outcome?.status)).to.equal('NO_HIT');
  });

  it('suggest no vehicle that is withheld', async () => {
    const { response } = answerOf(await suggest({ registrationNumber: 'TTT OOO7' }));
    expect(response.suggestions.map(({ number }) => number)).to.not.include(TEST_VEHICLES.withheld.plate);
    const itself = answerOf(await suggest({ registrationNumber: TEST_VEHICLES.withheld.plate }));
    expect(itself.response.numberIsRegistered).to.equal(false);
  });

  it('suggest vehicle identification numbers, too', async () => {
    const { response } = answerOf(await suggest({ vin: 'ZZXTEST00000000L8' }));
    expect(response.suggestions.map(({ number }) => number)).to.deep.equal([TEST_VEHICLES.misread.vin]);
    expect(response.warnings).to.deep.equal([VehicleQuestionWarning.VIN_CHECK_DIGIT]);
  });

  it('suggest on the legal basis for that and no other, by one whole number', async () => {
    const access = vehicleAccess('PRUM1-12', { nationalLawEmpowered: true });
    const refused = refusalOf(await suggest({ access, registrationNumber: 'TT8 OO1B' }));
    expect(refused.metadata).to.deep.include({ rule: 'WHOLE_NUMBER' });
    const unlawful = vehicleAccess('PRUM1-12-SUGGEST');
    expect(refusalOf(await suggest({ access: unlawful, registrationNumber: 'TT8' })).reason).to.equal(
      'THRESHOLD_NOT_MET',
    );
    const both = refusalOf(await suggest({ registrationNumber: 'TT8*', vin: 'ZZXTEST0000000018' }));
    expect(both.violations.map(({ field }) => field)).to.deep.equal(['vin', 'registration_number']);
    expect(refusalOf(await suggest({})).violations.map(({ field }) => field)).to.deep.equal(['registration_number']);
  });

  it('are not searched on the row for suggestions', async () => {
    const request = byNumber({ access: vehicleAccess('PRUM1-12-SUGGEST', { nationalLawEmpowered: true }) });
    const refused = refusalOf(await contact.call(service.searchRegistrationNumber, request, { token }));
    expect(refused).to.deep.include({ reason: 'FORBIDDEN' });
  });
});
