import type { SearchObjectsRequest } from '../../../gen/ostiary/sis/v1/sis.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import { isRange } from '../domain/number-range.js';
import { objectRulesOf, type ObjectLetter } from '../domain/object-category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS } from '../domain/object-identifier.js';
import {
  DEFAULT_MAX_CANDIDATES,
  type AskedIdentifier,
  type ObjectCriteria,
  type ObjectSearch,
} from '../domain/search.js';
import { IDENTIFIER_PROPERTIES, letterOf } from './alert-object.js';
import { given, parseMode, refuseIfAny } from './parse-common.js';

/** Characters that must be left of an identifier without its separators. */
const MIN_LENGTH = 3;
/** The shortest plates and boats' names are no longer. */
const MIN_LENGTHS: Readonly<Record<string, number>> = { plate: 2, externalIdentifier: 2, vin: 4 };

/** Reads a search for objects. Throws a Refusal that names every contradiction in it. */
export function parseObjectSearch(request: SearchObjectsRequest): ObjectSearch {
  const violations: FieldViolation[] = [];
  const criteria = parseCriteria(request);
  const letters = parseLetters(request.objectCategories, violations);
  const identifiers = parseIdentifiers(request, violations);
  const mode = parseMode(request.matchMode, violations);
  for (const [field, isMissing, rule, description] of missingCompanions(request)) {
    if (isMissing) violations.push({ field, rule, description });
  }
  if (letters !== undefined && letters.length > 0) contradictions(identifiers, criteria, letters, violations);
  refuseIfAny(violations);
  return { identifiers, criteria, letters, mode, maxCandidates: request.maxCandidates || DEFAULT_MAX_CANDIDATES };
}

const parseCriteria = (request: SearchObjectsRequest): ObjectCriteria => ({
  plateState: given(request.plateState),
  issuingCountry: given(request.issuingCountry),
  make: given(request.make),
  model: given(request.model),
  calibre: given(request.calibre),
  currency: given(request.currency),
});

function parseIdentifiers(request: SearchObjectsRequest, violations: FieldViolation[]): readonly AskedIdentifier[] {
  const ends = { numberTo: given(request.documentNumberTo), serialTo: given(request.serialNumberTo) };
  return IDENTIFIER_KINDS.flatMap((kind) => {
    const text = given(request[IDENTIFIER_PROPERTIES[kind]]);
    if (text === undefined) return [];
    const { name, canonical, rangeEnd } = IDENTIFIERS[kind];
    const least = MIN_LENGTHS[kind] ?? MIN_LENGTH;
    if (canonical(text).length < least) {
      violations.push({
        field: name,
        rule: 'min_len',
        description: `must hold at least ${least} letters and digits, separators apart`,
      });
    }
    const to = rangeEnd && ends[rangeEnd];
    if (to !== undefined && !isRange(canonical(text), canonical(to))) {
      violations.push({
        field: `${name}_to`,
        rule: 'range',
        description:
          'must be as long as the first number, differ from it in its last nine digits at most, and not come before it',
      });
    }
    return [{ kind, text, to }];
  });
}

const missingCompanions = (request: SearchObjectsRequest) =>
  [
    [
      'plate_state',
      request.plateState !== '' && request.plate === '',
      'requires_plate',
      'a state narrows the search for a plate, and no plate is given',
    ],
    [
      'document_number_to',
      request.documentNumberTo !== '' && request.documentNumber === '',
      'requires_document_number',
      'a range begins with a number, and none is given',
    ],
    [
      'serial_number_to',
      request.serialNumberTo !== '' && request.serialNumber === '',
      'requires_serial_number',
      'a series begins with a number, and none is given',
    ],
  ] as const;

function parseLetters(wire: readonly string[], violations: FieldViolation[]): readonly ObjectLetter[] | undefined {
  if (wire.length === 0) return undefined;
  return wire.flatMap((text, at) => {
    const letter = letterOf(text);
    if (letter === undefined) {
      violations.push({
        field: `object_categories[${at}]`,
        rule: 'defined_only',
        description: 'must be a letter from a to r, or z',
      });
    }
    return letter === undefined ? [] : [letter];
  });
}

/** What nothing of the categories asked for has: the answer would be "no hit" whatever there is. */
function contradictions(
  identifiers: readonly AskedIdentifier[],
  { calibre, currency }: ObjectCriteria,
  letters: readonly ObjectLetter[],
  violations: FieldViolation[],
): void {
  const refuse = (field: string, what: string): void => {
    violations.push({ field, rule: 'not_of_category', description: `nothing of the categories asked for ${what}` });
  };
  for (const { kind, to } of identifiers) {
    const { name } = IDENTIFIERS[kind];
    const having = letters.filter((letter) => objectRulesOf(letter).identifiers.includes(kind));
    if (having.length === 0) refuse(name, 'is identified by it');
    else if (to !== undefined && !having.some((letter) => objectRulesOf(letter).inRanges)) {
      refuse(`${name}_to`, 'is sought by ranges');
    }
  }
  if (calibre !== undefined && !letters.includes('j')) refuse('calibre', 'has a calibre');
  if (currency !== undefined && !letters.includes('n')) refuse('currency', 'has a currency');
}
