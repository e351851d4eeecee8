/** pnr …, api …: travel data. What the readers make of a file asks no system, so nothing is logged. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { PaxlstReader, type PaxlstHandler } from '../formats/api/paxlst/paxlst-reader.js';
import type { ApiPerson, PassengerList } from '../formats/api/passenger-list.js';
import type { EdifactPlace } from '../formats/edifact/messages.js';
import type { Moment, Pnr, PnrPush } from '../formats/pnr/pnr.js';
import type { PnrHandler } from '../formats/pnr/handler.js';
import { PnrReader } from '../formats/pnr/pnr-reader.js';
import { systemClock } from '../shared/clock.js';
import { addApiCommands } from './api-commands.js';
import { addPushCommand } from './push-pnr.js';
import { addScheduleCommand } from './schedule-command.js';
import { createTerminal, type Terminal } from './terminal.js';

/** A reader of some kind of message. */
interface Reader {
  write(piece: Uint8Array): void;
  end(): void;
}

type Print = (terminal: Terminal, json: boolean, today: string) => Reader;

/** Adds the commands. */
export function addTravelCommands(program: Command): void {
  const pnr = addParse(
    program,
    'pnr',
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
      'Read advance passenger information as carriers send it; asks no system',
      'PAXLST messages',
      readApi,
    ),
  );
}

/** Returns the command that it added, for further ones. */
function addParse(program: Command, name: string, what: string, messages: string, open: Print): Command {
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
      const reader = open(createTerminal(), json, new Date(systemClock.now()).toISOString().slice(0, 10));
      for await (const piece of createReadStream(file)) reader.write(piece as Buffer);
      reader.end();
    });
  return group;
}

const readPnr: Print = (terminal, json, today) => {
  const handler: PnrHandler = json
    ? {
        push: (push) => terminal.line(JSON.stringify({ push })),
        record: (record) => terminal.line(JSON.stringify({ record })),
        diagnostic: (diagnostic) => terminal.line(JSON.stringify({ diagnostic })),
      }
    : {
        push: (push) => terminal.line(describePush(push)),
        record: (pnr) => describeRecord(pnr).forEach((line) => terminal.line(line)),
        diagnostic: (odd) => terminal.line(describeOdd(odd, 'record', odd.record)),
      };
  return new PnrReader(handler, today);
};

const readApi: Print = (terminal, json, today) => {
  const handler: PaxlstHandler = json
    ? {
        list: (list) => terminal.line(JSON.stringify({ list })),
        person: (person) => terminal.line(JSON.stringify({ person })),
        diagnostic: (diagnostic) => terminal.line(JSON.stringify({ diagnostic })),
      }
    : {
        list: (list) => describeList(list).forEach((line) => terminal.line(line)),
        person: (person) => terminal.line(describePerson(person)),
        diagnostic: (odd) => terminal.line(describeOdd(odd, 'person', odd.person)),
      };
  return new PaxlstReader(handler, today);
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
          `  ${carrier} ${number} ${from}–${to} ${momentText(departure)} to ${momentText(arrival)}${crossesBorder ? ', across the border' : ''}`,
      ),
    ),
  ];
}

function describePerson({ number, surname, givenNames, kind, sex, birth, nationality, documents }: ApiPerson): string {
  const document = documents.map(({ type, issuer, number: code }) => `${type} ${issuer} ${code}`).join('; ');
  const facts = [sex, birth, nationality, document].filter((fact) => fact !== undefined && fact !== '').join(', ');
  return `  ${number}. ${[surname, ...givenNames].join(', ')} (${kind}) ${facts}`.trimEnd();
}

const describePart = (part: PnrPush['part']): string =>
  part.number === 1 && part.last ? '' : `, part ${part.number}${part.last ? ' (the last)' : ''}`;

function describePush({ format, kind, flight, part, declaredRecords }: PnrPush): string {
  const what =
    flight === undefined ? 'no flight told' : `${flight.carrier}${flight.flight} ${flight.from}–${flight.to}`;
  const when = flight === undefined ? '' : ` ${momentText(flight.departure)}`;
  const records = declaredRecords === undefined ? '' : `, ${declaredRecords} records declared`;
  return `${format}, ${kind} push: ${what}${when}${describePart(part)}${records}`;
}

function describeRecord(pnr: Pnr): string[] {
  const locators = pnr.locators.map(({ system, code }) => `${system} ${code}`).join(', ');
  return [
    `  ${pnr.number}. ${locators || 'no locator'}${pnr.cancelled ? ' (cancelled)' : ''}`,
    ...pnr.travellers.map(({ surname, givenNames, kind, documents }) => {
      const document = documents.map(({ type, issuer, number }) => `${type} ${issuer} ${number}`).join('; ');
      return `     ${[surname, givenNames].filter(Boolean).join(', ')} (${kind || 'kind not told'})${document && `, ${document}`}`;
    }),
    ...pnr.itinerary.map(
      ({ carrier, flight, from, to, departure, operatedBy }) =>
        `     ${carrier}${flight} ${from}–${to} ${momentText(departure)}${
          operatedBy === undefined ? '' : `, flown by ${operatedBy.carrier} ${operatedBy.flight}`.trimEnd()
        }`,
    ),
  ];
}

const momentText = (moment: Moment | undefined): string =>
  moment === undefined ? 'without a date' : [moment.day, moment.time].filter(Boolean).join(' ');
