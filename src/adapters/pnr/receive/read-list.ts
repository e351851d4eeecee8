/**
 * API data that a carrier sends apart, as PAXLST: a record of each passenger whom the message tells apart from the others, the same
 * at check-in and in the list of the flight. It stands beside the record of the booking, and neither takes the other's place.
 */
import type { ApiDiagnostic } from '../../../formats/api/diagnostic.js';
import type { ApiFlight, ApiPerson, PassengerList } from '../../../formats/api/passenger-list.js';
import { PaxlstReader } from '../../../formats/api/paxlst/paxlst-reader.js';
import type { PushedFlight } from '../../../formats/pnr/pnr.js';
import { answerList } from '../domain/answer-list.js';
import { DeletionCount } from '../domain/deletion.js';
import { keepApiPersons } from '../domain/keep-api.js';
import { flightOf, type Push, type PushedRecord } from '../domain/push.js';
import { termsOf } from '../domain/search-terms.js';
import { type Digest, tellApart } from '../domain/tell-apart.js';
import { MOST_DIAGNOSTICS, MOST_RECORDS, refusedPush } from './refused-push.js';

/** Reads it. `today` (YYYY-MM-DD) settles centuries. Throws a Refusal for what is no list of passengers of one flight. */
export function readList(message: Uint8Array, today: string, digest: Digest): Push {
  const { lists, persons, personCount, diagnostics, diagnosticCount, faults } = readMessage(message, today);
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
  const records = tellApart(list, persons, digest).map(({ people, identifiers }): PushedRecord => {
    const record = keepApiPersons(people, pushed, deleted);
    return { ...record, locators: identifiers, cancelled: false, terms: termsOf(record.sealed, []) };
  });
  const taken = records.filter(({ sealed }) => sealed.a.travellers.length > 0);
  return {
    format: list.format,
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

function readMessage(message: Uint8Array, today: string) {
  const lists: PassengerList[] = [];
  const persons: ApiPerson[] = [];
  const diagnostics: ApiDiagnostic[] = [];
  const faults = new Map<number | undefined, Set<string>>();
  let personCount = 0;
  let diagnosticCount = 0;
  const reader = new PaxlstReader(
    {
      list: (list) => void lists.push(list),
      person(person) {
        personCount += 1;
        if (personCount <= MOST_RECORDS) persons.push(person);
      },
      diagnostic(diagnostic) {
        diagnosticCount += 1;
        const { fault, person } = diagnostic;
        if (person === undefined || person <= MOST_RECORDS)
          faults.set(person, (faults.get(person) ?? new Set()).add(fault));
        if (diagnostics.length < MOST_DIAGNOSTICS) diagnostics.push(diagnostic);
      },
    },
    today,
  );
  reader.write(message);
  reader.end();
  return { lists, persons, personCount, diagnostics, diagnosticCount, faults };
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
