import { expect } from 'chai';
import fc from 'fast-check';
import { refinementOf } from '../../../../../src/adapters/prum/vehicle/domain/as-at.js';
import type { VehicleKey } from '../../../../../src/adapters/prum/vehicle/domain/question.js';
import type { Registration } from '../../../../../src/adapters/prum/vehicle/domain/registration.js';
import type { VehicleQuestion } from '../../../../../src/adapters/prum/vehicle/holders/vehicle-register.js';
import { createPartnerRegister } from '../../../../../src/adapters/prum/vehicle/partner/partner-register.js';
import { printRecord } from '../../../../../src/adapters/prum/vehicle/wire/print-record.js';
import { OutcomeStatus } from '../../../../../src/gen/ostiary/common/v1/outcome.js';
import {
  type SearchRegistrationNumberRequest,
  SearchRegistrationNumberResponse,
  type SearchVinOnceRequest,
  SearchVinOnceResponse,
  VehicleDataTime,
  VehicleRecord,
  VehicleRegisterAnswer,
} from '../../../../../src/gen/ostiary/prum/v1/vehicle.js';
import { Ender } from '../../../../../src/shared/ending.js';
import { ACCESS, believed, COMMON, FRAME, gatewayGiving, REPLIED_AT, REPLY } from '../../partner.js';
import { at, BERG, FIRM, holder, registration } from '../registrations.js';

