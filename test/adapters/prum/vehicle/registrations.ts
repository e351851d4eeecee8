/** Registrations for tests. */
import type { Party } from '../../../../src/adapters/prum/vehicle/domain/party.js';
import type { PartyPeriod, Registration } from '../../../../src/adapters/prum/vehicle/domain/registration.js';

export const at = (time: string): number => Date.parse(time);

export const BERG: Party = {
  kind: 'individual',
  surname: 'Berg',
  infixes: 'van der',
  firstNames: 'Anna Łucja',
  dateOfBirth: '1980-02-29',
  gender: 'female',
  address: { street: 'Weg', houseNumber: '1', postcode: '00001', place: 'Ort', country: 'XB' },
};

export const FIRM: Party = {
  kind: 'company',
  name: 'Lease & Go S.A.',
  address: { street: 'Quai', houseNumber: '2', postcode: '00002', place: 'Ville', country: 'XB' },
};

export const registration = (changes: Partial<Registration> = {}): Registration => ({
  reference: 'VEH-XB-01J00000000000000000000001',
  memberState: 'XB',
  number: 'AB-123',
  numberKind: 'regular',
  vin: 'XPL7T0AB1RP000001',
  vehicle: { make: 'Arden', commercialDescription: 'Corvo', category: 'M1', firstRegisteredOn: '2015-01-01' },
  documents: ['C1'],
  fromMs: at('2015-01-01T00:00:00Z'),
  untilMs: undefined,
  statuses: [],
  parties: [],
  insurances: [],
  withheld: false,
  ...changes,
});

export const holder = (party: Party, from: string, until?: string): PartyPeriod => ({
  role: 'holder',
  party,
  fromMs: at(from),
  untilMs: until === undefined ? undefined : at(until),
});
