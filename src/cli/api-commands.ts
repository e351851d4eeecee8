/** api validate, api check, api answer: what lists of passengers, bookings, zones and answers say. Nothing is logged, since no system is asked. */
import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import { compareStatements, type StatementComparison } from '../formats/cross-check/compare-statements.js';
import type { FieldComparison } from '../formats/cross-check/outcome.js';
import { checkFlight, type TravellerCheck } from '../formats/cross-check/pair-travellers.js';
import { type PairedZones, pairZones } from '../formats/cross-check/pair-zones.js';
import { statementOfBooking, statementOfPerson } from '../formats/cross-check/statement.js';
import type { BoardingResponse, Verdict } from '../formats/api/boarding-response.js';
import { CusresReader } from '../formats/api/cusres/cusres-reader.js';
import type { ApiPerson } from '../formats/api/passenger-list.js';
import type { ApiFinding, ApiLaw } from '../formats/api/validation/finding.js';
import { validateApi } from '../formats/api/validation/validate-api.js';
import { USUAL_CODES } from '../formats/api/verdict-codes.js';
import type { MrzCheck } from '../formats/mrz/mrz.js';
import { counted, printerOf, spaced } from './phrases.js';
import { createTerminal, type Terminal } from './terminal.js';
import { dayOf, readLists, readRecords, readZones, today, type ZoneText } from './travel-files.js';
import { describeCheckDigit, describeLeftZone, leftZones, wrongCheckDigits } from './zone-report.js';

const LAWS: readonly ApiLaw[] = ['2004/82', '2025/12', '2025/13'];

/** Adds them to the command `api`. */
export function addApiCommands(api: Command): void {
  api
    .command('validate')
    .description('Say what carriers must send and did not, or not in the form of documents; 1 if there are errors')
    .argument('<file>', 'an interchange of PAXLST messages')
    .addOption(new Option('--law <law>', 'by which the data are sent').choices(LAWS).default('2025/13'))
    .option('--mrz <file>', 'machine-readable zones of their documents, divided by empty lines')
    .option('--json', 'print one JSON text a line')
    .action((file: string, options: ValidateOptions) => validate(createTerminal(), file, options));
  api
    .command('check')
    .description('Hold bookings, list and zones of a flight against each other; 1 if a traveller differs')
    .requiredOption('--pnr <file>', 'an interchange of PNRGOV messages')
    .requiredOption('--api <file>', 'an interchange of PAXLST messages')
    .option('--mrz <file>', 'machine-readable zones of their documents, divided by empty lines')
    .option('--json', 'print one JSON text a line')
    .action((options: CheckOptions) => check(createTerminal(), options));
  api
    .command('answer')
    .description('Read answers to interactive lists (CUSRES): who may board')
    .argument('<file>', 'an interchange of CUSRES messages')
    .option('--json', 'print one JSON text a line')
    .action((file: string, { json = false }: { json?: boolean }) => answer(createTerminal(), file, json));
}

interface ValidateOptions {
  readonly law: ApiLaw;
  readonly mrz?: string;
  readonly json?: boolean;
}

async function validate(terminal: Terminal, file: string, { law, mrz, json = false }: ValidateOptions): Promise<void> {
  const print = printerOf(terminal, json);
  const texts = mrz === undefined ? [] : await readZones(mrz);
  const paired: PairedZones[] = [];
  let errors = 0;
  for (const read of await readLists(file)) {
    const zones = pairZones(read.people, textsOf(texts), dayOf(read));
    paired.push(zones);
    const findings = validateApi(read.list, read.people, {
      law,
      today: today(),
      zoneOf: (person) => zones.of.get(person)?.text,
    });
    errors += findings.filter(({ severity }) => severity === 'error').length;
    for (const finding of findings) print({ finding }, () => [describeFinding(finding)]);
    if (!json)
      terminal.line(`${counted(read.people.length, 'person', 'people')}, ${counted(findings.length, 'finding')}`);
  }
  // What was held against nobody was not validated.
  for (const zone of leftZones(texts, paired)) {
    if (zone.unreadable !== undefined) errors += 1;
    print({ zone }, () => [`${zone.unreadable === undefined ? '?' : '!'} ${describeLeftZone(zone)}`]);
  }
  if (errors > 0) process.exitCode = 1;
}

function describeFinding({ severity, person, document, field, rule, basis }: ApiFinding): string {
  const where = [
    ...(person === undefined ? ['flight'] : [`person ${person}`]),
    ...(document === undefined ? [] : [`document ${document}`]),
  ].join(', ');
  return `${severity === 'error' ? '!' : '?'} ${where}: ${words(field)} ${words(rule)}${basis && ` (${basis})`}`;
}

interface CheckOptions {
  readonly pnr: string;
  readonly api: string;
  readonly mrz?: string;
  readonly json?: boolean;
}

