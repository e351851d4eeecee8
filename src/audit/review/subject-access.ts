/**
 * What a person may be told of the accesses about them (Directive (EU) 2016/680 Art. 14): when, by which authority, for
 * which purpose, in which system. Not by which officer, and not what the file says.
 */
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject } from '../../shared/json.js';
import { openPayloads } from './payload.js';
import type { FoundEntry, Page, ReviewScope } from './query.js';
import { restrictedAccesses } from './restricted-access.js';
import { searchEntries, type SearchParts } from './search.js';

/** One access. */
export interface SubjectAccess {
  readonly entry: FoundEntry;
  /** As stated by the authority; empty when it was erased or never stated. */
  readonly purpose: string;
  /** The same; empty as well when the gateway knows no such legal basis, since the caller may have written anything. */
  readonly legalBasis: string;
  /** The person may not be told of it before whoever entered the record was asked (restricted-access.ts). */
  readonly askIssuerFirst: boolean;
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

/** A part of the accesses about somebody. */
export interface SubjectAccessPage {
  readonly accesses: readonly SubjectAccess[];
  /** Indexes of damaged entries among them (FoundPage.damaged). */
  readonly damaged: readonly number[];
  /** Page.before of the next page; undefined when there is none. */
  readonly next: number | undefined;
}

/** Finds the accesses in scope, newest first. */
export async function findSubjectAccesses(
  parts: SearchParts,
  scope: ReviewScope,
  { terms, ...time }: SubjectRequest,
  page: Page,
): Promise<SubjectAccessPage> {
  const found = await searchEntries(parts, scope, { ...time, kinds: ACCESSES, terms: [terms] }, page);
  const payloads = await openPayloads(parts, found.entries);
  const restricted = await restrictedAccesses(parts, scope, found.entries);
  const accesses = found.entries.map((entry): SubjectAccess => {
    const sections = payloads.get(entry.index)?.sections;
    const why = sections?.get('why')?.value;
    return {
      entry,
      purpose: text(why, 'purpose'),
      legalBasis: judgedBasis(why, sections?.get('result')?.value),
      askIssuerFirst: restricted.has(entry.index),
    };
  });
  return { accesses, damaged: found.damaged, next: found.next };
}

/** The legal basis by which the access was permitted or refused: both times the policy names the row of its table. */
function judgedBasis(why: JsonObject | undefined, refusal: JsonObject | undefined): string {
  const rules = [why?.decision, refusal?.detail].map((part) => text(part as JsonObject | undefined, 'rule'));
  const stated = text(why, 'legal_basis');
  return rules.includes(stated) ? stated : '';
}

function text(section: JsonObject | undefined, field: string): string {
  const value = section?.[field];
  return typeof value === 'string' ? value : '';
}
