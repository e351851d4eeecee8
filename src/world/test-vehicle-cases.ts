/** What the simulated vehicle registers of Prüm answer about the test vehicles (docs/test-persons.md). */
import { TEST_PERSONS, TEST_VEHICLES } from './test-persons.js';

/** What a register answers, or what becomes of the question if it does not. */
export type RegisterCase =
  'FOUND' | 'NOT_FOUND' | 'MULTIPLE' | 'NOT_DISCLOSED' | 'NOT_SEARCHED' | 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';

/** What is asked. */
export type VehicleQuestionCase =
  | {
      readonly kind: 'number';
      readonly state: string;
      readonly number: string;
      readonly vin?: string;
      readonly time?: string;
    }
  | { readonly kind: 'vin'; readonly vin: string; readonly time?: string }
  | { readonly kind: 'person'; readonly surname: string; readonly forename: string; readonly dateOfBirth: string }
  | { readonly kind: 'company'; readonly name: string; readonly time?: string }
  | { readonly kind: 'suggestions'; readonly state: string; readonly number: string };

/** A question and its answers. */
export interface VehicleCase {
  readonly ask: VehicleQuestionCase;
  /** Each state that is asked. */
  readonly states: Readonly<Record<string, RegisterCase>>;
  /** Surname or name of the holder that is told, where one vehicle is found in one state. */
  readonly holder?: string;
  /** Numbers that are suggested. */
  readonly suggested?: readonly string[];
  /** What it is there to show. */
  readonly shows: string;
}

const { knownToPolice, wanted, missingAdult } = TEST_PERSONS;
const vehicles = TEST_VEHICLES;
const NOWHERE = { XB: 'NOT_FOUND', XC: 'NOT_FOUND', XD: 'NOT_FOUND', XE: 'NOT_FOUND', XF: 'NOT_SEARCHED' } as const;

/** Company that owns the re-registered vehicle at first. */
export const TEST_COMPANY_NAME = 'Muster-Leasing & Söhne AG';

/** Questions of the contact point of XA. */
export const VEHICLE_CASES: readonly VehicleCase[] = [
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.discreetlyChecked.plate },
    states: { XB: 'FOUND' },
    holder: knownToPolice.surname,
    shows: 'a vehicle with holder, owner and insurance; the check in the SIS is no matter of the register',
  },
  {
    ask: { kind: 'number', state: 'XB', number: 'ттт-0002' },
    states: { XB: 'FOUND' },
    holder: knownToPolice.surname,
    shows: 'Cyrillic letters that look like Latin ones',
  },
  {
    ask: { kind: 'vin', vin: vehicles.reRegistered.vin },
    states: { ...NOWHERE, XB: 'FOUND', XC: 'FOUND' },
    shows: 'registered in one state, exported, registered in another: both registers know it',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.reRegistered.plate, time: '2017-06-01T12:00:00Z' },
    states: { XB: 'FOUND' },
    holder: wanted.surname,
    shows: 'its first holder, at a time in the past',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.reRegistered.plate, time: '2018-07-02T08:59:59Z' },
    states: { XB: 'FOUND' },
    holder: wanted.surname,
    shows: 'the same holder a second before it changed hands',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.reRegistered.plate, time: '2018-07-02T09:00:00Z' },
    states: { XB: 'FOUND' },
    holder: knownToPolice.surname,
    shows: 'and the next one from that second on',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.reRegistered.plate, time: '2010-01-01T00:00:00Z' },
    states: { XB: 'NOT_FOUND' },
    shows: 'before it was registered at all',
  },
  {
    ask: { kind: 'number', state: 'XC', number: vehicles.sharedNumber.plate },
    states: { XC: 'MULTIPLE' },
    shows: 'two vehicles with one number: the refinement set of each, and nobody',
  },
  {
    ask: { kind: 'number', state: 'XC', number: vehicles.sharedNumber.plate, vin: vehicles.sharingNumber.vin },
    states: { XC: 'FOUND' },
    holder: missingAdult.surname,
    shows: 'one of the two, told apart by its identification number',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.withheld.plate },
    states: { XB: 'NOT_DISCLOSED' },
    shows: 'a vehicle that its state tells nobody of',
  },
  {
    ask: { kind: 'number', state: 'XB', number: vehicles.scrapped.plate },
    states: { XB: 'FOUND' },
    holder: wanted.surname,
    shows: 'scrapped: last holder and owner are told all the same',
  },
  {
    ask: { kind: 'vin', vin: vehicles.stolenAbroad.vin },
    states: { ...NOWHERE, XB: 'FOUND' },
    holder: knownToPolice.surname,
    shows: 'reported stolen: holder and owner are told',
  },
  {
    ask: { kind: 'number', state: 'XD', number: vehicles.withoutHistory.plate, time: '2017-06-01T12:00:00Z' },
    states: { XD: 'FOUND' },
    holder: wanted.surname,
    shows: 'a register without history answers with current data, and says so',
  },
  {
    ask: { kind: 'vin', vin: vehicles.notAnsweredByAll.vin },
    states: { XB: 'FOUND', XC: 'REFUSED', XD: 'TIMED_OUT', XE: 'UNAVAILABLE', XF: 'NOT_SEARCHED' },
    shows: 'states that do not answer are named, and never called without the vehicle',
  },
  {
    ask: { kind: 'vin', vin: vehicles.unknownToAll.vin },
    states: NOWHERE,
    shows: 'a vehicle known nowhere',
  },
  {
    ask: {
      kind: 'person',
      surname: knownToPolice.surname,
      forename: knownToPolice.forename,
      dateOfBirth: knownToPolice.dateOfBirth,
    },
    states: { ...NOWHERE, XB: 'MULTIPLE', XD: 'NOT_SEARCHED' },
    shows: 'the vehicles of a person; the law of XD does not allow such a search',
  },
  {
    ask: { kind: 'person', surname: knownToPolice.surname, forename: 'M.', dateOfBirth: knownToPolice.dateOfBirth },
    states: { ...NOWHERE, XD: 'NOT_SEARCHED' },
    shows: 'an initial is not all first names',
  },
  {
    ask: { kind: 'company', name: TEST_COMPANY_NAME, time: '2017-06-01T12:00:00Z' },
    states: { ...NOWHERE, XB: 'FOUND', XD: 'NOT_SEARCHED' },
    shows: 'a company by its whole name, at the time when it owned the vehicle',
  },
  {
    ask: { kind: 'suggestions', state: 'XB', number: 'TT8 OO1B' },
    states: { XB: 'FOUND' },
    suggested: [vehicles.misread.plate],
    shows: 'a number that may have been misread: the number alone, on `PRUM1-12-SUGGEST`',
  },
  {
    ask: { kind: 'suggestions', state: 'XC', number: 'TT8 OO1B' },
    states: { XC: 'NOT_SEARCHED' },
    suggested: [],
    shows: 'XC suggests nothing',
  },
];