async function check(terminal: Terminal, { pnr, api, mrz, json = false }: CheckOptions): Promise<void> {
  const print = printerOf(terminal, json);
  const lists = await readLists(api);
  // Each part of a transmission numbers its people anew.
  const people = lists.flatMap((read) => read.people).map((person, at) => ({ ...person, number: at + 1 }));
  const { checks, onlyOnList, onlyBooked } = checkFlight(people, await readRecords(pnr));
  const texts = mrz === undefined ? [] : await readZones(mrz);
  const zones = pairZones(people, textsOf(texts), dayOf(lists[0]));
  for (const one of checks) {
    const comparisons = [one.comparison, ...zoneComparisons(one, zones)];
    if (comparisons.some(({ agreement }) => agreement === 'different')) process.exitCode = 1;
    const { person, record, traveller, by } = one;
    const locators = record.locators.map(({ code }) => code);
    const names = { person: person.number, record: record.number, traveller: traveller.reference, locators, by };
    const wrong = wrongDigitsOf(person, zones);
    print({ check: { ...names, comparisons, wrongCheckDigits: wrong } }, () => [
      `${person.number}. ${nameOf(person)}, booked as ${locators.join(', ')} (by ${words(by)})`,
      ...comparisons.flatMap(describeComparison),
      ...wrong.map((digit) => `   mrz: ${describeCheckDigit(digit)}`),
    ]);
  }
  for (const person of onlyOnList) {
    const wrong = wrongDigitsOf(person, zones);
    print({ onlyOnList: person, wrongCheckDigits: wrong }, () => [
      `${person.number}. ${nameOf(person)}: in no booking`,
      ...wrong.map((digit) => `   mrz: ${describeCheckDigit(digit)}`),
    ]);
  }
  for (const { record, traveller } of onlyBooked) {
    const name = [traveller.surname, traveller.givenNames].filter((part) => part !== '').join(', ');
    const locators = record.locators.map(({ code }) => code);
    print({ onlyBooked: { record: record.number, locators, traveller } }, () => [
      `${name}, booked as ${locators.join(', ')}: not on the list`,
    ]);
  }
  for (const zone of leftZones(texts, [zones])) print({ zone }, () => [describeLeftZone(zone)]);
}

const textsOf = (zones: readonly ZoneText[]): readonly string[] => zones.map(({ text }) => text);

function wrongDigitsOf(person: ApiPerson, zones: PairedZones): readonly MrzCheck[] {
  const zone = zones.of.get(person);
  return zone === undefined ? [] : wrongCheckDigits(zone.reading);
}

/** The zone with the booking, and with the list. */
function zoneComparisons(one: TravellerCheck, zones: PairedZones): readonly StatementComparison[] {
  const zone = zones.of.get(one.person)?.statement;
  if (zone === undefined) return [];
  return [
    compareStatements(statementOfBooking(one.traveller, one.bookedDocument), zone),
    compareStatements(statementOfPerson(one.person, one.apiDocument), zone),
  ];
}

function describeComparison({ first, second, agreement, fields }: StatementComparison): string[] {
  return [`   ${first} and ${second}: ${agreement}`, ...fields.map(describeField)];
}

function describeField({ field, outcome, rules, first, second, checkDigitFits }: FieldComparison): string {
  const values = outcome === 'same' && rules.length === 0 ? first : `${first || '–'} | ${second || '–'}`;
  const how = [
    ...rules.map(words),
    ...(checkDigitFits === undefined ? [] : [`the check digit fits ${checkDigitFits}`]),
  ].join(', ');
  return `     ${words(field).padEnd(16)} ${outcome.padEnd(16)} ${values}${how && ` (${how})`}`;
}

async function answer(terminal: Terminal, file: string, json: boolean): Promise<void> {
  const print = printerOf(terminal, json);
  let answers = 0;
  const reader = new CusresReader(
    {
      response(response) {
        answers += 1;
        print({ response }, () => describeResponse(response));
      },
      diagnostic: (diagnostic) =>
        print({ diagnostic }, () => [
          `! ${diagnostic.fault} at byte ${diagnostic.offset} (segment ${diagnostic.segment})`,
        ]),
    },
    USUAL_CODES,
  );
  for await (const piece of createReadStream(file)) reader.write(piece as Buffer);
  reader.end();
  if (answers === 0) throw new Error(`${file}: there is no CUSRES message in it`);
}

function describeResponse({ format, kind, transaction, legs, overall, passengers }: BoardingResponse): string[] {
  return [
    `${format}, ${kind} to ${transaction || 'no transaction'}`,
    ...legs.map(({ flight, from, to }) => `  ${spaced(flight, `${from}–${to}`)}`),
    ...overall.map((verdict) => `  the message: ${describeVerdict(verdict)}`),
    ...passengers.map((verdict) => {
      const { number, locator, uniqueReference } = verdict;
      return `  ${spaced(`${number}.`, locator, uniqueReference)}: ${describeVerdict(verdict)}`;
    }),
  ];
}

const describeVerdict = ({ status, codes, texts }: Verdict): string =>
  `${status ?? 'unknown'} (${codes.join(', ')})${texts.map((text) => `, ${text}`).join('')}`;

const nameOf = ({ surname, givenNames }: ApiPerson): string =>
  [surname, givenNames.join(' ')].filter((part) => part !== '').join(', ');

const words = (name: string): string => name.replaceAll('_', ' ');
