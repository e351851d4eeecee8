/** Reads whole files of one flight for commands that hold one against the other. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dayOfFlight, type ApiPerson, type PassengerList } from '../formats/api/passenger-list.js';
import { PaxlstReader } from '../formats/api/paxlst/paxlst-reader.js';
import type { Pnr } from '../formats/pnr/pnr.js';
import { PnrReader } from '../formats/pnr/pnr-reader.js';
import { systemClock } from '../shared/clock.js';

/** People or records of one flight: more than any aircraft holds. */
const MOST = 5_000;
/** Bytes of a file of zones. */
const MOST_ZONE_BYTES = 1_000_000;

/** A list and who is on it. */
export interface ReadList {
  readonly list: PassengerList;
  readonly people: ApiPerson[];
}

/** Today, by universal time. */
export const today = (): string => new Date(systemClock.now()).toISOString().slice(0, 10);

/** Lists of a file. Throws if there is none, or more people than a flight has. */
export async function readLists(file: string): Promise<readonly [ReadList, ...ReadList[]]> {
  const lists: ReadList[] = [];
  let count = 0;
  const reader = new PaxlstReader(
    {
      list: (list) => lists.push({ list, people: [] }),
      person(person) {
        count += 1;
        if (count <= MOST) lists.at(-1)?.people.push(person);
      },
      diagnostic: () => undefined,
    },
    today(),
  );
  await feed(file, reader);
  if (count > MOST) throw new Error(`${file}: more than ${MOST} people; a check is of one flight`);
  const [first, ...rest] = lists;
  if (first === undefined) throw new Error(`${file}: there is no PAXLST message in it`);
  return [first, ...rest];
}

/** Records of a file. Throws if there is none, or more than a flight has. */
export async function readRecords(file: string): Promise<readonly Pnr[]> {
  const records: Pnr[] = [];
  let count = 0;
  const reader = new PnrReader(
    {
      push: () => undefined,
      record(record) {
        count += 1;
        if (count <= MOST) records.push(record);
      },
      diagnostic: () => undefined,
    },
    today(),
  );
  await feed(file, reader);
  if (count > MOST) throw new Error(`${file}: more than ${MOST} records; a check is of one flight`);
  if (count === 0) throw new Error(`${file}: there is no record of a PNRGOV message in it`);
  return records;
}

/** A machine-readable zone of a file. */
export interface ZoneText {
  /** Its lines, divided by line feeds. */
  readonly text: string;
  /** Number of the first of them in the file, from 1. */
  readonly line: number;
}

/** Machine-readable zones of a file, divided by empty lines. */
export async function readZones(file: string): Promise<readonly ZoneText[]> {
  if ((await stat(file)).size > MOST_ZONE_BYTES) throw new Error(`${file}: more than ${MOST_ZONE_BYTES} bytes`);
  return zonesIn(await readFile(file, 'latin1'));
}

/** Those in a text. */
export function zonesIn(text: string): readonly ZoneText[] {
  const zones: { readonly lines: string[]; readonly line: number }[] = [];
  let isOpen = false;
  for (const [before, raw] of text.split(/\r\n?|\n/).entries()) {
    const line = raw.trim();
    if (line === '') isOpen = false;
    else if (isOpen) zones.at(-1)?.lines.push(line);
    else {
      zones.push({ lines: [line], line: before + 1 });
      isOpen = true;
    }
  }
  return zones.map(({ lines, line }) => ({ text: lines.join('\n'), line }));
}

/** Day of the flight of a list, else today. */
export const dayOf = ({ list }: ReadList): string => dayOfFlight(list.flights) ?? today();

async function feed(file: string, reader: { write(piece: Uint8Array): void; end(): void }): Promise<void> {
  for await (const piece of createReadStream(file)) reader.write(piece as Buffer);
  reader.end();
}
