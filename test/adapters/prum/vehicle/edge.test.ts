import { expect } from 'chai';
import { createPrumVehicleAdapter } from '../../../../src/adapters/prum/vehicle/service.js';
import { NO_LAW, type RegisterLaw } from '../../../../src/adapters/prum/vehicle/domain/register-law.js';
import type { VehicleQuestion, VehicleReply } from '../../../../src/adapters/prum/vehicle/holders/vehicle-register.js';
import {
  SearchOwnerOrHolderOnceRequest,
  SearchRegistrationNumberRequest,
  SuggestNumbersRequest,
} from '../../../../src/gen/ostiary/prum/v1/vehicle.js';
import { type Guard, HolderFault } from '../../../../src/adapters/states/ask-states.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { BERG, FIRM, holder, registration } from './registrations.js';

const WHOLE = registration({
  parties: [holder(BERG, '2015-01-01T00:00:00Z'), { ...holder(FIRM, '2015-01-01T00:00:00Z'), role: 'owner' }],
});

const NOON = Date.UTC(2026, 10, 26, 12);

/** Takes part, and is not asked. */
const UNASKED = { search: () => Promise.reject(new Error('asked')) };

/** The adapter, whose registers all answer alike; what they were told is kept. */
function adapterOf(
  reply: Partial<VehicleReply> = {},
  laws: Readonly<Record<string, Partial<RegisterLaw>>> = {},
  guard?: Guard,
) {
  const told: VehicleQuestion[] = [];
  const searchOf =
    (memberState: string) =>
    (question: VehicleQuestion): Promise<VehicleReply> => {
      told.push(question);
      return Promise.resolve({
        replyNumber: '1',
        repliedAtMs: 1,
        answer: 'FOUND',
        asOfMs: 1,
        currentInstead: false,
        vehicleCount: 1,
        vehicles: [{ ...WHOLE, memberState, reference: `VEH-${memberState}-1` }],
        ...reply,
      });
    };
  const parts = { clock: systemClock, onFault: () => undefined };
  const participants = () =>
    Promise.resolve(
      ['XA', 'XB', 'XC'].map((memberState) => ({ memberState, holder: { search: searchOf(memberState) }, guard })),
    );
  const adapter = createPrumVehicleAdapter({
    searching: { ...parts, participants },
    suggesting: {
      ...parts,
      participants: async () => (await participants()).map((one) => ({ ...one, holder: UNASKED })),
    },
    laws: () => Promise.resolve(new Map(Object.entries(laws).map(([state, law]) => [state, { ...NO_LAW, ...law }]))),
  });
  return { adapter, told };
}

const context = (categories: readonly string[]) => ({
  requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
  intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
  scope: { authority: 'XA-NCP', memberState: 'XA', authorityKind: 'NCP', categories: new Set(categories) },
  officer: { pseudonym: '2026q4-0123' },
  deadlineMs: systemClock.now() + 5_000,
  signal: new Ender(),
});

const NUMBER = SearchRegistrationNumberRequest.fromPartial({ memberState: 'XB', registrationNumber: 'ав-123' });

