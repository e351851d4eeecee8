/** Registrations of the test vehicles: the same in every simulated exchange (docs/test-persons.md). */
import type { Vehicle } from '../../../../world/person.js';
import { TEST_PERSONS, type TestPerson, TEST_VEHICLES } from '../../../../world/test-persons.js';
import type { State } from '../../../../world/states.js';
import { TEST_COMPANY_NAME } from '../../../../world/test-vehicle-cases.js';
import type { Individual, Organisation, Party } from '../domain/party.js';
import type { PartyPeriod, Registration, StatusKind } from '../domain/registration.js';

/** When the vehicle that was registered anew left its first state, and when it changed hands there before. */
export const RE_REGISTERED_AT = '2021-03-01T00:00:00Z';
export const CHANGED_HANDS_AT = '2018-07-02T09:00:00Z';

/** Owner of the re-registered vehicle while it had its first holder. */
export const TEST_COMPANY: Organisation = {
  kind: 'company',
  name: TEST_COMPANY_NAME,
  idNumber: 'XB-00001',
  idNumberType: 'register of companies',
  address: { street: 'Quai Neuf', houseNumber: '1', postcode: '00001', place: 'Fontclair', country: 'XB' },
};

/** Registrations of the test vehicles. */
export function testRegistrations(): readonly Registration[] {
  const { knownToPolice, wanted, missingAdult } = TEST_PERSONS;
  const known = individual(knownToPolice, 'XB');
  const first = individual(wanted, 'XB');
  const left = ms(RE_REGISTERED_AT);
  const sold = ms(CHANGED_HANDS_AT);
  const { reRegistered } = TEST_VEHICLES;
  return [
    registration(1, TEST_VEHICLES.stolen, {
      parties: heldBy(known, ms('2019-05-06T10:00:00Z')),
      status: ['stolen', '2025-11-02T08:00:00Z'],
    }),
    registration(2, TEST_VEHICLES.discreetlyChecked, { parties: heldBy(known, ms('2019-05-06T10:00:00Z')) }),
    registration(3, TEST_VEHICLES.cloned, {
      parties: heldBy(individual(missingAdult, 'XC'), ms('2019-05-06T10:00:00Z')),
    }),
    registration(4, reRegistered, {
      from: '2015-05-04T09:00:00Z',
      until: RE_REGISTERED_AT,
      status: ['exported', RE_REGISTERED_AT],
      parties: [
        { role: 'holder', party: first, fromMs: ms('2015-05-04T09:00:00Z'), untilMs: sold, holderType: 'not_owner' },
        { role: 'owner', party: TEST_COMPANY, fromMs: ms('2015-05-04T09:00:00Z'), untilMs: sold },
        { role: 'holder', party: known, fromMs: sold, untilMs: left, holderType: 'owner' },
        { role: 'owner', party: known, fromMs: sold, untilMs: left },
      ],
    }),
    registration(
      5,
      { ...reRegistered, plate: '0004 TTT', plateState: 'XC' },
      { from: RE_REGISTERED_AT, parties: heldBy(individual(missingAdult, 'XC'), left) },
    ),
    registration(6, TEST_VEHICLES.sharedNumber, {
      shared: true,
      parties: heldBy(individual(missingAdult, 'XC'), ms(BEGUN)),
    }),
    registration(7, TEST_VEHICLES.sharingNumber, {
      shared: true,
      parties: heldBy(individual(missingAdult, 'XC'), ms(BEGUN)),
    }),
    registration(8, TEST_VEHICLES.withheld, { withheld: true, parties: heldBy(known, ms(BEGUN)) }),
    registration(9, TEST_VEHICLES.scrapped, {
      until: '2020-06-30T12:00:00Z',
      status: ['scrapped', '2020-06-30T12:00:00Z'],
      parties: heldBy(first, ms(BEGUN), ms('2020-06-30T12:00:00Z')),
    }),
    registration(10, TEST_VEHICLES.withoutHistory, { parties: heldBy(individual(wanted, 'XD'), ms(BEGUN)) }),
    registration(11, TEST_VEHICLES.notAnsweredByAll, { parties: heldBy(first, ms(BEGUN)) }),
    registration(12, TEST_VEHICLES.stolenAbroad, {
      status: ['stolen', '2025-12-24T18:00:00Z'],
      parties: heldBy(known, ms(BEGUN)),
    }),
    registration(13, TEST_VEHICLES.misread, { parties: heldBy(first, ms(BEGUN)) }),
  ];
}

/** When test vehicles were registered that have no history of their own. */
const BEGUN = '2016-02-01T09:00:00Z';

interface Facts {
  readonly from?: string;
  readonly until?: string;
  readonly status?: readonly [StatusKind, string];
  readonly shared?: true;
  readonly withheld?: true;
  readonly parties: readonly PartyPeriod[];
}

function registration(
  number: number,
  { vin, plate, plateState, makeAndModel, certificateNumber }: Vehicle,
  { from = BEGUN, until, status, shared, withheld, parties }: Facts,
): Registration {
  const [make = '', ...description] = makeAndModel.split(' ');
  const untilMs = until === undefined ? undefined : ms(until);
  return {
    reference: `VEH-${plateState}-00000000000000000TEST${String(number).padStart(5, '0')}`,
    memberState: plateState,
    number: plate,
    numberKind: shared === true ? 'interchangeable' : 'regular',
    vin,
    vehicle: {
      make,
      commercialDescription: description.join(' '),
      category: 'M1',
      firstRegisteredOn: '2015-05-04',
      powerKw: 85,
      capacityCm3: 1600,
    },
    documents: [certificateNumber],
    fromMs: ms(from),
    untilMs,
    statuses: status === undefined ? [] : [{ kind: status[0], fromMs: ms(status[1]), untilMs: undefined }],
    parties,
    insurances: [
      {
        company: `Aurora (${plateState}, synthetic)`,
        address: { street: 'Platz', houseNumber: '2', postcode: '00002', place: 'Beispielstadt', country: plateState },
        policyNumber: `${plateState}0000${String(number).padStart(4, '0')}`,
        fromMs: ms(from),
        untilMs,
      },
    ],
    withheld: withheld === true,
  };
}

const heldBy = (party: Party, fromMs: number, untilMs?: number): readonly PartyPeriod[] => [
  { role: 'holder', party, fromMs, untilMs, holderType: 'owner' },
  { role: 'owner', party, fromMs, untilMs },
];

const individual = (
  { surname, forename, dateOfBirth, gender, placeOfBirth }: TestPerson,
  country: State,
): Individual => ({
  kind: 'individual',
  surname,
  firstNames: forename,
  gender,
  dateOfBirth,
  placeOfBirth,
  address: { street: 'Beispielweg', houseNumber: '7', postcode: '00007', place: 'Probedorf', country },
});

const ms = (time: string): number => Date.parse(time);
