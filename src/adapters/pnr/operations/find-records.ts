/** Searches: candidates by what is indexed, then names compared, then one page of what may be shown. */
import { Refusal } from '../../../shared/refusal.js';
import { type AskContext, MAX_ANSWER_TERMS } from '../../adapter.js';
import { personMatcher } from '../domain/match-person.js';
import type { PnrSearch, Position } from '../domain/search.js';
import { linkTermsOf } from '../domain/search-terms.js';
import type { FoundRecord, RecordStore } from '../store/record-store.js';
import { disclose, show, type ShownRecord } from './open-record.js';
import { statesOf } from './who.js';

/** Candidates of which names are compared. A date of birth has some hundreds of them in the records of six months. */
const MOST_CANDIDATES = 2_000;

/** Documents and contacts of one record by which others are found. */
const MOST_LINKS = 200;

/** Which page. */
export interface Page {
  readonly size: number;
  readonly after: Position | undefined;
}

/** A page of records. */
export interface FoundPage {
  readonly shown: readonly ShownRecord[];
  /** Where the next page begins; undefined at the end. */
  readonly next: Position | undefined;
}

/** Finds one page. */
export async function findRecords(
  records: Pick<RecordStore, 'candidates' | 'find'>,
  search: PnrSearch,
  page: Page,
  { scope, signal }: Pick<AskContext, 'scope' | 'signal'>,
): Promise<FoundPage> {
  const { person } = search;
  const most = person === undefined ? page.size + 1 : MOST_CANDIDATES + 1;
  const linked = { ...search, links: await linksOf(records, search, scope) };
  const candidates = await records.candidates(linked, statesOf(scope), page.after, most);
  if (person !== undefined && candidates.length > MOST_CANDIDATES) throw tooBroad();
  const matches = person === undefined ? undefined : personMatcher(person);
  const shown: ShownRecord[] = [];
  let terms = 0;
  let last: FoundRecord | undefined;
  for (const candidate of candidates) {
    signal.throwIfAborted();
    const one = await show(candidate, scope);
    const match = one && matches?.(sealedOf(one));
    if (one === undefined || (matches !== undefined && match === undefined)) continue;
    terms += disclose(one).terms?.length ?? 0;
    // The log takes no more terms of one answer, and a record more would make another page anyway.
    if (shown.length > 0 && (shown.length === page.size || terms > MAX_ANSWER_TERMS)) {
      return { shown, next: last && { transferredOn: last.transferredOn, id: last.id } };
    }
    shown.push({ ...one, match });
    last = candidate;
  }
  // As many candidates as were asked for, of which some cannot be shown: what comes behind them was not looked at.
  const end = candidates.at(-1);
  const isCut = person === undefined && candidates.length === most;
  return { shown, next: isCut && end ? { transferredOn: end.transferredOn, id: end.id } : undefined };
}

/** What others may share with the record that is named; nothing for one that the caller may not see, or that is masked. */
async function linksOf(
  records: Pick<RecordStore, 'find'>,
  { linkedTo }: PnrSearch,
  scope: AskContext['scope'],
): Promise<readonly string[] | undefined> {
  if (linkedTo === undefined) return undefined;
  const record = scope.categories.has('PASSENGER') ? await records.find(linkedTo, ['active']) : undefined;
  const sealed = await record?.unseal();
  const links = sealed === undefined ? [] : linkTermsOf(sealed);
  if (links.length > MOST_LINKS) throw tooManyLinks();
  return links;
}

const tooManyLinks = (): Refusal =>
  new Refusal('REQUEST_INVALID', 'The request breaks rules', {
    violations: [
      {
        field: 'criteria.linked_to',
        rule: 'max_items',
        description: `names a record with more than ${MOST_LINKS} documents and contacts: search for one of them`,
      },
    ],
  });

function sealedOf({ record }: ShownRecord): Parameters<ReturnType<typeof personMatcher>>[0] {
  // Whoever is asked for by name is asked for among records that can be found by it, and those are open to the caller.
  if (record.sealed === undefined) throw new TypeError('a masked record was found by a name');
  return record.sealed;
}

function tooBroad(): Refusal {
  const description = 'has too many candidates: add a flight, a route or a document';
  return new Refusal('REQUEST_INVALID', 'The question is too broad', {
    violations: [{ field: 'criteria.person', rule: 'max_candidates', description }],
  });
}
