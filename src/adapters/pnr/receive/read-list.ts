/**
 * API data that a carrier sends apart, as PAXLST: a record of each passenger whom the message tells apart from the others, the same
 * at check-in and in the list of the flight. It stands beside the record of the booking, and neither takes the other's place.
 */
import type { ApiDiagnostic } from '../../../formats/api/diagnostic.js';
import type { ApiFlight, ApiPerson, PassengerList } from '../../../formats/api/passenger-list.js';
import { type PaxlstHandler, PaxlstReader } from '../../../formats/api/paxlst/paxlst-reader.js';
import type { PushedFlight } from '../../../formats/pnr/pnr.js';
import { answerList } from '../domain/answer-list.js';
import { DeletionCount } from '../domain/deletion.js';
import { keepApiPersons, keepCodesOf } from '../domain/keep-api.js';
import { flightOf, formatOf, type Push, type PushedRecord } from '../domain/push.js';
import { termsOf } from '../domain/search-terms.js';
import { type Digest, tellApart } from '../domain/tell-apart.js';
import { type MessageReader, readWhole } from './reading-turns.js';
import { MOST_DIAGNOSTICS, MOST_RECORDS, refusedPush } from './refused-push.js';

/** Reads it at once. Throws as listReader does. */
export const readList = (message: Uint8Array, today: string, digest: Digest): Push =>
  readWhole(listReader(today, digest), message);

/** Reads it. `today` (YYYY-MM-DD) settles centuries. */
export function listReader(today: string, digest: Digest): MessageReader {
  const told = new ToldList();
  const reader = new PaxlstReader(told, today);
  return {
    write: (piece) => reader.write(piece),
    end() {
      reader.end();
      return pushOf(told, digest);
    },
  };
}

/** Throws a Refusal for what is no list of passengers of one flight. */
function pushOf(told: ToldList, digest: Digest): Push {
  const { lists, persons, personCount, diagnostics, diagnosticCount, faults } = told;
  const [list, ...others] = lists;
  if (list === undefined) throw refusedPush('paxlst', 'must be a PAXLST message in EDIFACT');
  if (others.length > 0) throw refusedPush('one_message', 'must hold one message: each is a push of its own');
  if (list.kind !== 'passengers') throw refusedPush('passengers', 'must be a list of passengers (BGM 745)');
  if (personCount > MOST_RECORDS) {
    throw refusedPush('max_records', `must name at most ${MOST_RECORDS} people: send parts`);
  }
  const pushed = pushedFlight(list.flights[0]);
  const flight = flightOf(pushed);
  if (flight === undefined || pushed === undefined) {
    throw refusedPush('flight', 'must tell carrier, number, airports and day of the flight (TDT, LOC, DTM)');
  }
  const deleted = new DeletionCount();
  const known = persons.map((person) => keepCodesOf(person, deleted));
  const records = tellApart(list, known, digest).map(({ people, identifiers }): PushedRecord => {
    const record = keepApiPersons(people, pushed, deleted);
    return { ...record, locators: identifiers, cancelled: false, terms: termsOf(record.sealed, []) };
  });
  const taken = records.filter(({ sealed }) => sealed.a.travellers.length > 0);
  return {
    format: formatOf(list.format),
    kind: 'api',
    part: list.part,
    flight,
    preparedAt: list.preparedAt,
    records: taken,
    isWhole: false,
    recordCount: taken.length,
    deletions: deleted.all,
    diagnostics: diagnostics.map(({ fault, offset, segment, person }) => ({ fault, offset, segment, record: person })),
    diagnosticCount,
    answer: answerList(list, persons, faults),
  };
}

/** What a message tells, as far as it is kept. */
class ToldList implements PaxlstHandler {
  readonly lists: PassengerList[] = [];
  readonly persons: ApiPerson[] = [];
  readonly diagnostics: ApiDiagnostic[] = [];
  readonly faults = new Map<number | undefined, Set<string>>();
  personCount = 0;
  diagnosticCount = 0;

  list(list: PassengerList): void {
    this.lists.push(list);
  }

  person(person: ApiPerson): void {
    this.personCount += 1;
    if (this.personCount <= MOST_RECORDS) this.persons.push(person);
  }

  diagnostic(diagnostic: ApiDiagnostic): void {
    this.diagnosticCount += 1;
    const { fault, person } = diagnostic;
    if (person === undefined || person <= MOST_RECORDS)
      this.faults.set(person, (this.faults.get(person) ?? new Set()).add(fault));
    if (this.diagnostics.length < MOST_DIAGNOSTICS) this.diagnostics.push(diagnostic);
  }
}

/** The flight reported, on the leg on which the border is crossed, else on the first. */
function pushedFlight(flight: ApiFlight | undefined): PushedFlight | undefined {
  const leg = flight?.legs.find(({ crossesBorder }) => crossesBorder) ?? flight?.legs[0];
  if (flight === undefined || leg === undefined) return undefined;
  const { carrier, number } = flight;
  const { from, to, departure, arrival } = leg;
  return {
    carrier,
    flight: number.startsWith(carrier) ? number.slice(carrier.length) : number,
    from,
    to,
    departure,
    arrival,
  };
}