const AS_OF = '2026-11-26T12:00:00.000Z';
const WHOLE: Registration = registration({
  numberKind: 'interchangeable',
  vehicle: { ...registration().vehicle, powerKw: 85 },
  statuses: [{ kind: 'stolen', fromMs: at('2025-01-01T00:00:00Z'), untilMs: undefined }],
  parties: [
    { ...holder(BERG, '2015-01-01T00:00:00Z'), holderType: 'not_owner' },
    { ...holder(FIRM, '2015-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), role: 'owner' },
  ],
  insurances: [
    { company: 'Assurance', address: FIRM.address, policyNumber: 'P-1', fromMs: at(AS_OF), untilMs: undefined },
  ],
});
const VIN: VehicleKey = { kind: 'vin', vin: WHOLE.vin };
const record = printRecord(WHOLE, 'full');
const answer = {
  ...FRAME,
  registerAnswer: VehicleRegisterAnswer.FOUND,
  vehicles: [record],
  vehicleCount: 1,
  dataTime: VehicleDataTime.AS_ASKED,
  asOf: AS_OF,
};
const told = (status: OutcomeStatus, registerAnswer: VehicleRegisterAnswer) => ({
  ...answer,
  status,
  registerAnswer,
  vehicles: [],
  vehicleCount: 0,
});

describe('the register of another state behind its gateway', () => {
  const asking = (response: unknown, key: VehicleKey = VIN, changes: Partial<VehicleQuestion> = {}) => {
    const { gateway, asked } = gatewayGiving(response);
    const question = { ...COMMON, key, referenceMs: undefined, ...changes };
    return { asked, reply: createPartnerRegister(gateway).search(question, new Ender(), 7_000) };
  };
  const byVin = (...states: unknown[]) => asking(SearchVinOnceResponse.fromPartial({ states: states as never }));

  it('is asked by a vehicle identification number, and gives all that it tells', async () => {
    const { asked, reply } = byVin(answer);
    expect(await reply).to.deep.equal({
      replyNumber: REPLY,
      repliedAtMs: Date.parse(REPLIED_AT),
      answer: 'FOUND',
      asOfMs: at(AS_OF),
      currentInstead: false,
      vehicleCount: 1,
      vehicles: [WHOLE],
    });
    const { access, vin, memberStates, referenceTime } = asked.request as SearchVinOnceRequest;
    expect({ vin, memberStates, referenceTime }).to.deep.equal({
      vin: WHOLE.vin,
      memberStates: ['XB'],
      referenceTime: '',
    });
    expect(access).to.deep.include({ ...ACCESS, legalBasisId: 'PRUM2-16-STATE' });
    expect(asked).to.include({ status: 'HIT', method: '/ostiary.prum.v1.PrumVehicleService/SearchVinOnce' });
  });

  it('is asked by a number as of a time, and tells several vehicles apart', async () => {
    const other = { ...WHOLE, reference: 'VEH-XB-01J00000000000000000000002', vin: 'XPL7T0AB1RP000002' };
    const vehicles = [WHOLE, other].map((one) => printRecord(one, 'refinement'));
    const state = { ...answer, registerAnswer: VehicleRegisterAnswer.MULTIPLE, vehicles, vehicleCount: 2 };
    const { asked, reply } = asking(
      SearchRegistrationNumberResponse.fromPartial({ state: state as never }),
      { kind: 'registration_number', number: 'AB123', vin: undefined },
      { referenceMs: at('2020-02-29T12:00:00Z') },
    );
    const shown = (await reply).vehicles.map((one) => printRecord(one, 'refinement'));
    expect(shown).to.deep.equal([WHOLE, other].map((one) => printRecord(refinementOf(one), 'refinement')));
    const { memberState, registrationNumber, vin, referenceTime } = asked.request as SearchRegistrationNumberRequest;
    expect({ memberState, registrationNumber, vin, referenceTime }).to.deep.equal({
      memberState: 'XB',
      registrationNumber: 'AB123',
      vin: '',
      referenceTime: '2020-02-29T12:00:00.000Z',
    });
  });

  const { UNSPECIFIED, NOT_FOUND, NOT_DISCLOSED, ERROR } = VehicleRegisterAnswer;
  const answers: [what: string, state: unknown, outcome: string, status?: string][] = [
    ['not found', told(OutcomeStatus.NO_HIT, NOT_FOUND), 'believed', 'NO_HIT'],
    ['not disclosed', told(OutcomeStatus.REFUSED, NOT_DISCLOSED), 'believed', 'REFUSED'],
    ['that it failed', told(OutcomeStatus.UNAVAILABLE, ERROR), 'believed', 'UNAVAILABLE'],
    ['nothing, refused', told(OutcomeStatus.REFUSED, UNSPECIFIED), 'REFUSED'],
    ['nothing in time', told(OutcomeStatus.TIMED_OUT, UNSPECIFIED), 'TIMED_OUT'],
    ['nothing', told(OutcomeStatus.NO_HIT, UNSPECIFIED), 'not believed'],
    ['nothing, and a hit', told(OutcomeStatus.HIT, UNSPECIFIED), 'not believed'],
    ['not disclosed, and no hit', told(OutcomeStatus.NO_HIT, NOT_DISCLOSED), 'not believed'],
    ['a vehicle, and no hit', { ...answer, status: OutcomeStatus.NO_HIT }, 'not believed'],
    ['as of no time', { ...answer, asOf: '' }, 'not believed'],
  ];
  for (const [what, state, outcome, status] of answers) {
    it(`is ${outcome} in answering ${what}`, async () => {
      const { asked, reply } = byVin(state);
      expect(await believed(reply)).to.equal(outcome);
      expect(asked.status).to.equal(status);
    });
  }

  const { vehicle } = record;
  const faults: [what: string, changes: object][] = [
    ['of another state', { recordReference: record.recordReference.replace('XB', 'XC') }],
    ['registered elsewhere', { vehicle: { ...vehicle, countryOfRegistration: 'XC' } }],
    ['that was not asked about', { vehicle: { ...vehicle, vin: 'XPL7T0AB1RP000009' } }],
    ['of no category', { vehicle: { ...vehicle, euCategory: 0 } }],
    ['with a text that goes on and on', { vehicle: { ...vehicle, make: 'A'.repeat(301) } }],
    ['with a text that steers a screen', { vehicle: { ...vehicle, make: 'A\u001b[2J' } }],
    ['without its registration', { registration: undefined }],
    ['without an extent', { extent: 0 }],
    ['with holders without end', { holders: Array(51).fill(record.holders[0]) }],
    ['with a holder without address', { holders: [{ ...record.holders[0], address: undefined }] }],
    ['with a holder since no time', { holders: [{ ...record.holders[0], since: 'long ago' }] }],
  ];
  for (const [what, changes] of faults) {
    it(`is not believed about a vehicle ${what}`, async () => {
      expect(await believed(byVin({ ...answer, vehicles: [{ ...record, ...changes }] }).reply)).to.equal(
        'not believed',
      );
    });
  }

  it('is not believed with two voices, or with none', async () => {
    expect(await believed(byVin(answer, answer).reply)).to.equal('not believed');
    expect(await believed(byVin().reply)).to.equal('not believed');
  });

  it('is never believed in what nobody wrote', async () => {
    const field = fc.string({ maxLength: 30 });
    const forged = fc.record({ recordReference: field, memberState: field, vehicle: fc.record({ vin: field }) });
    await fc.assert(
      fc.asyncProperty(fc.array(forged, { minLength: 1, maxLength: 3 }), async (vehicles) => {
        const records = vehicles.map((one) => VehicleRecord.fromPartial(one));
        expect(await believed(byVin({ ...answer, vehicles: records }).reply)).to.equal('not believed');
      }),
    );
  });
});
