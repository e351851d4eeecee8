/**
 * Whether advance passenger information is what carriers must send: every field that the law asks for, in the form that
 * documents have it. Pure; the findings name fields and rules and none of the data.
 */
import { documentNumberForm } from '../../../matching/identifiers/document-number.js';
import { type ApiPerson, dayOfFlight, type PassengerList } from '../passenger-list.js';
import { type ApiFinding, type ApiLaw, Findings } from './finding.js';
import { validateFlight } from './validate-flight.js';
import { validatePerson } from './validate-person.js';

/** What the data are held against. */
export interface ApiValidation {
  readonly law: ApiLaw;
  /** YYYY-MM-DD: stands in for the day of a flight that is not told. */
  readonly today: string;
  /** Machine-readable zone of the person's document, if it was read. */
  readonly zoneOf?: (person: ApiPerson) => string | undefined;
}

/** Looks at one list and everybody on it; of a list that closes a flight, whose people are references, at these alone. */
export function validateApi(
  list: PassengerList,
  people: readonly ApiPerson[],
  { law, today, zoneOf = () => undefined }: ApiValidation,
): readonly ApiFinding[] {
  const findings = new Findings(law);
  validateFlight(list, findings);
  const context = {
    day: dayOfFlight(list.flights) ?? today,
    departureAirport: list.flights[0]?.legs[0]?.from ?? '',
  };
  const [references, documents] = [new Set<string>(), new Set<string>()];
  for (const person of people) {
    if (list.kind !== 'flight-status') validatePerson(person, { ...context, zone: zoneOf(person) }, findings);
    if (isTaken(references, person.uniqueReference))
      findings.add('unique_reference', 'duplicate', { person: person.number });
    person.documents.forEach(({ type, number, issuer }, at) => {
      const { canonical } = documentNumberForm(number);
      const key = canonical === '' ? '' : `${type.charAt(0)}/${issuer}/${canonical}`;
      // A child may travel on the passport of a parent.
      if (isTaken(documents, key))
        findings.add('document_number', 'duplicate', { person: person.number, document: at + 1 }, 'warning');
    });
  }
  return findings.all;
}

/** True if the value was there before; takes it. */
function isTaken(taken: Set<string>, value: string): boolean {
  if (value === '') return false;
  if (taken.has(value)) return true;
  taken.add(value);
  return false;
}
