/** Finds who of a flight's list is who of its bookings, and compares what both say. */
import { documentNumberForm } from '../../matching/identifiers/document-number.js';
import { canonicalName } from '../../matching/names/name-form.js';
import type { ApiDocument, ApiPerson } from '../api/passenger-list.js';
import type { Pnr, TravelDocument, Traveller } from '../pnr/pnr.js';
import { compareStatements, type StatementComparison } from './compare-statements.js';
import type { ComparedField, FieldOutcome } from './outcome.js';
import { type Statement, statementOfBooking, statementOfPerson } from './statement.js';

/** Somebody named in a record. */
export interface BookedTraveller {
  readonly record: Pnr;
  readonly traveller: Traveller;
}

/** By what two were taken for one: the carrier's reference, the number of the document, or the name. */
export type PairedBy = 'reference' | 'document_number' | 'name';

/** Somebody on the list and in a booking. */
export interface TravellerCheck extends BookedTraveller {
  readonly person: ApiPerson;
  readonly by: PairedBy;
  /** Documents that were compared: of several, those that have most in common. */
  readonly bookedDocument: TravelDocument | undefined;
  readonly apiDocument: ApiDocument | undefined;
  /** The booking first, the list second. */
  readonly comparison: StatementComparison;
}

/** Result for a flight. */
export interface FlightCheck {
  readonly checks: readonly TravellerCheck[];
  readonly onlyOnList: readonly ApiPerson[];
  readonly onlyBooked: readonly BookedTraveller[];
}

/** Travellers with whom one person is compared who share nothing but a key: bounds the work on large groups. */
const MAX_CANDIDATES = 50;

/** How much an outcome says that two are one. */
const WORTH: Readonly<Record<FieldOutcome, number>> = {
  same: 4,
  transliteration: 4,
  truncated: 3,
  similar: 2,
  missing: 0,
  differs: -1,
};

/** A pair that might be one, and how much speaks for it. */
interface Candidate {
  readonly check: TravellerCheck;
  readonly worth: number;
}

/**
 * Pairs each person with at most one traveller, the best pairs first. Those are looked at who share the locator and the
 * reference, the number of a document, or the surname with the day of birth or the first given name.
 */
export function checkFlight(people: readonly ApiPerson[], records: readonly Pnr[]): FlightCheck {
  const booked = records.flatMap((record) => record.travellers.map((traveller) => ({ record, traveller })));
  const index = indexOf(booked);
  const candidates = people.flatMap((person) => candidatesFor(person, index)).sort((a, b) => b.worth - a.worth);
  const [peopleTaken, travellersTaken] = [new Set<ApiPerson>(), new Set<Traveller>()];
  const checks: TravellerCheck[] = [];
  for (const { check } of candidates) {
    if (peopleTaken.has(check.person) || travellersTaken.has(check.traveller)) continue;
    peopleTaken.add(check.person);
    travellersTaken.add(check.traveller);
    checks.push(check);
  }
  return {
    checks: checks.sort((a, b) => a.person.number - b.person.number),
    onlyOnList: people.filter((person) => !peopleTaken.has(person)),
    onlyBooked: booked.filter(({ traveller }) => !travellersTaken.has(traveller)),
  };
}

type Index = ReadonlyMap<string, readonly BookedTraveller[]>;

function indexOf(booked: readonly BookedTraveller[]): Index {
  const index = new Map<string, BookedTraveller[]>();
  for (const one of booked) {
    const { record, traveller } = one;
    const keys = new Set([
      ...record.locators.map(({ code }) => `L${code.toUpperCase()}`),
      ...(traveller.uniqueReference === '' ? [] : [`R${traveller.uniqueReference}`]),
      ...traveller.documents.flatMap(({ number }) => numberKeys(number)),
      ...documentsOf(traveller).flatMap((document) => nameKeys(statementOfBooking(traveller, document))),
    ]);
    for (const key of keys) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [one]);
      else found.push(one);
    }
  }
  return index;
}

