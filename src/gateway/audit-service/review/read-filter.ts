/** Filters on the wire → queries of the log. The contract's rules hold already; here is what they cannot say. */
import { ENTRY_KINDS } from '../../../audit/leaf/leaf.js';
import type { EntryQuery, Page } from '../../../audit/review/query.js';
import type { EntryFilter, SubjectCriteria } from '../../../gen/ostiary/audit/v1/review.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import {
  caseTerm,
  documentTerm,
  officerTerm,
  personSearchTerms,
  plateTerm,
  pseudonymTerm,
  vinTerm,
} from '../../../matching/index-terms.js';
import { names } from '../../../matching/names/compare-names.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { type FieldViolation, Refusal } from '../../../shared/refusal.js';
import { outcomesFromWire } from './enums.js';

/** Collects what is wrong with a request, to tell all of it at once. */
export class Faults {
  readonly #violations: FieldViolation[] = [];

  add(field: string, rule: string, description: string): void {
    this.#violations.push({ field, rule, description });
  }

  /** Throws a Refusal REQUEST_INVALID if there are any. */
  refuse(): void {
    if (this.#violations.length === 0) return;
    throw new Refusal('REQUEST_INVALID', 'the request breaks a rule of the contract', { violations: this.#violations });
  }
}

/** Reads a filter; undefined finds everything in scope. */
export function readFilter(filter: EntryFilter | undefined, faults: Faults): EntryQuery {
  if (filter === undefined) return {};
  const unknown = filter.kinds.findIndex((kind) => !ENTRY_KINDS.some((known) => known === kind));
  if (unknown >= 0) faults.add(`filter.kinds[${unknown}]`, 'defined_only', 'must be a kind of entry');
  const terms: (readonly IndexTerm[])[] = [];
  if (filter.subject !== undefined) terms.push(readSubject(filter.subject, 'filter.subject', faults));
  if (filter.officer !== '') terms.push([officerTerm(filter.officer)]);
  if (filter.pseudonym !== '') terms.push([pseudonymTerm(filter.pseudonym)]);
  if (filter.caseReference !== '') {
    if (canonicalIdentifier(filter.caseReference) === '') {
      faults.add('filter.case_reference', 'letters', 'must hold a letter or digit');
    }
    terms.push([caseTerm(filter.caseReference)]);
  }
  return {
    ...given('authorities', filter.authorities),
    ...given('systems', filter.systems),
    ...given('kinds', filter.kinds),
    ...given('outcomes', outcomesFromWire(filter.outcomes)),
    ...readTimes(filter, 'filter.', faults),
    ...given('terms', terms),
    ...(filter.legalBasisId !== '' && { legalBasis: filter.legalBasisId }),
  };
}

function given<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): Partial<Readonly<Record<Name, readonly Item[]>>> {
  return items.length === 0 ? {} : ({ [name]: items } as Readonly<Record<Name, readonly Item[]>>);
}

/** Reads a time range; either end may be missing. */
export function readTimes(
  { from, until }: { readonly from: string; readonly until: string },
  prefix: string,
  faults: Faults,
): { readonly fromMs?: number; readonly untilMs?: number } {
  const fromMs = from === '' ? undefined : readTime(from, `${prefix}from`, faults);
  const untilMs = until === '' ? undefined : readTime(until, `${prefix}until`, faults);
  if (fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs) {
    faults.add(`${prefix}until`, 'after_from', 'must be later than from');
  }
  return { ...(fromMs !== undefined && { fromMs }), ...(untilMs !== undefined && { untilMs }) };
}

function readTime(text: string, field: string, faults: Faults): number {
  const time = Date.parse(text);
  // JavaScript takes the 31st of February for a day in March.
  const same = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === text.slice(0, 19);
  if (!same) faults.add(field, 'time', 'must be a time that exists');
  return time;
}

/** Terms under which somebody may have asked about a person or thing: any of them will do. */
export function readSubject(subject: SubjectCriteria, path: string, faults: Faults): readonly IndexTerm[] {
  const terms: IndexTerm[] = [];
  const { person, documentNumber, plate, vin } = subject;
  if (person !== undefined) {
    const both = names(person.surname, '');
    if (both.surname.canonical === '') {
      faults.add(`${path}.person.surname`, 'letters', 'must hold a letter or digit');
    }
    terms.push(...personSearchTerms(both, person.dateOfBirth));
  }
  const identifier = (text: string, field: string, term: (text: string) => IndexTerm): void => {
    if (text === '') return;
    if (canonicalIdentifier(text) === '') faults.add(`${path}.${field}`, 'letters', 'must hold a letter or digit');
    terms.push(term(text));
  };
  identifier(documentNumber, 'document_number', documentTerm);
  identifier(plate, 'plate', plateTerm);
  identifier(vin, 'vin', vinTerm);
  return terms;
}

/** Reads page size and token. */
export function readPage(
  { pageSize, pageToken }: { readonly pageSize: number; readonly pageToken: string },
  defaultSize: number,
): Page {
  return { size: pageSize === 0 ? defaultSize : pageSize, ...(pageToken !== '' && { before: Number(pageToken) }) };
}
