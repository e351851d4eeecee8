/**
 * Writes PAXLST as carriers send it, by the UN/EDIFACT directories D.02B, D.05B, D.12B and D.15B and the implementation
 * guide of WCO, IATA and ICAO: what the reader makes of the text is the list and the people it was written from.
 */
import { writeInterchange, type WrittenMessage } from '../../edifact/write-interchange.js';
import { writeSegment } from '../../edifact/writer.js';
import { type ApiFlight, type ApiPerson, dayOfFlight, type PassengerList } from '../passenger-list.js';
import { codeFor, countCodeOf, LIST_KINDS } from './codes.js';
import { writeFlightMoment } from './dates.js';
import { type PersonLimits, writePerson } from './write-person.js';

/** Version of the directory of the United Nations. */
export type PaxlstDirectory = '02B' | '05B' | '12B' | '15B';

const LIMITS: Readonly<Record<PaxlstDirectory, PersonLimits>> = {
  '02B': { texts: 5 },
  '05B': { texts: 99 },
  '12B': { texts: 99 },
  '15B': { texts: 99 },
};

/** Flights that stand before the people: group 2 may be repeated so often. */
const MAX_FLIGHTS = 10;

/** Everything that is not in the list itself. */
export interface PaxlstOptions {
  readonly directory: PaxlstDirectory;
  /** When the interchange is made: YYYY-MM-DD and HH:MM. */
  readonly day: string;
  readonly time: string;
  /** References of the interchange (0020) and of its one message (0062). */
  readonly interchange: string;
  readonly message?: string;
  /** Reference of a group around the message; without it there is no group. */
  readonly group?: string;
  /** Application reference (0026); APIS if it is not given. */
  readonly application?: string;
  /** People on the list in all its parts; those given here if it is not given. */
  readonly total?: number;
}

/**
 * An interchange with one list. `list.format` is not looked at: the directory says it. Throws a RangeError that names the
 * field that cannot be written.
 */
export function writePaxlst(list: PassengerList, people: readonly ApiPerson[], options: PaxlstOptions): string {
  const { directory, day, time, interchange, group, application = 'APIS', message = '1' } = options;
  const written: WrittenMessage = {
    reference: message,
    type: ['PAXLST', 'D', directory, 'UN', 'IATA'],
    accessReference: list.reference,
    part: list.part,
    segments: segmentsOf(list, people, options),
  };
  const envelope = { sender: list.sender, recipient: list.recipient, day, time, reference: interchange, application };
  return writeInterchange({ ...envelope, ...(group === undefined ? {} : { group }) }, [written]);
}

function segmentsOf(
  list: PassengerList,
  people: readonly ApiPerson[],
  { directory, total = people.length }: PaxlstOptions,
): readonly string[] {
  const code = codeFor(LIST_KINDS, list.kind);
  if (code === undefined) throw new RangeError(`kind of list: ${list.kind} has no code`);
  if (list.flights.length > MAX_FLIGHTS) throw new RangeError(`flights: at most ${MAX_FLIGHTS}`);
  const day = dayOfFlight(list.flights);
  return [
    writeSegment('BGM', code, list.status),
    ...transactionOf(list),
    ...partyOf(list),
    ...list.flights.flatMap(flightOf),
    ...people.flatMap((person) => writePerson(person, day, LIMITS[directory])),
    writeSegment('CNT', [countCodeOf(list.kind), String(total)]),
  ];
}

function transactionOf({ transaction, revision }: PassengerList): string[] {
  return transaction === '' && revision === '' ? [] : [writeSegment('RFF', ['TN', transaction, '', '', revision])];
}

function partyOf({ reportingParty: party }: PassengerList): string[] {
  if (party === undefined) return [];
  const contacts = [[party.phone, 'TE'] as const, [party.fax, 'FX'] as const, [party.email, 'EM'] as const].filter(
    ([value]) => value !== '',
  );
  return [
    writeSegment('NAD', 'MS', '', '', party.name),
    ...(contacts.length === 0 ? [] : [writeSegment('COM', ...contacts)]),
  ];
}

/** 125 and 87 mark the leg on which the border is crossed, 92 the ends of any other. */
function flightOf({ stage, number, carrier, legs }: ApiFlight): string[] {
  return [
    writeSegment('TDT', stage, number, '', '', carrier),
    ...legs.flatMap(({ from, to, departure, arrival, crossesBorder }): string[] => [
      writeSegment('LOC', crossesBorder ? '125' : '92', from),
      ...(departure === undefined ? [] : [writeSegment('DTM', ['189', ...writeFlightMoment(departure)])]),
      writeSegment('LOC', crossesBorder ? '87' : '92', to),
      ...(arrival === undefined ? [] : [writeSegment('DTM', ['232', ...writeFlightMoment(arrival)])]),
    ]),
  ];
}
