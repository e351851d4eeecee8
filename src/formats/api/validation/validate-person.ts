/** Rules about people on a list (Regulations (EU) 2025/12 and 2025/13, Art. 4(2); Directive 2004/82/EC, Art. 3(2)). */
import { isBirthDate } from '../../../matching/dates/birth-date.js';
import { compareStatements } from '../../cross-check/compare-statements.js';
import type { ComparedField, FieldComparison } from '../../cross-check/outcome.js';
import { statementOfPerson, statementOfZone } from '../../cross-check/statement.js';
import { nameComponents } from '../../mrz/name-field.js';
import { threeLettersOf } from '../../mrz/compare-states.js';
import type { CheckedField } from '../../mrz/mrz.js';
import { readMrz } from '../../mrz/read-mrz.js';
import { isNationality } from '../../mrz/states.js';
import type { ApiPerson } from '../passenger-list.js';
import type { ApiField, Findings } from './finding.js';
import { validateDocument } from './validate-document.js';

/** Years that nobody has lived. */
const OLDEST = 125;
const SEXES = new Set(['M', 'F', 'U', 'X']);

/** Letters of any script with what may stand between them; a name in a document has no digits (Doc 9303-3, 4.6). */
const NAME = /^[\p{L}\p{M}][\p{L}\p{M} '’.,-]*$/u;

/** What is known of the flight, and of the document that was read at check-in. */
export interface PersonContext {
  /** Day of the flight, YYYY-MM-DD. */
  readonly day: string;
  /** Airport from which the flight departs: where everybody embarks of whom nothing else is said. */
  readonly departureAirport: string;
  /** Machine-readable zone, as it was read; undefined if it was not. */
  readonly zone: string | undefined;
}

/** Looks at one person. */
export function validatePerson(person: ApiPerson, context: PersonContext, findings: Findings): void {
  const where = { person: person.number };
  const isCrew = person.kind === 'crew' || person.kind === 'crew-in-transit';
  if (isCrew && findings.law !== '2025/13') findings.add('people', 'not_asked_for', where);
  validateNames(person, findings);
  validateBirth(person, context.day, findings);
  if (person.sex === '') findings.add('sex', 'missing', where);
  else if (!SEXES.has(person.sex)) findings.add('sex', 'unknown_code', where);
  const { nationality } = person;
  if (nationality === '') findings.add('nationality', 'missing', where);
  else if (threeLettersOf(nationality) !== undefined) findings.add('nationality', 'two_letters', where);
  else if (!isNationality(nationality)) findings.add('nationality', 'unknown_code', where);
  if (person.documents.length === 0) {
    for (const field of ['document_type', 'document_number', 'issuer', 'date_of_expiry'] as const)
      findings.add(field, 'missing', where);
  }
  person.documents.forEach((document, at) =>
    validateDocument(document, { ...where, document: at + 1 }, context.day, findings),
  );
  // Crew have no booking.
  if (person.locator === '' && !isCrew) findings.add('locator', 'missing', where);
  if ((person.places.embarkation ?? '') === '' && context.departureAirport === '')
    findings.add('initial_embarkation', 'missing', where);
  if (person.verified === undefined) findings.add('capture_method', 'missing', where);
  if (context.zone !== undefined) validateZone(person, context.zone, context.day, findings);
}

/** Somebody may have but one name: then it is the surname (Doc 9303-3, 4.6). */
function validateNames({ number, surname, givenNames }: ApiPerson, findings: Findings): void {
  if (surname === '') findings.add('surname', 'missing', { person: number });
  else if (!isName(surname)) findings.add('surname', 'characters', { person: number });
  if (givenNames.length === 0) findings.add('given_names', 'missing', { person: number }, 'warning');
  else if (!givenNames.every(isName)) findings.add('given_names', 'characters', { person: number });
}

const isName = (name: string): boolean => NAME.test(name) && nameComponents(name).length > 0;

function validateBirth({ number, birth }: ApiPerson, day: string, findings: Findings): void {
  const where = { person: number };
  if (birth === undefined) findings.add('date_of_birth', 'missing', where);
  else if (!isBirthDate(birth)) findings.add('date_of_birth', 'no_such_day', where);
  else if (birth > day) findings.add('date_of_birth', 'after_flight', where);
  else if (Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) > OLDEST)
    findings.add('date_of_birth', 'implausible', where, 'warning');
}

const CHECKED: Readonly<Record<CheckedField, ApiField>> = {
  'document number': 'document_number',
  'date of birth': 'date_of_birth',
  'date of expiry': 'date_of_expiry',
  'optional data': 'machine_readable_zone',
  composite: 'machine_readable_zone',
};

/** The zone is right in itself, and says what the list does: of several documents on it, the one that is most alike. */
function validateZone(person: ApiPerson, zone: string, day: string, findings: Findings): void {
  const where = { person: person.number };
  const reading = readMrz(zone, day);
  const read = statementOfZone(reading);
  if (read === undefined) {
    findings.add('machine_readable_zone', 'unreadable', where);
    return;
  }
  for (const { field, ok } of reading.checks) if (!ok) findings.add(CHECKED[field], 'check_digit', where);
  if (reading.diagnostics.some(({ rule }) => rule !== 'check_digit'))
    findings.add('machine_readable_zone', 'unreadable', where, 'warning');
  const documents = person.documents.length === 0 ? [undefined] : person.documents;
  const [closest] = documents
    .map((document) => compareStatements(statementOfPerson(person, document), read).fields.filter(isContradicted))
    .sort((a, b) => a.length - b.length);
  for (const { field, outcome } of closest ?? []) {
    const isSlipInName = outcome === 'similar' && (field === 'surname' || field === 'given_names');
    findings.add(fieldOf(field), 'differs_from_zone', where, isSlipInName ? 'warning' : 'error');
  }
}

/** A zone is read by a machine, so what is only similar was not read from it. */
const isContradicted = ({ outcome }: FieldComparison): boolean => outcome === 'differs' || outcome === 'similar';

/** The fields of a comparison have the names that they have here. */
const fieldOf = (field: ComparedField): ApiField => field;
