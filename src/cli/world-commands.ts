/** world, world test-persons, world face: whom one can ask the simulated systems for (docs/world.md). */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Contact } from '../world/contact.js';
import type { Person } from '../world/person.js';
import type { Presence } from '../world/presence.js';
import { testCaseLines } from '../world/test-persons-document.js';
import { OBJECT_CASES, PERSON_CASES } from '../world/test-cases.js';
import { DNA_CASES } from '../world/test-dna-cases.js';
import { FACE_CASES } from '../world/test-face-cases.js';
import { PNR_CASES } from '../world/test-pnr-cases.js';
import { RECORD_CASES } from '../world/test-record-cases.js';
import { VEHICLE_CASES } from '../world/test-vehicle-cases.js';
import { faceProbe, type Whose, withFace } from './face-argument.js';
import { createTerminal } from './terminal.js';
import { addWorldDna } from './world-dna-command.js';
import { addWorldPrints } from './world-print-commands.js';

interface WorldOptions {
  readonly seed: number;
  readonly persons: number;
  readonly from: number;
  readonly json?: true;
}

/** Adds the commands. */
export function addWorldCommands(program: Command): void {
  const world = program
    .command('world')
    .description('Print people of the synthetic world, and where they are known')
    .addOption(
      new Option('--seed <number>', 'seed of the world')
        .env('OSTIARY_SEED')
        .default(1)
        .argParser(integerFrom(0, GREATEST_SEED)),
    )
    .option('--persons <number>', 'how many', integerFrom(1, MOST_PERSONS), 20)
    .option('--from <number>', 'number of the first', integerFrom(1, MOST_PERSONS), 1)
    .option('--json', 'print one JSON object a line')
    .action(printPeople);
  addWorldDna(world);
  addWorldPrints(world);
  world
    .command('test-persons')
    .description('Print the persons and objects whose outcome is fixed, whatever the seed (docs/test-persons.md)')
    .option('--json', 'print the catalogue in JSON')
    .action((_: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<{ readonly json?: true }>();
      const terminal = createTerminal();
      if (json === true) {
        const catalogue = {
          sis: [...PERSON_CASES, ...OBJECT_CASES],
          policeRecords: RECORD_CASES,
          dnaProfiles: DNA_CASES,
          vehicleRegisters: VEHICLE_CASES,
          faces: FACE_CASES,
          passengerNameRecords: PNR_CASES,
        };
        terminal.line(JSON.stringify(catalogue, undefined, 2));
      } else {
        for (const line of testCaseLines()) terminal.line(line);
      }
    });
  withFace(
    world.command('face').description('Print a face to search with, as the contract has it (docs/prum-faces.md)'),
  ).action((who: Whose, _: unknown, command: Command) => {
    const { seed } = command.optsWithGlobals<Pick<WorldOptions, 'seed'>>();
    createTerminal().line(JSON.stringify(faceProbe(who, seed)));
  });
}

/** As OSTIARY_SEED allows. */
const GREATEST_SEED = 999_999_999;
/** More than any simulated system is filled with. */
const MOST_PERSONS = 100_000_000;

const integerFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be an integer from ${least} to ${most.toLocaleString('en')}.`);
    }
    return value;
  };

async function printPeople({ seed, persons, from, json }: WorldOptions): Promise<void> {
  // The names of the world take a tenth of a second to load, which no other command should pay.
  const [{ generatePopulation }, { presencesOf }, { contactsOf }] = await Promise.all([
    import('../world/population.js'),
    import('../world/presence.js'),
    import('../world/contact.js'),
  ]);
  const presenceOf = presencesOf(seed);
  const contactOf = contactsOf(seed);
  const print = json === true ? asJson : asLine;
  const terminal = createTerminal();
  for (const person of generatePopulation({ seed, persons, from })) {
    terminal.line(print(person, presenceOf(person), contactOf(person)));
  }
}

const asJson = (person: Person, presence: Presence, contact: Contact): string =>
  JSON.stringify({ ...person, contact, presence });

function asLine(person: Person, { sis, policeRecords }: Presence): string {
  const alerts = sis.map((alert) => {
    const what = alert.on === 'person' ? alert.category : alert.on === 'thing' ? alert.thing : 'traces';
    return `SIS ${what} by ${alert.issuingState}`;
  });
  const records = policeRecords.map(({ state, status }) => `police records of ${state}: ${status}`);
  const known = [...alerts, ...records];
  return [
    String(person.number),
    `${person.surname}, ${person.forename}`,
    `${person.latin.surname}, ${person.latin.forename}`,
    person.dateOfBirth,
    `${person.nationality}, lives in ${person.residence}`,
    person.documents.map(({ number }) => number).join(' '),
    person.vehicles.map(({ plate, plateState }) => `${plate} (${plateState})`).join(' '),
    known.length === 0 ? 'known nowhere' : known.join('; '),
  ].join(' | ');
}
