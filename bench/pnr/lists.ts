/** Reading, validating and comparing advance passenger information of an invented flight, on one thread. */
import { answerTo, writeInteractivePaxlst } from '../../src/formats/api/interactive.js';
import { writeCusres } from '../../src/formats/api/cusres/write-cusres.js';
import { PaxlstReader } from '../../src/formats/api/paxlst/paxlst-reader.js';
import { writePaxlst } from '../../src/formats/api/paxlst/write-paxlst.js';
import type { ApiPerson, PassengerList } from '../../src/formats/api/passenger-list.js';
import { validateApi } from '../../src/formats/api/validation/validate-api.js';
import { checkFlight } from '../../src/formats/cross-check/pair-travellers.js';
import { writeMrz } from '../../src/formats/mrz/write-mrz.js';
import { emptyPnr, type Pnr, type Traveller } from '../../src/formats/pnr/pnr.js';

const TODAY = '2026-11-26';
const PEOPLE = 300;
/** Questions at check-in whose times are taken. */
const QUESTIONS = 5_000;
const OPTIONS = { directory: '12B', day: TODAY, time: '08:00', interchange: '77' } as const;

const LIST: PassengerList = {
  format: '',
  sender: 'ZZ',
  recipient: 'XAAPIU',
  reference: 'ZZ123/261126/0930',
  transaction: 'TX7',
  revision: '',
  part: { number: 1, last: true },
  kind: 'passengers',
  status: '',
  reportingParty: { name: 'DESK ONE', phone: '0043155501', fax: '', email: '' },
  flights: [
    {
      stage: '20',
      carrier: 'ZZ',
      number: 'ZZ123',
      legs: [
        {
          from: 'VIE',
          to: 'XAA',
          departure: { day: TODAY, time: '09:30' },
          arrival: { day: TODAY, time: '11:05' },
          crossesBorder: true,
        },
      ],
    },
  ],
};

const SURNAMES = ['PROBE', 'VAN DER MUELLEN', 'PAPANDROPOULOUS', 'OCONNOR', 'SMITH JONES', 'NILAVADHANANANDA'];
const letters = (number: number): string =>
  Array.from(String(number), (digit) => String.fromCharCode(65 + Number(digit))).join('');

const personOf = (number: number): ApiPerson => ({
  number,
  kind: 'passenger',
  surname: SURNAMES[number % SURNAMES.length] ?? '',
  givenNames: [`ANNA${letters(number)}`, 'MARIA'],
  address: [],
  sex: 'F',
  birth: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`,
  nationality: 'UTO',
  places: { embarkation: 'VIE', disembarkation: 'XAA' },
  locator: `R${Math.floor(number / 3)}`,
  uniqueReference: `U${number}`,
  seat: `${number}A`,
  otherReferences: {},
  verified: true,
  baggage: { pieces: '1', weight: '20', unit: 'kg', tags: [`ZZ${100_000 + number}`] },
  documents: [{ type: 'P', number: `P${1_000_000 + number}`, issuer: 'UTO', expiry: '2031-05-06' }],
  remarks: [],
});

const people = Array.from({ length: PEOPLE }, (_, at) => personOf(at + 1));
const list = Buffer.from(writePaxlst(LIST, people, OPTIONS));
const zones = new Map(
  people.map(({ number, surname, givenNames, birth, documents }) => [
    number,
    writeMrz({
      format: 'TD3',
      documentCode: 'PP',
      issuer: 'UTO',
      surname,
      forenames: givenNames.join(' '),
      documentNumber: documents[0]?.number ?? '',
      nationality: 'UTO',
      dateOfBirth: birth,
      sex: 'F',
      dateOfExpiry: '2031-05-06',
    }).join('\n'),
  ]),
);

/** The same people as bookings of three have them. */
const records: readonly Pnr[] = Array.from({ length: PEOPLE / 3 }, (_, at) => ({
  ...emptyPnr(at + 1),
  locators: [{ system: 'ZZ', code: `R${at}`, kind: '' }],
  travellers: people.filter(({ locator }) => locator === `R${at}`).map(travellerOf),
}));

function travellerOf(person: ApiPerson): Traveller {
  const { surname, givenNames, sex, birth, nationality, documents } = person;
  return {
    reference: String(person.number),
    surname,
    givenNames: givenNames[0] ?? '',
    title: '',
    kind: 'A',
    infantReference: '',
    otherNames: [],
    uniqueReference: '',
    frequentFlyer: [],
    fares: [],
    tickets: [],
    documents: documents.map((document) => ({ ...document, sex, birth, nationality, surname, givenNames })),
    otherDocuments: [],
    addresses: [],
  };
}

function read(bytes: Buffer): { readonly list: PassengerList; readonly people: ApiPerson[] } {
  const told: { list: PassengerList; people: ApiPerson[] } = { list: LIST, people: [] };
  const reader = new PaxlstReader(
    {
      list: (one) => (told.list = one),
      person: (person) => told.people.push(person),
      diagnostic: ({ fault }) => {
        throw new Error(fault);
      },
    },
    TODAY,
  );
  reader.write(bytes);
  reader.end();
  return told;
}

/** Passengers read and validated; whoever wrote them wrote them well, so a finding is a mistake of the bench. */
function validate(withZones: boolean): number {
  const told = read(list);
  const findings = validateApi(told.list, told.people, {
    law: '2025/13',
    today: TODAY,
    zoneOf: ({ number }) => (withZones ? zones.get(number) : undefined),
  });
  if (findings.length > 0) throw new Error(`${findings[0]?.field} ${findings[0]?.rule}`);
  return told.people.length;
}

/** Passengers paired with their bookings and compared. */
function compare(): number {
  const { checks } = checkFlight(people, records);
  if (checks.length < PEOPLE - 3) throw new Error('not everybody was found in a booking');
  return checks.length;
}

/** Milliseconds of a question at check-in, from its bytes to those of the answer: the 99th of a hundred. */
function ninetyNinth(): number {
  const question = Buffer.from(writeInteractivePaxlst(LIST, people.slice(0, 1), OPTIONS));
  const times: number[] = [];
  for (let n = 0; n < 2 * QUESTIONS; n++) {
    const from = performance.now();
    const told = read(question);
    const findings = validateApi(told.list, told.people, {
      law: '2025/13',
      today: TODAY,
      zoneOf: ({ number }) => zones.get(number),
    });
    const [person] = told.people;
    if (person === undefined || findings.length > 0) throw new Error('the question was not read');
    const verdict = { person, codes: ['0Z'], status: 'ok', texts: ['OK TO BOARD'] } as const;
    writeCusres(answerTo(told.list, [verdict]), OPTIONS);
    // The first half warms up.
    if (n >= QUESTIONS) times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[Math.floor(0.99 * times.length)] ?? 0;
}

/** Prints what was measured. */
export function measureLists(rateOf: (work: () => number) => number): void {
  const row = (what: string, value: number, unit: string, target: string): void =>
    console.log(`${what.padEnd(52)}${value.toFixed(unit === 'ms' ? 2 : 0).padStart(9)} ${unit.padEnd(14)} ${target}`);
  console.log(`\nadvance passenger information, a list of ${PEOPLE}`);
  const target = 'target 2,000';
  row('read and validated', rateOf(() => validate(false)) * PEOPLE, 'passengers/s', target);
  row('read, validated and compared with their zones', rateOf(() => validate(true)) * PEOPLE, 'passengers/s', target);
  row('paired with bookings and compared', rateOf(compare) * PEOPLE, 'passengers/s', '');
  row('question at check-in answered, 99th of a hundred', ninetyNinth(), 'ms', 'target 5');
}
