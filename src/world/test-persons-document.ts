/** docs/test-persons.md, made from the catalogue. */
import { markdownTable } from '../shared/markdown-table.js';
import { DNA_CASES, type DnaCase } from './test-dna-cases.js';
import { FACE_CASES, type FaceCase } from './test-face-cases.js';
import { TEST_PERSONS } from './test-persons.js';
import { PNR_CASES, type PnrCase, TEST_FLIGHT } from './test-pnr-cases.js';
import { RECORD_CASES, type RecordCase } from './test-record-cases.js';
import { VEHICLE_CASES, type VehicleCase, type VehicleQuestionCase } from './test-vehicle-cases.js';
import { ASKERS, OBJECT_CASES, PERSON_CASES, type SisAnswer, type TestCase, type TestQuestion } from './test-cases.js';

/** The page. */
export const testPersonsDocument = (): string =>
  [
    '# Test persons and objects',
    'Made from `src/world/test-cases.ts` by `npm run docs`; do not edit.',
    'As payment providers publish test cards, every simulated system of Ostiary holds the same few persons and objects\nwhose outcome is fixed, whatever the seed and the size of the rest. None of them exists. Use them to try each outcome\nby hand or in your own tests. A test puts every line of this page to a whole gateway\n(`test/acceptance/test-persons.test.ts`), so that it is true of the code that it comes with.',
    'Where nobody is named, the police of state **XA** ask, on `SIS62-44-1-B` (police and customs checks) unless another\nlegal basis is named. Dates of entry and term move with the day of seeding; nothing else does.\n`ostiary world test-persons` prints the same.',
    '## Persons',
    table(PERSON_CASES),
    '## Objects',
    table(OBJECT_CASES),
    '`GetAlert` on an alert that has reached its term, that the caller may not see, or that never existed answers the same:\n`NOT_FOUND`.',
    '## Police records',
    'Asked by the police of XA, with `SearchRecordsOnce` on `PRUM2-26`, which takes a sandbox policy\n([police-records.md](police-records.md)). The states XB to XE take part and XF does not. What a request for a record leads\nto is what the simulated holder decides if nobody acts for the state. `test/acceptance/police-records/` holds this table\nto a gateway.',
    markdownTable(['ask for', 'states', 'requests', 'what it shows'], RECORD_CASES.map(recordRow)),
    '## DNA profiles',
    'Asked by the police of XA, with `SearchDnaOnce` on `PRUM2-6`, which takes a sandbox policy ([prum.md](prum.md)).\n`ostiary world dna PROFILE` prints the profile to ask with. The states XB to XE take part and XF does not. What a request for\ncore data leads to is what the simulated holder decides if nobody acts for the state. `test/acceptance/prum/` holds this\ntable to a gateway.',
    markdownTable(['profile', 'states', 'matches', 'what it shows'], DNA_CASES.map(dnaRow)),
    '## Vehicle registers',
    'Asked by the contact point of XA (`XA-NCP`) under Prüm ([prum-vehicles.md](prum-vehicles.md)): numbers and vehicles on\n`PRUM1-12` or `PRUM2-16`, persons and companies on `PRUM2-16-3`, which takes a sandbox policy.\n`test/acceptance/prum/` holds this table to a gateway.',
    markdownTable(['ask for', 'registers', 'holder, or suggestions', 'what it shows'], VEHICLE_CASES.map(vehicleRow)),
    '## Faces',
    'Asked by the police of XA, with `SearchFacesOnce` on `PRUM2-20`, which takes a sandbox policy\n([prum-faces.md](prum-faces.md)). `ostiary world face NAME` prints the vector to ask with. What core data that are asked for\nlead to is what the simulated holder decides if nobody acts for the state. `test/acceptance/prum/` holds this table to a\ngateway.',
    markdownTable(
      ['ask for the face of', 'states', 'candidates, and their core data', 'what it shows'],
      FACE_CASES.map(faceRow),
    ),
    '## Passenger name records',
    `In the unit of XA (\`XA-PIU\`, [piu.md](piu.md)): all on flight ${TEST_FLIGHT.carrier} ${TEST_FLIGHT.number} from ${TEST_FLIGHT.origin} to ${TEST_FLIGHT.destination}, which left on the day\nbefore the unit was filled. What the carrier sent of meals and assistance was deleted on receipt.\n\`test/adapters/pnr/seed.test.ts\` holds this table to the unit.`,
    markdownTable(['ask for', 'booking', 'as the carrier has it', 'what it shows'], PNR_CASES.map(pnrRow)),
    'The persons are defined in `src/world/test-persons.ts`, their alerts in `src/adapters/sis/simulator/test-alerts.ts`,\ntheir police records in `src/adapters/police-records/simulator/test-records.ts`, their vehicles in\n`src/adapters/prum/vehicle/simulator/test-registrations.ts`.\nWho else is in the simulated systems: [world.md](world.md).',
  ].join('\n\n') + '\n';

/** The lines of the catalogue, as text. */
export const testCaseLines = (): readonly string[] =>
  [
    ...[...PERSON_CASES, ...OBJECT_CASES].map((test) => ['SIS', ...row(test)]),
    ...RECORD_CASES.map((test) => ['police records', ...recordRow(test)]),
    ...DNA_CASES.map((test) => ['DNA profiles', ...dnaRow(test)]),
    ...VEHICLE_CASES.map((test) => ['vehicle registers', ...vehicleRow(test)]),
    ...FACE_CASES.map((test) => ['faces', ...faceRow(test)]),
    ...PNR_CASES.map((test) => ['passenger name records', ...pnrRow(test)]),
  ].map((cells) => cells.join(' | '));

