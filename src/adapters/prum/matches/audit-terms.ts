import { partialPersonTerm } from '../../../matching/index-terms.js';
import { nameForm } from '../../../matching/names/name-form.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { CoreContent } from './domain/core-content.js';

/** What an access to core data can be found by in the log: the person, under their own name. */
export function coreTerms({ person }: CoreContent): readonly IndexTerm[] {
  if (person === undefined) return [];
  const { familyNames, dateOfBirth } = person;
  return [partialPersonTerm(familyNames === '' ? undefined : nameForm(familyNames), dateOfBirth)];
}