describe('at the edge of vehicle registers', () => {
  it('a state is told the number, the time and who asks by state, and of the officer the pseudonym for a gateway’s log', async () => {
    const { adapter, told } = adapterOf();
    await adapter.operations.searchRegistrationNumber.parse(NUMBER).ask(context(['VEHICLE', 'HOLDER', 'OWNER']));
    expect(told).to.have.length(1);
    expect(told[0]).to.deep.include({
      requestNumber: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
      askingState: 'XA',
      officer: '2026q4-0123',
      key: { kind: 'registration_number', number: 'AB123', vin: undefined },
      referenceMs: undefined,
    });
    expect(JSON.stringify(told)).to.not.include('NCP');
  });

  it('holders and owners are told to who may see them, whatever the register sends, and the log names nobody else', async () => {
    const { adapter } = adapterOf();
    const ask = (...categories: string[]) =>
      adapter.operations.searchRegistrationNumber.parse(NUMBER).ask(context(['VEHICLE', ...categories]));
    const told = async (...categories: string[]) => {
      const { response, disclosures } = await ask(...categories);
      const [vehicle] = response.state?.vehicles ?? [];
      const subjects = disclosures.flatMap(({ terms = [] }) => terms.filter(({ field }) => field === 'subject'));
      return [vehicle?.holders.length, vehicle?.owners.length, subjects.length];
    };
    expect(await told('HOLDER', 'OWNER')).to.deep.equal([1, 1, 2]);
    expect(await told('HOLDER')).to.deep.equal([1, 0, 1]);
    expect(await told('OWNER')).to.deep.equal([0, 1, 1]);
    expect(await told()).to.deep.equal([0, 0, 0]);
  });

  it('of several vehicles the log names nobody, for nobody is told of, whatever the register sends', async () => {
    const { adapter } = adapterOf({
      answer: 'MULTIPLE',
      vehicleCount: 2,
      vehicles: ['1', '2'].map((id) => ({ ...WHOLE, reference: `VEH-XB-${id}` })),
    });
    const inquiry = adapter.operations.searchRegistrationNumber.parse(NUMBER);
    const { response, disclosures } = await inquiry.ask(context(['VEHICLE', 'HOLDER', 'OWNER']));
    expect(response.state?.vehicles.flatMap(({ holders, owners }) => [...holders, ...owners])).to.deep.equal([]);
    expect(disclosures.map(({ terms = [] }) => terms.map(({ field }) => field))).to.deep.equal([
      ['plate', 'vin'],
      ['plate', 'vin'],
    ]);
  });

  it('names are told in parts and as they would be printed', async () => {
    const { adapter } = adapterOf();
    const inquiry = adapter.operations.searchRegistrationNumber.parse(NUMBER);
    const { response } = await inquiry.ask(context(['VEHICLE', 'HOLDER', 'OWNER']));
    expect(response.state?.vehicles[0]?.holders[0]).to.deep.include({
      name: 'Berg',
      infixes: 'van der',
      titles: '',
      firstNames: 'Anna Łucja',
      initials: 'A. Ł.',
      printableName: 'Anna Łucja van der Berg',
    });
    expect(response.state?.vehicles[0]?.owners[0]).to.deep.include({
      name: 'Lease & Go S.A.',
      printableName: 'Lease & Go S.A.',
    });
  });

  it('the law of a state decides whether others ask it by owner or holder', async () => {
    const request = SearchOwnerOrHolderOnceRequest.fromPartial({
      naturalPerson: { firstNames: 'Anna', familyNames: 'Berg', dateOfBirth: '1980-02-29' },
      memberStates: ['XB', 'XC'],
    });
    const asked = async (laws: Readonly<Record<string, Partial<RegisterLaw>>>) => {
      const { adapter } = adapterOf({}, laws);
      const inquiry = adapter.operations.searchOwnerOrHolderOnce.parse(request);
      expect(inquiry.legalOperations).to.deep.equal(['SEARCH_ALPHA']);
      const { places = [] } = await inquiry.ask(context(['VEHICLE', 'HOLDER', 'OWNER']));
      return Object.fromEntries(places.map(({ place, status }) => [place, status]));
    };
    const open = { XC: { byParty: true } };
    expect(await asked({ ...open, XB: { byParty: true } })).to.deep.equal({ XB: 'HIT', XC: 'HIT' });
    expect(await asked({ ...open, XB: { byParty: false } })).to.deep.equal({ XB: 'NOT_SEARCHED', XC: 'HIT' });
    expect(await asked(open)).to.deep.equal({ XB: 'NOT_SEARCHED', XC: 'HIT' });
  });

  it('nobody asks their own state, and who names it is told so', async () => {
    const { adapter, told } = adapterOf();
    const byNumber = adapter.operations.searchRegistrationNumber.parse({ ...NUMBER, memberState: 'XA' });
    const byParty = adapter.operations.searchOwnerOrHolderOnce.parse(
      SearchOwnerOrHolderOnceRequest.fromPartial({
        legalPerson: { name: 'Lease & Go S.A.' },
        memberStates: ['XB', 'XA'],
      }),
    );
    const suggesting = adapter.operations.suggestNumbers.parse(
      SuggestNumbersRequest.fromPartial({ memberState: 'XA', registrationNumber: 'AB 123' }),
    );
    for (const inquiry of [byNumber, byParty, suggesting]) {
      const refusal: unknown = await inquiry.ask(context(['VEHICLE', 'SUGGESTION'])).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(Refusal);
      const { reason, metadata } = refusal as Refusal;
      expect([reason, metadata]).to.deep.equal(['FORBIDDEN', { system: 'PRUM_VEHICLE', rule: 'OWN_STATE' }]);
    }
    expect(told).to.deep.equal([]);
  });

  it('a register that is out of service is told with the time since when, and was not asked', async () => {
    const guard = (): Promise<never> =>
      Promise.reject(new HolderFault('UNAVAILABLE', 'down', { outOfServiceSinceMs: NOON, wasAsked: false }));
    const { adapter, told } = adapterOf({}, {}, guard);
    const { response } = await adapter.operations.searchRegistrationNumber.parse(NUMBER).ask(context(['VEHICLE']));
    expect(response.state).to.include({ askedAt: '', outOfServiceSince: '2026-11-26T12:00:00.000Z' });
    expect(told).to.deep.equal([]);
  });

  it('a reply that contradicts itself is none', async () => {
    const { adapter } = adapterOf({ vehicleCount: 0 });
    const inquiry = adapter.operations.searchRegistrationNumber.parse(NUMBER);
    const { status, response } = await inquiry.ask(context(['VEHICLE', 'HOLDER', 'OWNER']));
    expect([status, response.state?.vehicles]).to.deep.equal(['UNAVAILABLE', []]);
  });
});