function candidatesFor(person: ApiPerson, index: Index): Candidate[] {
  const keys = [
    ...(person.uniqueReference === '' ? [] : [`R${person.uniqueReference}`]),
    ...person.documents.flatMap(({ number }) => numberKeys(number)),
    ...(person.locator === '' ? [] : [`L${person.locator.toUpperCase()}`]),
    ...nameKeys(statementOfPerson(person, undefined)),
  ];
  const found = new Set(keys.flatMap((key) => (index.get(key) ?? []).slice(0, MAX_CANDIDATES)));
  return [...found].map((one) => candidateOf(person, one)).filter((candidate) => candidate !== undefined);
}

/** O and I read as 0 and 1, so that a slip does not part them. */
function numberKeys(number: string): readonly string[] {
  const { confusionKey } = documentNumberForm(number);
  return confusionKey === '' ? [] : [`N${confusionKey}`];
}

function nameKeys({ surname, givenNames, birth }: Statement): readonly string[] {
  const name = canonicalName(surname);
  if (name === '') return [];
  const [first = ''] = canonicalName(givenNames).split(' ');
  return [...(birth === undefined ? [] : [`B${name}/${birth}`]), ...(first === '' ? [] : [`G${name}/${first}`])];
}

const documentsOf = ({ documents }: Traveller): readonly (TravelDocument | undefined)[] =>
  documents.length === 0 ? [undefined] : documents;

/** Of several documents on both sides, the pair that has most in common; undefined if nothing says that the two are one. */
function candidateOf(person: ApiPerson, one: BookedTraveller): Candidate | undefined {
  const apiDocuments = person.documents.length === 0 ? [undefined] : person.documents;
  return documentsOf(one.traveller)
    .flatMap((bookedDocument) => apiDocuments.map((document) => judge(person, one, bookedDocument, document)))
    .filter((pair) => pair !== undefined)
    .sort((a, b) => b.worth - a.worth)[0];
}

function judge(
  person: ApiPerson,
  one: BookedTraveller,
  bookedDocument: TravelDocument | undefined,
  apiDocument: ApiDocument | undefined,
): Candidate | undefined {
  const { record, traveller } = one;
  const comparison = compareStatements(
    statementOfBooking(traveller, bookedDocument),
    statementOfPerson(person, apiDocument),
  );
  const outcomeOf = (field: ComparedField): FieldOutcome =>
    comparison.fields.find((compared) => compared.field === field)?.outcome ?? 'missing';
  const isReferred = person.uniqueReference !== '' && person.uniqueReference === traveller.uniqueReference;
  const isTogether = record.locators.some(({ code }) => code.toUpperCase() === person.locator.toUpperCase());
  const by = isReferred ? 'reference' : pairedBy(comparison, isTogether);
  if (by === undefined) return undefined;
  const worth =
    (isReferred ? 20 : 0) +
    (isTogether ? 4 : 0) +
    3 * WORTH[outcomeOf('document_number')] +
    2 * WORTH[outcomeOf('surname')] +
    2 * WORTH[outcomeOf('given_names')] +
    WORTH[outcomeOf('date_of_birth')] +
    WORTH[outcomeOf('document_type')];
  return { check: { ...one, person, by, bookedDocument, apiDocument, comparison }, worth };
}

/**
 * A number that is one digit off is no reason: documents issued together have such numbers. Nor are names alone, if the
 * days of birth differ, for people who booked apart.
 */
function pairedBy({ fields }: StatementComparison, isTogether: boolean): PairedBy | undefined {
  const found = new Map(fields.map((field) => [field.field, field]));
  const outcomeOf = (field: ComparedField): FieldOutcome => found.get(field)?.outcome ?? 'missing';
  const number = found.get('document_number');
  if (number?.outcome === 'same' || number?.outcome === 'truncated' || number?.rules.includes('confusable') === true)
    return 'document_number';
  const isNamed = WORTH[outcomeOf('surname')] > 0 && outcomeOf('given_names') !== 'differs';
  return isNamed && (isTogether || outcomeOf('date_of_birth') !== 'differs') ? 'name' : undefined;
}
