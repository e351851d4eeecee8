import {
  Gender as WireGender,
  MatchMode as WireMatchMode,
  type SearchObjectsRequest,
  type SearchPersonsRequest,
} from '../../../gen/ostiary/sis/v1/sis.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { names } from '../../../matching/names/compare-names.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import { concerns, type AlertCategory } from '../domain/category.js';
import {
  DEFAULT_MAX_CANDIDATES,
  type DocumentSearch,
  type MatchMode,
  type NameSearch,
  type ObjectSearch,
  type PersonSearch,
} from '../domain/search.js';
import { categoryFromWire, genderFromWire } from './enums.js';

/** Letters and digits that must be left of an identifier without its separators. */
const MIN_LENGTH = { vin: 4, plate: 2, document_number: 3, 'document.number': 3 } as const;

/** Reads a search for persons. Throws a Refusal that names every contradiction in it. */
export function parsePersonSearch(request: SearchPersonsRequest): PersonSearch {
  const violations: FieldViolation[] = [];
  const search: PersonSearch = {
    name: request.name && parseName(request.name, violations),
    document: request.document && parseDocument(request.document, violations),
    mode: parseMode(request.matchMode, violations),
    maxCandidates: request.maxCandidates || DEFAULT_MAX_CANDIDATES,
    categories: parseCategories(request.categories, violations),
  };
  refuseIfAny(violations);
  return search;
}

/** Reads a search for objects. Throws a Refusal that names every contradiction in it. */
export function parseObjectSearch(request: SearchObjectsRequest): ObjectSearch {
  const violations: FieldViolation[] = [];
  const search: ObjectSearch = {
    vin: given(request.vin),
    plate: given(request.plate),
    plateState: given(request.plateState),
    number: given(request.documentNumber),
    mode: parseMode(request.matchMode, violations),
    maxCandidates: request.maxCandidates || DEFAULT_MAX_CANDIDATES,
  };
  checkIdentifier('vin', search.vin, violations);
  checkIdentifier('plate', search.plate, violations);
  checkIdentifier('document_number', search.number, violations);
  if (search.plateState !== undefined && search.plate === undefined) {
    violations.push({
      field: 'plate_state',
      rule: 'requires_plate',
      description: 'a state narrows the search for a plate, and no plate is given',
    });
  }
  refuseIfAny(violations);
  return search;
}

const given = (text: string): string | undefined => (text === '' ? undefined : text);

function parseName(name: NonNullable<SearchPersonsRequest['name']>, violations: FieldViolation[]): NameSearch {
  const both = names(name.surname, name.forename);
  for (const field of ['surname', 'forename'] as const) {
    if (both[field]?.canonical === '') {
      violations.push({ field: `name.${field}`, rule: 'letters', description: 'must hold a letter or digit' });
    }
  }
  const gender = genderFromWire(name.gender);
  if (gender === undefined && name.gender !== WireGender.UNSPECIFIED) {
    violations.push({ field: 'name.gender', rule: 'defined_only', description: 'must be a gender of the contract' });
  }
  return {
    surname: name.surname,
    forename: given(name.forename),
    names: both,
    dateOfBirth: name.dateOfBirth,
    gender,
    nationality: given(name.nationality),
  };
}

function parseDocument(
  document: NonNullable<SearchPersonsRequest['document']>,
  violations: FieldViolation[],
): DocumentSearch {
  checkIdentifier('document.number', document.number, violations);
  return { number: document.number, issuingCountry: given(document.issuingCountry) };
}

function checkIdentifier(field: keyof typeof MIN_LENGTH, text: string | undefined, violations: FieldViolation[]): void {
  if (text === undefined || canonicalIdentifier(text).length >= MIN_LENGTH[field]) return;
  violations.push({
    field,
    rule: 'min_len',
    description: `must hold at least ${MIN_LENGTH[field]} letters and digits, separators apart`,
  });
}

function parseMode(mode: WireMatchMode, violations: FieldViolation[]): MatchMode {
  switch (mode) {
    case WireMatchMode.UNSPECIFIED:
    case WireMatchMode.EXACT:
      return 'exact';
    case WireMatchMode.INEXACT:
      return 'inexact';
    default:
      violations.push({ field: 'match_mode', rule: 'defined_only', description: 'must be a mode of the contract' });
      return 'exact';
  }
}

/** UNK may be asked for: such an alert has no name, so it never answers. */
function parseCategories(
  wire: SearchPersonsRequest['categories'],
  violations: FieldViolation[],
): readonly AlertCategory[] | undefined {
  if (wire.length === 0) return undefined;
  const categories = wire.map(categoryFromWire);
  categories.forEach((category, at) => {
    if (category !== undefined) return;
    violations.push({
      field: `categories[${at}]`,
      rule: 'defined_only',
      description: 'must be a category of the contract',
    });
  });
  const known = categories.filter((category) => category !== undefined);
  if (
    known.length > 0 &&
    known.every((category) => !concerns(category, 'person') && !concerns(category, 'unknown-person'))
  ) {
    violations.push({
      field: 'categories',
      rule: 'persons',
      description: 'must name a category of alerts on persons; search for objects with SearchObjects',
    });
  }
  return known;
}

function refuseIfAny(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request contradicts itself', { violations });
}
