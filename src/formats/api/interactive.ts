/**
 * Interactive API: a carrier asks about one passenger, or those of one booking, while they check in, and the authority
 * answers at once (guides of WCO, IATA and ICAO for PAXLST and CUSRES). A list is interactive by the reference of its
 * transaction, which the answer repeats, and by the reference of each passenger.
 */
import type { AnsweredLeg, BoardingResponse, PassengerVerdict, ResponseKind, Verdict } from './boarding-response.js';
import { type PaxlstOptions, writePaxlst } from './paxlst/write-paxlst.js';
import type { ApiPerson, PassengerList } from './passenger-list.js';

/** Passengers of one question. */
export const MAX_INTERACTIVE = 10;

/** True if a list asks for an answer: it has a transaction, few people, and each of them a reference. */
export const isInteractive = (list: PassengerList, people: readonly ApiPerson[]): boolean =>
  faultOf(list, people) === undefined;

/** A question. Throws a RangeError if it is none (isInteractive), or a field cannot be written. */
export function writeInteractivePaxlst(
  list: PassengerList,
  people: readonly ApiPerson[],
  options: Omit<PaxlstOptions, 'application' | 'total'>,
): string {
  const fault = faultOf(list, people);
  if (fault !== undefined) throw new RangeError(fault);
  return writePaxlst(list, people, { ...options, application: 'IAPI' });
}

function faultOf({ transaction, part }: PassengerList, people: readonly ApiPerson[]): string | undefined {
  if (transaction === '') return 'transaction: an interactive list has a reference that the answer repeats';
  if (part.number !== 1 || !part.last) return 'part: an interactive list is in one piece';
  if (people.length === 0 || people.length > MAX_INTERACTIVE) return `people: 1 to ${MAX_INTERACTIVE}`;
  if (people.some(({ uniqueReference }) => uniqueReference === ''))
    return 'unique reference: each passenger of an interactive list has one';
  return undefined;
}

/** The message that answers a list: from whom it was for, to whom it was from, about its flight and these passengers. */
export function answerTo(
  list: PassengerList,
  passengers: readonly (Verdict & { readonly person: ApiPerson })[],
  { kind = 'answer', overall = [] }: { readonly kind?: ResponseKind; readonly overall?: readonly Verdict[] } = {},
): BoardingResponse {
  return {
    format: list.format.replace(/^PAXLST/, 'CUSRES'),
    sender: list.recipient,
    recipient: list.sender,
    reference: list.reference,
    transaction: list.transaction,
    kind,
    legs: list.flights.flatMap(({ number, legs }): AnsweredLeg[] => legs.map((leg) => ({ flight: number, ...leg }))),
    remarks: [],
    overall,
    passengers: passengers.map(({ person, codes, status, texts }, at) => ({
      number: at + 1,
      locator: person.locator,
      uniqueReference: person.uniqueReference,
      otherReferences: {},
      codes,
      status,
      texts,
    })),
  };
}

/** A carrier's receipt of a change that nobody asked for: it says the same again. */
export const acknowledgementOf = (change: BoardingResponse): BoardingResponse => ({
  ...change,
  sender: change.recipient,
  recipient: change.sender,
  kind: 'acknowledgement',
});

/** What an answer says about somebody who was asked about. */
export interface Clearance {
  readonly person: ApiPerson;
  /** True only if the answer is one to this list, has nothing against it as a whole, and lets this passenger board. */
  readonly mayBoard: boolean;
  /** Verdict about this passenger; undefined if the answer has none, or has several that could be meant. */
  readonly verdict: PassengerVerdict | undefined;
}

/**
 * What an answer says about each person of a list. A verdict is about the passenger whose unique reference it has; one
 * without is about the only passenger of its locator. Whoever has no verdict does not board.
 */
export function clearancesOf(
  list: PassengerList,
  people: readonly ApiPerson[],
  response: BoardingResponse,
): readonly Clearance[] {
  const answers = response.kind === 'answer' || response.kind === 'unsolicited';
  const isAnswered =
    answers &&
    (response.kind === 'unsolicited' || response.transaction === list.transaction) &&
    response.legs.every(({ flight }) => list.flights.some(({ number }) => number === flight)) &&
    response.overall.every(({ status }) => status === 'ok');
  return people.map((person) => {
    const verdict = verdictOn(person, people, response.passengers);
    return { person, mayBoard: isAnswered && verdict?.status === 'ok', verdict };
  });
}

function verdictOn(
  person: ApiPerson,
  people: readonly ApiPerson[],
  verdicts: readonly PassengerVerdict[],
): PassengerVerdict | undefined {
  const { uniqueReference, locator } = person;
  const named = verdicts.filter((verdict) => uniqueReference !== '' && verdict.uniqueReference === uniqueReference);
  if (named.length > 0)
    return isOnly(people, (one) => one.uniqueReference === uniqueReference) ? only(named) : undefined;
  if (locator === '' || !isOnly(people, (one) => one.locator === locator)) return undefined;
  return only(verdicts.filter((verdict) => verdict.uniqueReference === '' && verdict.locator === locator));
}

const only = <Item>(items: readonly Item[]): Item | undefined => (items.length === 1 ? items[0] : undefined);

const isOnly = (people: readonly ApiPerson[], is: (person: ApiPerson) => boolean): boolean =>
  only(people.filter(is)) !== undefined;
