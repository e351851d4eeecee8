/** pnr …: what the readers of travel data make of a file. They ask no system, so nothing is logged. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { PnrDiagnostic } from '../formats/pnr/diagnostic.js';
import type { Moment, Pnr, PnrPush } from '../formats/pnr/pnr.js';
import { PnrgovReader } from '../formats/pnr/pnrgov/pnrgov-reader.js';
import { systemClock } from '../shared/clock.js';
import { createTerminal, type Terminal } from './terminal.js';

/** Adds the commands. */
export function addPnrCommands(program: Command): void {
  program
    .command('pnr')
    .description('Read passenger name records as carriers send them; asks no system')
    .command('parse')
    .description('Read an interchange of PNRGOV messages, however broken, and say what was odd about it')
    .argument('<file>', 'the interchange; text around it is passed over')
    .option('--json', 'print one JSON text a line: a push, then its records; diagnostics where they arise')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      const terminal = createTerminal();
      const printed = json ? printJson(terminal) : printText(terminal);
      const reader = new PnrgovReader(printed, new Date(systemClock.now()).toISOString().slice(0, 10));
      for await (const piece of createReadStream(file)) reader.write(piece as Buffer);
      reader.end();
    });
}

interface Printed {
  push(push: PnrPush): void;
  record(pnr: Pnr): void;
  diagnostic(diagnostic: PnrDiagnostic): void;
}

const printJson = (terminal: Terminal): Printed => ({
  push: (push) => terminal.line(JSON.stringify({ push })),
  record: (record) => terminal.line(JSON.stringify({ record })),
  diagnostic: (diagnostic) => terminal.line(JSON.stringify({ diagnostic })),
});

const printText = (terminal: Terminal): Printed => ({
  push: (push) => terminal.line(describePush(push)),
  record: (pnr) => {
    for (const line of describeRecord(pnr)) terminal.line(line);
  },
  diagnostic: ({ fault, segment, offset, record }) => {
    const where = record === undefined ? '' : `, record ${record}`;
    terminal.line(`! ${fault} at byte ${offset} (segment ${segment}${where})`);
  },
});

function describePush({ format, kind, flight, part, declaredRecords }: PnrPush): string {
  const what =
    flight === undefined ? 'no flight told' : `${flight.carrier}${flight.flight} ${flight.from}–${flight.to}`;
  const when = flight === undefined ? '' : ` ${momentText(flight.departure)}`;
  const piece = part.number === 1 && part.last ? '' : `, part ${part.number}${part.last ? ' (the last)' : ''}`;
  const records = declaredRecords === undefined ? '' : `, ${declaredRecords} records declared`;
  return `${format}, ${kind} push: ${what}${when}${piece}${records}`;
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
