import { expect } from 'chai';
import {
  assertSoundReply,
  assertSoundSuggestions,
  type SuggestionReply,
  type VehicleReply,
} from '../../../../../src/adapters/prum/vehicle/holders/vehicle-register.js';
import { registration } from '../registrations.js';

const NUMBERS = { replyNumber: '1', repliedAtMs: 1 };
const NOT_FOUND: VehicleReply = {
  ...NUMBERS,
  answer: 'NOT_FOUND',
  asOfMs: 1,
  currentInstead: false,
  vehicleCount: 0,
  vehicles: [],
};
const one = registration({ reference: 'VEH-XB-1' });
const two = registration({ reference: 'VEH-XB-2' });
const FOUND: VehicleReply = { ...NOT_FOUND, answer: 'FOUND', vehicleCount: 1, vehicles: [one] };
const MULTIPLE: VehicleReply = { ...FOUND, answer: 'MULTIPLE', vehicleCount: 2, vehicles: [one, two] };

describe('the reply of a vehicle register', () => {
  for (const [what, reply, memberState = 'XB'] of [
    ['finds one and tells none', { ...FOUND, vehicles: [] }],
    ['finds one and tells two', { ...FOUND, vehicles: [one, two] }],
    ['finds one and counts more', { ...FOUND, vehicleCount: 2 }],
    ['finds several and tells one', { ...MULTIPLE, vehicles: [one] }],
    ['finds several and counts one', { ...MULTIPLE, vehicleCount: 1, vehicles: [one] }],
    ['finds none and tells one', { ...FOUND, answer: 'NOT_FOUND' }],
    ['does not disclose and tells one', { ...FOUND, answer: 'NOT_DISCLOSED' }],
    ['fails and counts one', { ...NOT_FOUND, answer: 'ERROR', vehicleCount: 1 }],
    ['tells a vehicle twice', { ...MULTIPLE, vehicles: [one, one] }],
    ['tells a vehicle of another state', FOUND, 'XC'],
    ['counts in fractions', { ...MULTIPLE, vehicleCount: 2.5 }],
  ] as const) {
    it(`is not believed when it ${what}`, () => {
      expect(() => assertSoundReply(reply, memberState)).to.throw('contradicts itself');
    });
  }

  it('is believed when it says one thing', () => {
    for (const reply of [NOT_FOUND, FOUND, MULTIPLE, { ...NOT_FOUND, answer: 'NOT_DISCLOSED' as const }]) {
      expect(() => assertSoundReply(reply, 'XB')).not.to.throw();
    }
    const many = Array.from({ length: 20 }, (_, at) => registration({ reference: `VEH-XB-${at}` }));
    expect(() => assertSoundReply({ ...MULTIPLE, vehicleCount: 21, vehicles: many }, 'XB')).not.to.throw();
  });
});

describe('what a vehicle register suggests', () => {
  const suggested = { reference: 'VEH-XB-1', number: 'AB 1', likeness: 'confusable' } as const;
  const reply: SuggestionReply = { ...NUMBERS, isRegistered: false, suggestions: [suggested], truncated: false };

  it('is not believed beside a number that is registered, of another state, or without end', () => {
    const many = Array.from({ length: 6 }, (_, at) => ({ ...suggested, reference: `VEH-XB-${at}` }));
    for (const [bad, state] of [
      [{ ...reply, isRegistered: true }, 'XB'],
      [reply, 'XC'],
      [{ ...reply, suggestions: many }, 'XB'],
    ] as const)
      expect(() => assertSoundSuggestions(bad, state)).to.throw('contradicts itself');
    expect(() => assertSoundSuggestions(reply, 'XB')).not.to.throw();
  });
});
