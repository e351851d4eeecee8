import { addDays, addYears } from '../../../world/calendar.js';
import { TEST_DOCUMENTS, TEST_PERSONS, TEST_VEHICLES, type TestPerson } from '../../../world/test-persons.js';
import type { Vehicle } from '../../../world/person.js';
import type { Alert, ObjectAlert, PersonAlert } from '../domain/alert.js';
import { NO_DEPARTURE_PERIOD } from '../domain/alert-parts.js';
import type { AlertCategory } from '../domain/category.js';
import type { Identity, IdentityStatus } from '../domain/identity.js';
import { makeFrame, termYears } from './alert-frame.js';

/** References of the alerts on test persons and objects: the same in every simulated SIS. */
export const TEST_ALERTS = {
  wanted: 'SIM-XB-00000000000000000TEST00001',
  summoned: 'SIM-XC-00000000000000000TEST00002',
  missingAdult: 'SIM-XD-00000000000000000TEST00003',
  missingChild: 'SIM-XB-00000000000000000TEST00004',
  discreetlyChecked: 'SIM-XC-00000000000000000TEST00005',
  refusedEntry: 'SIM-XD-00000000000000000TEST00006',
  returned: 'SIM-XB-00000000000000000TEST00007',
  wantedByOwnState: 'SIM-XA-00000000000000000TEST00008',
  formerlyWanted: 'SIM-XB-00000000000000000TEST00009',
  impersonator: 'SIM-XC-00000000000000000TEST00010',
  unknownPerson: 'SIM-XB-00000000000000000TEST00011',
  stolenVehicle: 'SIM-XB-00000000000000000TEST00012',
  discreetlyCheckedVehicle: 'SIM-XC-00000000000000000TEST00013',
  clonedVehicle: 'SIM-XD-00000000000000000TEST00014',
  stolenDocument: 'SIM-XB-00000000000000000TEST00015',
} as const;

/** Whose the prints in the alerts on test persons are, as a synthetic sample says it. */
export const TEST_PRINTS = { wanted: 'T-1', summoned: 'T-2', returned: 'T-7', unknownPerson: 'T-11' } as const;

/** Days before the day of seeding on which the alerts in force were entered. */
const AGE_DAYS = 30;

/** Alerts on the test persons and objects, in force on the day but for the one that is not. */
export function testAlerts(today: string): readonly Alert[] {
  const frame = (
    name: keyof typeof TEST_ALERTS,
    category: AlertCategory,
    onObject = false,
    enteredOn = addDays(today, -AGE_DAYS),
  ) => {
    const [, issuingState = '', id = ''] = TEST_ALERTS[name].split('-');
    return makeFrame({ category, onObject, issuingState, id, enteredOn });
  };
  const ended = addYears(addDays(today, -1), -termYears('ARR', false));
  return [
    {
      ...person(frame('wanted', 'ARR'), TEST_PERSONS.wanted),
      biometrics: ['fingerprints'],
      printSubject: TEST_PRINTS.wanted,
      warningMarkers: ['armed', 'violent'],
      offenceType: 'Armed robbery',
      decisionReference: 'EAW XB 2026/000001',
    },
    {
      ...person(frame('summoned', 'JPR'), TEST_PERSONS.summoned),
      biometrics: ['fingerprints'],
      printSubject: TEST_PRINTS.summoned,
    },
    { ...person(frame('missingAdult', 'MIS-N'), TEST_PERSONS.missingAdult), caseType: 'Unexplained disappearance' },
    { ...person(frame('missingChild', 'MIS-P'), TEST_PERSONS.missingChild), caseType: 'Runaway' },
    { ...person(frame('discreetlyChecked', 'DSC'), TEST_PERSONS.discreetlyChecked), immediateReporting: true },
    {
      ...person(frame('refusedEntry', 'REF'), TEST_PERSONS.refusedEntry),
      decisionReference: 'REF XD 2026/000006',
      refusalBasis: 'serious_threat',
    },
    {
      ...person(frame('returned', 'RET'), TEST_PERSONS.returned),
      biometrics: ['fingerprints'],
      printSubject: TEST_PRINTS.returned,
      decisionReference: 'RET XB 2026/000007',
      returnDecision: { departureUntil: NO_DEPARTURE_PERIOD, suspended: false, entryBan: true, threat: false },
    },
    person(frame('wantedByOwnState', 'ARR'), TEST_PERSONS.wantedByOwnState),
    person(frame('formerlyWanted', 'ARR', false, ended), TEST_PERSONS.formerlyWanted),
    impersonator(frame('impersonator', 'ARR')),
    {
      ...frame('unknownPerson', 'UNK'),
      subject: 'unknown-person',
      biometrics: ['latent_fingerprints'],
      printSubject: TEST_PRINTS.unknownPerson,
    },
    vehicle(frame('stolenVehicle', 'OBJ', true), TEST_VEHICLES.stolen),
    vehicle(frame('discreetlyCheckedVehicle', 'DSC', true), TEST_VEHICLES.discreetlyChecked),
    vehicle(frame('clonedVehicle', 'OBJ', true), TEST_VEHICLES.cloned, true),
    {
      ...frame('stolenDocument', 'OBJ', true),
      subject: 'object',
      object: {
        letter: 'l',
        number: TEST_DOCUMENTS.stolen.number,
        issuingCountry: TEST_DOCUMENTS.stolen.issuingState,
        description: 'Passport',
        documentStatus: 'stolen',
      },
    },
  ];
}

const identity = (status: IdentityStatus, test: TestPerson): Identity => ({
  status,
  surname: test.surname,
  forename: test.forename,
  dateOfBirth: test.dateOfBirth,
  gender: test.gender,
  nationalities: [test.nationality],
  placeOfBirth: test.placeOfBirth,
});

const person = (frame: ReturnType<typeof makeFrame>, test: TestPerson): PersonAlert => ({
  ...frame,
  subject: 'person',
  identities: [identity('confirmed', test)],
  documents:
    test.document === undefined
      ? []
      : [
          {
            kind: 'passport',
            number: test.document.number,
            issuingCountry: test.document.issuingState,
            issuedOn: '2020-01-15',
          },
        ],
  warningMarkers: [],
});

/** The wanted person goes by the impersonated one's identity; the true one was never established. */
const impersonator = (frame: ReturnType<typeof makeFrame>): PersonAlert => ({
  ...frame,
  subject: 'person',
  identities: [
    {
      status: 'not_confirmed',
      surname: 'Álnév',
      forename: 'Ödön',
      dateOfBirth: '1973-00-00',
      gender: 'male',
      nationalities: [],
    },
    identity('misused', TEST_PERSONS.impersonated),
  ],
  documents: [],
  warningMarkers: [],
});

const vehicle = (frame: ReturnType<typeof makeFrame>, test: Vehicle, cloneSuspected = false): ObjectAlert => ({
  ...frame,
  subject: 'object',
  object: {
    letter: 'a',
    vin: test.vin,
    plate: test.plate,
    plateState: test.plateState,
    description: test.makeAndModel,
    ...(cloneSuspected && { cloneSuspected }),
  },
});