/** A case of DNA profiles, as a row. */
const dnaRow = ({ ask, states, matches, shows }: DnaCase): string[] => [
  `\`${ask}\``,
  statesText(states),
  Object.entries(matches)
    .map(([reference, { quality, followUp }]) => `\`${reference}\` quality ${quality}: ${followUp}`)
    .join('; '),
  shows,
];

/** A case of police records, as a row. */
const recordRow = ({ ask, states, followUp = {}, shows }: RecordCase): string[] => [
  [ask.surname, ask.forename, ask.dateOfBirth].filter((part) => part !== undefined).join(', '),
  statesText(states),
  endsText(followUp),
  shows,
];

/** A booking. */
function pnrRow({ person, locator, surname, givenNames, document, shows }: PnrCase): string[] {
  const { surname: family, forename, dateOfBirth } = TEST_PERSONS[person];
  const written = `${surname}, ${givenNames}${document ? '' : ', without a date of birth'}`;
  return [
    `${family}, ${forename}, ${dateOfBirth}`,
    locator === undefined ? 'none' : `\`${locator}\``,
    locator === undefined ? '' : written,
    shows,
  ];
}

/** A case of faces. */
const faceRow = ({ person, states, candidates, shows }: FaceCase): string[] => [
  `\`${person}\`: ${TEST_PERSONS[person].surname}`,
  statesText(states),
  endsText(candidates),
  shows,
];

const statesText = (states: Readonly<Record<string, string>>): string =>
  Object.entries(states)
    .map(([state, answer]) => `${state} ${answer}`)
    .join('; ');

/** References, and what they lead to. */
const endsText = (ends: Readonly<Record<string, string>>): string =>
  Object.entries(ends)
    .map(([reference, end]) => `\`${reference}\` ${end}`)
    .join('; ');

/** A case of vehicle registers, as a row. */
const vehicleRow = ({ ask, states, holder, suggested, shows }: VehicleCase): string[] => [
  vehicleText(ask),
  statesText(states),
  holder ?? suggested?.map((number) => `\`${number}\``).join('; ') ?? '',
  shows,
];

function vehicleText(ask: VehicleQuestionCase): string {
  const time = 'time' in ask ? `, at ${ask.time}` : '';
  switch (ask.kind) {
    case 'number':
      return `number \`${ask.number}\` of ${ask.state}${ask.vin === undefined ? '' : ` with VIN \`${ask.vin}\``}${time}`;
    case 'vin':
      return `VIN \`${ask.vin}\`${time}`;
    case 'person':
      return `${ask.surname}, ${ask.forename}, ${ask.dateOfBirth}`;
    case 'company':
      return `${ask.name}${time}`;
    case 'suggestions':
      return `numbers like \`${ask.number}\` of ${ask.state}`;
  }
}

const HEADINGS = ['ask for', 'SIS', 'alert', 'what it shows'];

function row({ ask, by, basis, sis, shows }: TestCase): string[] {
  const asker = `${by === undefined ? '' : `, by the ${ASKERS[by].name}`}${basis === undefined ? '' : `, on \`${basis}\``}`;
  return [questionText(ask) + asker, answerText(sis), 'alert' in sis ? `\`${sis.alert}\`` : '', shows];
}

const table = (cases: readonly TestCase[]): string => markdownTable(HEADINGS, cases.map(row));

function questionText(ask: TestQuestion): string {
  switch (ask.kind) {
    case 'person':
      return `${ask.surname}${ask.forename === undefined ? '' : `, ${ask.forename}`}, ${ask.dateOfBirth}${ask.inexact === true ? ', `MATCH_MODE_INEXACT`' : ''}`;
    case 'document':
      return `person by document \`${ask.number}\``;
    case 'vin':
      return `VIN \`${ask.vin}\``;
    case 'plate':
      return `plate \`${ask.plate}\`${ask.state === undefined ? '' : ` of ${ask.state}`}`;
    case 'object document':
      return `document number \`${ask.number}\``;
    case 'alert':
      return `\`GetAlert\` \`${ask.reference}\``;
  }
}

function answerText(answer: SisAnswer): string {
  switch (answer.status) {
    case 'no hit':
      return answer.because === undefined ? 'no hit' : `no hit: ${answer.because}`;
    case 'not found':
      return '`NOT_FOUND`';
    case 'read':
      return `\`${answer.category}\``;
    case 'own alert':
    case 'hit':
      return [
        `${answer.status === 'hit' ? 'hit' : 'no hit, one match with `own_state`'}, \`${answer.category}\` by ${answer.issuingState}`,
        ...(answer.letter === undefined ? [] : [`letter ${answer.letter}`]),
        ...(answer.found === undefined ? [] : [`\`${answer.found.toUpperCase()}\``]),
        ...(answer.identity === undefined ? [] : ['status `MISUSED`']),
        ...(answer.warnings ?? []),
        ...(answer.doNotDisclose === true ? ['`DO_NOT_DISCLOSE_TO_SUBJECT`'] : []),
        ...(answer.contactSirene === true ? ['`CONTACT_SIRENE`'] : []),
      ].join('; ');
  }
}
