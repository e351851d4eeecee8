import type { PersonCriteria } from '../../../gen/ostiary/police_records/v1/police_records.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import { DEFAULT_MAX_MATCHES, type RecordSearch } from '../domain/search.js';
import { parsePerson } from './parse-person.js';

/** What every search for records asks, whatever way it is answered. */
export interface SearchRequest {
  readonly person?: PersonCriteria | undefined;
  readonly memberStates: readonly string[];
  readonly maxMatches: number;
}

/** Reads a search. Throws a Refusal that names every fault in it. */
export function parseSearch(request: SearchRequest): RecordSearch {
  const violations: FieldViolation[] = [];
  // The contract has asked for it.
  const criteria = request.person;
  if (criteria === undefined) throw new TypeError('a search without a person');
  const search: RecordSearch = {
    person: parsePerson(criteria, violations),
    memberStates: request.memberStates.length === 0 ? undefined : new Set(request.memberStates),
    maxMatches: request.maxMatches || DEFAULT_MAX_MATCHES,
  };
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request cannot be searched for', { violations });
  return search;
}
