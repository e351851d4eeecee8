/**
 * What a person may be told of the accesses about them (Directive (EU) 2016/680 Art. 14): when, by which authority, for
 * which purpose, in which system. Not by which officer, and not what the file says.
 */
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject } from '../../shared/json.js';
import { openPayloads } from './payload.js';
import type { FoundEntry, Page, ReviewScope } from './query.js';
import { searchEntries, type SearchParts } from './search.js';

/** One access. */
export interface SubjectAccess {
  readonly entry: FoundEntry;
  /** As stated by the authority; empty when it was erased or never stated. */
  readonly purpose: string;
  readonly legalBasis: string;
}

/** Whom it is about. */
export interface SubjectRequest {
  /** Alternatives: all under which somebody may have asked. */
  readonly terms: readonly IndexTerm[];
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** Kinds of entry that are accesses: an outcome belongs to its intent. */
const ACCESSES = ['intent', 'access-denied'];

/** Finds the accesses in scope, newest first. */
export async function findSubjectAccesses(
  parts: SearchParts,
  scope: ReviewScope,
  { terms, ...time }: SubjectRequest,
  page: Page,
): Promise<{ readonly accesses: readonly SubjectAccess[]; readonly next: number | undefined }> {
  const found = await searchEntries(parts, scope, { ...time, kinds: ACCESSES, terms: [terms] }, page);
  const payloads = await openPayloads(parts, found.entries);
  const accesses = found.entries.map((entry): SubjectAccess => {
    const why = payloads.get(entry.index)?.sections.get('why')?.value;
    return { entry, purpose: text(why, 'purpose'), legalBasis: text(why, 'legal_basis') };
  });
  return { accesses, next: found.next };
}

function text(section: JsonObject | undefined, field: string): string {
  const value = section?.[field];
  return typeof value === 'string' ? value : '';
}
