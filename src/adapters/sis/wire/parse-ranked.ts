import type { SearchPersonsRequest } from '../../../gen/ostiary/sis/v1/sis.js';
import { hasWords } from '../../../matching/candidates/name-words.js';
import { prepareName } from '../../../matching/names/prepare-name.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import { DEFAULT_RANKED, MAX_RANKED, type NameSearch, type RankedSearch } from '../domain/search.js';
import { contradiction } from './parse-common.js';

/**
 * Makes a ranked search of what was read of a question. Throws a Refusal that names what was found before and whatever a
 * ranked search has no use for: a filter that is passed over would be believed.
 */
export function parseRanked(
  request: SearchPersonsRequest,
  { name, categories }: { readonly name: NameSearch | undefined } & Pick<RankedSearch, 'categories'>,
  violations: readonly FieldViolation[],
): RankedSearch {
  const all = [...violations, ...violationsOf(request)];
  if (name === undefined || all.length > 0) throw contradiction(all);
  return { name, mode: 'ranked', maxCandidates: request.maxCandidates || DEFAULT_RANKED, categories };
}

function* violationsOf({ name, document, maxCandidates }: SearchPersonsRequest): Generator<FieldViolation> {
  if (name === undefined) {
    yield { field: 'name', rule: 'required', description: 'is needed in a ranked search, which goes by the name' };
  } else if (!hasWords(prepareName({ given: name.forename, family: name.surname }))) {
    const description = 'must hold a word of two letters or more: a ranked search looks for nothing less';
    yield { field: 'name.surname', rule: 'words', description };
  }
  if (document !== undefined) {
    const description = 'is no part of a ranked search: search by document exactly or inexactly';
    yield { field: 'document', rule: 'not_ranked', description };
  }
  if (name !== undefined && name.placeOfBirth !== '') {
    const description = 'is not weighed in a ranked search: it narrows an exact or inexact one';
    yield { field: 'name.place_of_birth', rule: 'not_ranked', description };
  }
  if (maxCandidates > MAX_RANKED) {
    yield { field: 'max_candidates', rule: 'max', description: `must be at most ${MAX_RANKED} in a ranked search` };
  }
}
