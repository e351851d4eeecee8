import type { Ending } from '../../shared/ending.js';
import type { Alert } from './domain/alert.js';
import { compareAlerts } from './domain/compatibility.js';
import { objectMatcher } from './domain/match-object.js';
import { personMatcher } from './domain/match-person.js';
import type { Match, ObjectHit, ObjectSearch, PersonHit, PersonSearch, SearchResult } from './domain/search.js';
import { isPartialDate } from '../../matching/dates/birth-date.js';
import type { AlertStore, Candidates } from './store/alert-store.js';
import { objectProbes } from './store/object-keys.js';
import { documentProbe, nameProbes } from './store/person-keys.js';
import { visibilityOf } from './store/visibility.js';
import type { AccessScope } from '../adapter.js';

/** What a search needs besides the question. */
export interface SearchContext {
  readonly store: AlertStore;
  readonly scope: AccessScope;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly signal: Ending;
}

/** Alerts on persons that correspond, best first; of equals, other states' before the caller's own, then by priority. */
export async function findPersons(search: PersonSearch, context: SearchContext): Promise<SearchResult<PersonHit>> {
  const { store, today, signal } = context;
  const visibility = visibilityOf(context.scope, ['person'], search.categories);
  const { name, document, mode } = search;
  const probes = [
    ...(name === undefined ? [] : nameProbes(name, mode)),
    ...(document === undefined ? [] : [documentProbe(document.number)]),
  ];
  const isFew = name === undefined || (mode === 'exact' && !isPartialDate(name.dateOfBirth));
  const question = { probes, visibility, today };
  const candidates = isFew
    ? { alerts: await store.lookUpPersons(question, signal), truncated: false }
    : await store.findPersons(question, signal);
  const match = personMatcher(search);
  const hits = hitsOf(candidates, (alert) => (alert.subject === 'person' ? match(alert) : undefined));
  return best(hits, search.maxCandidates, context.scope);
}

/** Alerts on objects that correspond, best first; of equals, other states' before the caller's own, then by priority. */
export async function findObjects(search: ObjectSearch, context: SearchContext): Promise<SearchResult<ObjectHit>> {
  const { store, today, signal } = context;
  const visibility = visibilityOf(context.scope, ['object'], undefined, search.letters);
  const probes = objectProbes(search);
  const isFew = probes.beginnings.length + probes.ends.length === 0;
  const candidates = isFew
    ? { alerts: await store.lookUpObjects({ keys: probes.keys, visibility, today }, signal), truncated: false }
    : await store.findObjects({ ...probes, visibility, today }, signal);
  const match = objectMatcher(search);
  const hits = hitsOf(candidates, (alert) => (alert.subject === 'object' ? match(alert) : undefined));
  return best(hits, search.maxCandidates, context.scope);
}

/** All that correspond. */
interface Hits<Hit> {
  readonly hits: readonly Hit[];
  /** There are more candidates than were compared. */
  readonly truncated: boolean;
}

const hitsOf = <Hit>({ alerts, truncated }: Candidates, match: (alert: Alert) => Hit | undefined): Hits<Hit> => ({
  hits: alerts.map(match).filter((hit) => hit !== undefined),
  truncated,
});

/** So many of them: best first; of equals, other states' before the caller's own, then by priority. */
export function best<Hit extends { readonly alert: Alert; readonly match: Match }>(
  { hits: all, truncated }: Hits<Hit>,
  maxCandidates: number,
  { memberState }: AccessScope,
): SearchResult<Hit> {
  const isOwn = ({ alert }: Hit): number => (alert.issuingState === memberState ? 1 : 0);
  const hits = all.toSorted(
    (a, b) =>
      b.match.score - a.match.score ||
      isOwn(a) - isOwn(b) ||
      compareAlerts(a.alert, b.alert) ||
      (a.alert.reference < b.alert.reference ? -1 : 1),
  );
  return {
    hits: hits.slice(0, maxCandidates),
    hasForeign: hits.some((hit) => isOwn(hit) === 0),
    truncated: truncated || hits.length > maxCandidates,
  };
}
