/**
 * What the unit answers to an interactive list: whose data it has received, and whose not, or not in whole. Whether somebody
 * boards is for border authorities to say (Regulation (EU) 2025/12), so the answer is a receipt and its codes let nobody board.
 */
import type { BoardingResponse, Verdict } from '../../../formats/api/boarding-response.js';
import { answerTo, isInteractive } from '../../../formats/api/interactive.js';
import type { ApiPerson, PassengerList } from '../../../formats/api/passenger-list.js';
import { statusOf, USUAL_CODES } from '../../../formats/api/verdict-codes.js';
import { isPassenger } from './keep-api.js';

/** The passenger's data were read in whole, and are kept. In no table of boarding codes. */
export const RECEIVED = 'RECEIVED';

/** The data were not taken, or something of them could not be read: the texts say what. */
export const NOT_USABLE = 'ERROR';

/** Codes of what is wrong, by the number of the person in the message; undefined: with the message outside its people. */
export type FaultsByPerson = ReadonlyMap<number | undefined, ReadonlySet<string>>;

/** The receipt for a list; undefined if the list does not ask for an answer (isInteractive). */
export function answerList(
  list: PassengerList,
  people: readonly ApiPerson[],
  faults: FaultsByPerson,
): BoardingResponse | undefined {
  if (!isInteractive(list, people)) return undefined;
  const verdicts = people.map((person) => ({ person, ...verdictOn([...faultsOf(person, people, faults)]) }));
  const ofMessage = [...(faults.get(undefined) ?? [])];
  const overall = ofMessage.length === 0 ? [] : [verdictOn(ofMessage)];
  return answerTo(list, verdicts, { kind: 'acknowledgement', overall });
}

function faultsOf(person: ApiPerson, people: readonly ApiPerson[], faults: FaultsByPerson): ReadonlySet<string> {
  const found = new Set(faults.get(person.number));
  if (!isPassenger(person)) found.add('OUTSIDE_ANNEX_I');
  if (people.some((other) => other !== person && other.uniqueReference === person.uniqueReference))
    found.add('REFERENCE_DUPLICATE');
  return found;
}

function verdictOn(texts: readonly string[]): Verdict {
  const codes = [texts.length === 0 ? RECEIVED : NOT_USABLE];
  return { codes, status: statusOf(codes, USUAL_CODES), texts };
}
