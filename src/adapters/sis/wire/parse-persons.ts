import {
  Gender as WireGender,
  MatchMode as WireMatchMode,
  type SearchPersonsRequest,
} from '../../../gen/ostiary/sis/v1/sis.js';
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { names } from '../../../matching/names/compare-names.js';
import { nameForm, type NameForm } from '../../../matching/names/name-form.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import { isThirdCountryNational } from '../domain/third-country.js';
import { concerns, isOfThirdCountryNationals, THIRD_COUNTRY_ARTICLES, type AlertCategory } from '../domain/category.js';
import {
  DEFAULT_MAX_CANDIDATES,
  type DocumentSearch,
  type NameSearch,
  type PersonSearch,
  type RankedSearch,
} from '../domain/search.js';
import { categoryFromWire, genderFromWire } from './enums.js';
import { given, parseMode, refuseIfAny } from './parse-common.js';
import { parseRanked } from './parse-ranked.js';

/** Letters and digits that must be left of the number of a document without its separators. */
const MIN_DOCUMENT_LENGTH = 3;

/** Reads a search for persons on a day, YYYY-MM-DD. Throws a Refusal that names every contradiction in it. */
export function parsePersonSearch(request: SearchPersonsRequest, today: string): PersonSearch | RankedSearch {
  const violations: FieldViolation[] = [];
  const name = request.name && parseName(request.name, violations);
  const document = request.document && parseDocument(request.document, violations);
  const mode = request.matchMode === WireMatchMode.RANKED ? 'ranked' : parseMode(request.matchMode, violations);
  const categories = parseCategories(request.categories, violations);
  contradictions(name, categories, today, violations);
  if (mode === 'ranked') return parseRanked(request, { name, categories }, violations);
  refuseIfAny(violations);
  return { name, document, mode, maxCandidates: request.maxCandidates || DEFAULT_MAX_CANDIDATES, categories };
}

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
    placeOfBirth: placeOfBirth(name.placeOfBirth, violations),
  };
}

function placeOfBirth(text: string, violations: FieldViolation[]): NameForm | undefined {
  if (text === '') return undefined;
  const form = nameForm(text);
  if (form.canonical === '') {
    violations.push({ field: 'name.place_of_birth', rule: 'letters', description: 'must hold a letter or digit' });
  }
  return form;
}

function parseDocument(
  document: NonNullable<SearchPersonsRequest['document']>,
  violations: FieldViolation[],
): DocumentSearch {
  if (canonicalIdentifier(document.number).length < MIN_DOCUMENT_LENGTH) {
    violations.push({
      field: 'document.number',
      rule: 'min_len',
      description: `must hold at least ${MIN_DOCUMENT_LENGTH} letters and digits, separators apart`,
    });
  }
  return {
    number: document.number,
    issuingCountry: given(document.issuingCountry),
    checkDigit: given(document.checkDigit),
  };
}

function parseCategories(
  wire: SearchPersonsRequest['categories'],
  violations: FieldViolation[],
): readonly AlertCategory[] | undefined {
  if (wire.length === 0) return undefined;
  const known: AlertCategory[] = [];
  wire.forEach((value, at) => {
    const category = categoryFromWire(value);
    const field = `categories[${at}]`;
    if (category === undefined) {
      violations.push({ field, rule: 'defined_only', description: 'must be a category of the contract' });
    } else if (category === 'UNK') {
      violations.push({
        field,
        rule: 'by_prints_alone',
        description: 'an unknown wanted person (Art. 40) has neither name nor document: search with SearchByPrints',
      });
    } else if (!concerns(category, 'person')) {
      violations.push({ field, rule: 'persons', description: 'is of alerts on objects: search with SearchObjects' });
    } else {
      known.push(category);
    }
  });
  return known;
}

/** Filters of which no alert can satisfy all: the question would say "no hit" of what it never looked for. */
function contradictions(
  name: NameSearch | undefined,
  categories: readonly AlertCategory[] | undefined,
  today: string,
  violations: FieldViolation[],
): void {
  if (name === undefined || categories === undefined || categories.length === 0) return;
  const { nationality } = name;
  if (
    nationality !== undefined &&
    !isThirdCountryNational(nationality) &&
    categories.every(isOfThirdCountryNationals)
  ) {
    violations.push({
      field: 'name.nationality',
      rule: 'third_country',
      description: `alerts of the categories asked for are on third-country nationals (${THIRD_COUNTRY_ARTICLES})`,
    });
  }
  // Of a year alone nobody knows on which side of the birthday the person is.
  const years = Number(today.slice(0, 4)) - Number(name.dateOfBirth.slice(0, 4));
  if (years > MAJORITY + 1 && categories.every((category) => isOfMinors(category))) {
    violations.push({
      field: 'name.date_of_birth',
      rule: 'of_age',
      description: 'alerts of the categories asked for are on children (Regulation (EU) 2018/1862 Art. 32(1)(c), (d))',
    });
  }
  if (years < MAJORITY && categories.every((category) => category === 'VUL-TRV')) {
    violations.push({
      field: 'name.date_of_birth',
      rule: 'under_age',
      description: 'alerts of the category asked for are on persons of age (Regulation (EU) 2018/1862 Art. 32(1)(e))',
    });
  }
}

/** Years of age from which no alert on a child stands any more; laws of the Member States may differ, by less than one. */
const MAJORITY = 18;

const isOfMinors = (category: AlertCategory): boolean => category === 'CHI-ABD' || category === 'CHI-TRV';
