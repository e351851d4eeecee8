import { statedGender, type Identity } from '../domain/identity.js';
import type { PersonHit, RankedSearch, SearchResult } from '../domain/search.js';
import { versionOf } from '../domain/alert.js';
import { best, type SearchContext } from '../find-alerts.js';
import type { NumberedAlerts } from '../store/alert-store.js';
import { visibilityOf } from '../store/visibility.js';
import { cannotBeAsked } from './cannot-be-asked.js';
import type { RankedIndex } from './index-thread.js';
import type { RankedAnswer, RankedQuestion } from './messages.js';

/** How often a question is asked again because alerts were changed between the index and the store. */
const ATTEMPTS = 3;

/**
 * Alerts whose names score best. The index proposes; every alert is read from the store, with what the caller may see,
 * before anything of it is told. An alert that is not there as it was compared (deleted, hidden, changed meanwhile) makes
 * the whole question be asked again: to leave it out would show a gap where something was.
 */
export async function findRanked(
  search: RankedSearch,
  index: RankedIndex,
  { store, scope, today, signal }: SearchContext,
): Promise<SearchResult<PersonHit>> {
  const visibility = visibilityOf(scope, ['person'], search.categories);
  const { surname, forename = '', dateOfBirth, gender, nationality } = search.name;
  const question: RankedQuestion = {
    family: surname,
    given: forename,
    dateOfBirth,
    gender: statedGender(gender),
    nationality,
    categories: visibility.categories,
    endUsersOf: visibility.endUsersOf,
    today,
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await index.search(question, signal);
    const numbers = answer.candidates.map(({ alertNo }) => alertNo);
    const hits = hitsOf(answer, await store.readNumbered({ numbers, visibility, today }, signal));
    if (hits !== undefined) return best({ hits, truncated: answer.truncated }, search.maxCandidates, scope);
  }
  throw cannotBeAsked('changing');
}

/** Undefined unless every alert stands as it was compared. */
function hitsOf(answer: RankedAnswer, { epoch, alerts }: NumberedAlerts): readonly PersonHit[] | undefined {
  if (epoch !== answer.epoch) return undefined;
  const hits: PersonHit[] = [];
  for (const { alertNo, version, identity: at, score, reasons } of answer.candidates) {
    const alert = alerts.get(alertNo);
    if (alert?.subject !== 'person' || versionOf(alert) !== version) return undefined;
    const identity: Identity | undefined = alert.identities[at];
    if (identity === undefined) return undefined;
    hits.push({ alert, identity, match: { kind: 'ranked', score, rules: reasons } });
  }
  return hits;
}
