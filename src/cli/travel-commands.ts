/** pnr …, api …: travel data. What the readers make of a file asks no system, so nothing is logged. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { PaxlstReader, type PaxlstHandler } from '../formats/api/paxlst/paxlst-reader.js';
import type { ApiPerson, PassengerList } from '../formats/api/passenger-list.js';
import type { EdifactPlace } from '../formats/edifact/messages.js';
import type { Moment, Pnr, PnrPush } from '../formats/pnr/pnr.js';
import type { PnrHandler } from '../formats/pnr/handler.js';
import { PnrReader } from '../formats/pnr/pnr-reader.js';
import { addApiCommands } from './api-commands.js';
import { noMessage, type ParsedType } from './no-message.js';
import { counted, printerOf, spaced } from './phrases.js';
import { addPushCommand } from './push-pnr.js';
import { addScheduleCommand } from './schedule-command.js';
import { createTerminal, type Terminal } from './terminal.js';
import { today } from './travel-files.js';

/** A reader of some kind of message. */
interface Reader {
  write(piece: Uint8Array): void;
  end(): void;
}

/** What a reader told beside what was printed. */
interface Told {
  /** A message of the type was there, whatever became of what is in it. */
  message: boolean;
  readonly faults: Set<string>;
}

type Open = (terminal: Terminal, json: boolean, told: Told) => Reader;

/** Adds the commands. */
export function addTravelCommands(program: Command): void {
  const pnr = addParse(
    program,
    'pnr',
    'PNRGOV',
    'Passenger name records as carriers send them, and the schedule',
    'PNRGOV messages (EDIFACT or XML)',
    readPnr,
  );
  addPushCommand(pnr);
  addScheduleCommand(pnr);
  addApiCommands(
    addParse(
      program,
      'api',
      'PAXLST',
      'Read advance passenger information as carriers send it; asks no system',
      'PAXLST messages',
      readApi,
    ),
  );
}

/** Returns the command that it added, for further ones. */
function addParse(
  program: Command,
  name: string,
  type: ParsedType,
  what: string,
  messages: string,
  open: Open,
): Command {
  const group = program.command(name).description(what);
  group
    .command('parse')
    .description(`Read an interchange of ${messages}, however broken, and say what is odd about it`)
    .argument('<file>', 'the interchange; text around it is passed over')
    .option(
      '--json',
      'print one JSON text a line: what a message is about, then what is in it; diagnostics where they arise',
    )
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      const told: Told = { message: false, faults: new Set() };
      const reader = open(createTerminal(), json, told);
      // Kept, since what comes through a pipe cannot be read again.
      let beginning: Buffer | undefined;
      for await (const piece of createReadStream(file)) {
        beginning ??= piece as Buffer;
        reader.write(piece as Buffer);
      }
      reader.end();
      if (!told.message) throw new Error(noMessage(file, type, beginning ?? Buffer.alloc(0), told.faults));
    });
  return group;
}

const readPnr: Open = (terminal, json, told) => {
  const print = printerOf(terminal, json);
  const handler: PnrHandler = {
    push(push) {
      told.message = true;
      print({ push }, () => [describePush(push)]);
    },
    record: (record) => print({ record }, () => describeRecord(record)),
    diagnostic(diagnostic) {
      told.faults.add(diagnostic.fault);
      print({ diagnostic }, () => [describeOdd(diagnostic, 'record', diagnostic.record)]);
    },
  };
  return new PnrReader(handler, today());
};

const readApi: Open = (terminal, json, told) => {
  const print = printerOf(terminal, json);
  const handler: PaxlstHandler = {
    list(list) {
      told.message = true;
      print({ list }, () => describeList(list));
    },
    person: (person) => print({ person }, () => [describePerson(person)]),
    diagnostic(diagnostic) {
      told.faults.add(diagnostic.fault);
      print({ diagnostic }, () => [describeOdd(diagnostic, 'person', diagnostic.person)]);
    },
  };
  return new PaxlstReader(handler, today());
};

function describeOdd(
  { fault, offset, segment }: EdifactPlace & { readonly fault: string },
  what: string,
  number: number | undefined,
): string {
  // XML has no segments, and what stands before the first record is of none.
  const where = [segment === 0 ? '' : `segment ${segment}`, number === undefined ? '' : `${what} ${number}`];
  const places = where.filter((place) => place !== '').join(', ');
  return `! ${fault} at byte ${offset}${places === '' ? '' : ` (${places})`}`;
}

function describeList({ format, kind, flights, part, reportingParty }: PassengerList): string[] {
  const by = reportingParty === undefined ? '' : `, reported by ${reportingParty.name}`;
  return [
    `${format}, ${kind}${describePart(part)}${by}`,
    ...flights.flatMap(({ carrier, number, legs }) =>
      legs.map(
        ({ from, to, departure, arrival, crossesBorder }) =>
          `  ${spaced(carrier, number, `${from}–${to}`)} ${momentText(departure)} to ${momentText(arrival)}${crossesBorder ? ', across the border' : ''}`,
      ),
    ),
  ];
}

function describePerson({ number, surname, givenNames, kind, sex, birth, nationality, documents }: ApiPerson): string {
  const document = documents.map(({ type, issuer, number: code }) => spaced(type, issuer, code)).join('; ');
  const facts = [sex, birth, nationality, document].filter((fact) => fact !== undefined && fact !== '').join(', ');
  return `  ${number}. ${[surname, ...givenNames].join(', ')} (${kind}) ${facts}`.trimEnd();
}

const describePart = (part: PnrPush['part']): string =>
  part.number === 1 && part.last ? '' : `, part ${part.number}${part.last ? ' (the last)' : ''}`;

function describePush({ format, kind, flight, part, declaredRecords }: PnrPush): string {
  const what =
    flight === undefined ? 'no flight told' : `${flight.carrier}${flight.flight} ${flight.from}–${flight.to}`;
  const when = flight === undefined ? '' : ` ${momentText(flight.departure)}`;
  const records = declaredRecords === undefined ? '' : `, ${counted(declaredRecords, 'record')} declared`;
  return `${format}, ${kind} push: ${what}${when}${describePart(part)}${records}`;
}

function describeRecord(pnr: Pnr): string[] {
  const locators = pnr.locators.map(({ system, code }) => spaced(system, code)).join(', ');
  return [
    `  ${pnr.number}. ${locators || 'no locator'}${pnr.cancelled ? ' (cancelled)' : ''}`,
    ...pnr.travellers.map(({ surname, givenNames, kind, documents }) => {
      const document = documents.map(({ type, issuer, number }) => spaced(type, issuer, number)).join('; ');
      return `     ${[surname, givenNames].filter(Boolean).join(', ')} (${kind || 'kind not told'})${document && `, ${document}`}`;
    }),
    ...pnr.itinerary.map(
      ({ carrier, flight, from, to, departure, operatedBy }) =>
        `     ${carrier}${flight} ${from}–${to} ${momentText(departure)}${
          operatedBy === undefined ? '' : `, flown by ${spaced(operatedBy.carrier, operatedBy.flight)}`
        }`,
    ),
  ];
}

const momentText = (moment: Moment | undefined): string =>
  moment === undefined ? 'without a date' : [moment.day, moment.time].filter(Boolean).join(' ');
