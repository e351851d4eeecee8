import type { Ending } from '../../shared/ending.js';
import type { Alert } from './domain/alert.js';
import { objectMatcher } from './domain/match-object.js';
import { personMatcher } from './domain/match-person.js';
import type { Match, ObjectHit, ObjectSearch, PersonHit, PersonSearch, SearchResult } from './domain/search.js';
import { isPartialDate } from '../../matching/dates/birth-date.js';
import type { AlertStore, CandidateQuestion, Candidates } from './store/alert-store.js';
import { documentKey, nameKeys, objectSearchKeys, objectSearchPrefixes } from './store/search-keys.js';
import { visibilityOf, type Visibility } from './store/visibility.js';
import type { AccessScope } from '../adapter.js';

/** What a search needs besides the question. */
export interface SearchContext {
  readonly store: AlertStore;
  readonly scope: AccessScope;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly signal: Ending;
}

/** Alerts on persons that correspond, best first; of equals, other states' before the caller's own. */
export async function findPersons(search: PersonSearch, context: SearchContext): Promise<SearchResult<PersonHit>> {
  const visibility = visibilityOf(context.scope, ['person'], search.categories);
  const { name, document, mode } = search;
  const documentKeys = document === undefined ? [] : [documentKey(document.number)];
  const keys = name === undefined ? documentKeys : [...nameKeys(name, mode), ...documentKeys];
  const isExact = name === undefined || (mode === 'exact' && !isPartialDate(name.dateOfBirth));
  const candidates = await (isExact ? findExact : findAll)({ keys, prefixes: [], visibility }, context);
  const match = personMatcher(search);
  return best(
    candidates,
    (alert) => (alert.subject === 'person' ? match(alert) : undefined),
    search.maxCandidates,
    context.scope,
  );
}

/** Alerts on objects that correspond, best first; of equals, other states' before the caller's own. */
export async function findObjects(search: ObjectSearch, context: SearchContext): Promise<SearchResult<ObjectHit>> {
  const visibility = visibilityOf(context.scope, ['object']);
  const keys = objectSearchKeys(search);
  const prefixes = search.mode === 'inexact' ? objectSearchPrefixes(search) : [];
  const candidates = await (search.mode === 'exact' ? findExact : findAll)({ keys, prefixes, visibility }, context);
  const match = objectMatcher(search);
  return best(
    candidates,
    (alert) => (alert.subject === 'object' ? match(alert) : undefined),
    search.maxCandidates,
    context.scope,
  );
}

type Question = Omit<CandidateQuestion, 'today'> & { readonly visibility: Visibility };

async function findExact({ keys, visibility }: Question, { store, today, signal }: SearchContext): Promise<Candidates> {
  return { alerts: await store.findByKeys({ keys, visibility, today }, signal), truncated: false };
}

const findAll = (question: Question, { store, today, signal }: SearchContext): Promise<Candidates> =>
  store.findCandidates({ ...question, today }, signal);

function best<Hit extends { readonly alert: Alert; readonly match: Match }>(
  candidates: Candidates,
  match: (alert: Alert) => Hit | undefined,
  maxCandidates: number,
  { memberState }: AccessScope,
): SearchResult<Hit> {
  const isOwn = ({ alert }: Hit): number => (alert.issuingState === memberState ? 1 : 0);
  const hits = candidates.alerts
    .map(match)
    .filter((hit) => hit !== undefined)
    .sort(
      (a, b) =>
        b.match.score - a.match.score || isOwn(a) - isOwn(b) || (a.alert.reference < b.alert.reference ? -1 : 1),
    );
  return {
    hits: hits.slice(0, maxCandidates),
    hasForeign: hits.some((hit) => isOwn(hit) === 0),
    truncated: candidates.truncated || hits.length > maxCandidates,
  };
}
