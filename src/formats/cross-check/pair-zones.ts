/** Finds whose document a machine-readable zone is of, among people on a list. */
import { documentNumberForm } from '../../matching/identifiers/document-number.js';
import type { ApiPerson } from '../api/passenger-list.js';
import type { MrzReading } from '../mrz/mrz.js';
import { readMrz } from '../mrz/read-mrz.js';
import { judgeNames } from './compare-names.js';
import { type Statement, statementOfPerson, statementOfZone } from './statement.js';

/** One of the zones that were to be paired. */
export interface ReadZone {
  /** Its place among them, from 0. */
  readonly at: number;
  readonly reading: MrzReading;
}

/** A zone that is of somebody: its text, and what it says. */
export interface PairedZone extends ReadZone {
  readonly text: string;
  readonly statement: Statement;
}

/** Result. */
export interface PairedZones {
  readonly of: ReadonlyMap<ApiPerson, PairedZone>;
  /** Zones that are of nobody on the list, or of somebody who has one already, or that could not be read. */
  readonly left: readonly ReadZone[];
}

/**
 * Pairs each zone with at most one person: the one who has a document of its number, or else one whose name and day of birth
 * it has. `day` is that of the flight; it settles centuries.
 */
export function pairZones(people: readonly ApiPerson[], texts: readonly string[], day: string): PairedZones {
  const of = new Map<ApiPerson, PairedZone>();
  const left: ReadZone[] = [];
  const index = indexOf(people);
  for (const [at, text] of texts.entries()) {
    const reading = readMrz(text, day);
    const statement = statementOfZone(reading);
    const person =
      statement && (find(index, numberKeys(statement), of) ?? find(index, birthKeys(statement.birth), of, statement));
    if (statement === undefined || person === undefined) left.push({ at, reading });
    else of.set(person, { at, reading, text, statement });
  }
  return { of, left };
}

type Index = ReadonlyMap<string, readonly ApiPerson[]>;

function indexOf(people: readonly ApiPerson[]): Index {
  const index = new Map<string, ApiPerson[]>();
  for (const person of people) {
    const numbers = person.documents.map(({ number }) => numberKey(number));
    for (const key of new Set([...numbers, ...birthKeys(person.birth)])) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [person]);
      else found.push(person);
    }
  }
  return index;
}

/** Somebody who has a key and no zone yet, and, if a statement is given, its name. */
function find(
  index: Index,
  keys: readonly string[],
  taken: ReadonlyMap<ApiPerson, PairedZone>,
  named?: Statement,
): ApiPerson | undefined {
  return keys
    .flatMap((key) => index.get(key) ?? [])
    .find((person) => !taken.has(person) && (named === undefined || isNamed(person, named)));
}

const numberKey = (number: string): string => `N${documentNumberForm(number).confusionKey}`;

/** Some type the check digit as if it were a part of the number. */
const numberKeys = ({ documentNumber, check }: Statement): readonly string[] =>
  documentNumber === '' ? [] : [numberKey(documentNumber), numberKey(documentNumber + (check?.digit ?? ''))];

const birthKeys = (birth: string | undefined): readonly string[] => (birth === undefined ? [] : [`B${birth}`]);

function isNamed(person: ApiPerson, zone: Statement): boolean {
  const { surname, givenNames } = judgeNames(statementOfPerson(person, undefined), zone);
  return surname.outcome !== 'missing' && surname.outcome !== 'differs' && givenNames.outcome !== 'differs';
}
