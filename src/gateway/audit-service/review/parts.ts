/** What the operations of the review service share. */
import type { AccessScope, AskContext, Inquiry } from '../../../adapters/adapter.js';
import type { NoteSigner } from '../../../audit/note/key.js';
import type { ReviewCheckpoint } from '../../../audit/review/evidence.js';
import type { ReviewScope } from '../../../audit/review/query.js';
import type { SearchParts } from '../../../audit/review/search.js';
import type { KeyPresence, KeyUnwrapper } from '../../../audit/vault/keys.js';
import type { CountingUnwrapper } from '../../../audit/vault/open-vault.js';
import type { UnwrapPurpose } from '../../../audit/vault/unwrap-ledger.js';
import type { AccessContext } from '../../../gen/ostiary/common/v1/access.js';
import type { JsonObject, JsonValue } from '../../../shared/json.js';
import type { IndexTerm } from '../../../shared/index-term.js';

/** Everything behind the service. The role of its connections is ostiary_dpo. */
export interface ReviewParts extends Omit<SearchParts, 'keys'> {
  /** Opens payloads for one request: see keysFor. */
  readonly unwrapper: CountingUnwrapper;
  readonly origin: string;
  /** A checkpoint that covers an entry: the latest with a quorum of witnesses if it does, else the latest. */
  checkpointCovering(index: number): Promise<ReviewCheckpoint>;
  /** C2SP tlog-policy that goes into evidence bundles. */
  readonly policy: string;
  /** Signs evidence bundles. */
  readonly signer: NoteSigner & { readonly verifierKey: string };
  now(): number;
}

/** The right to open payloads for one request, and as long as it lasts: counted under its officer. */
export function keysFor(
  unwrapper: CountingUnwrapper,
  { requestId, scope: { authority }, knownOfficer, unwraps, signal }: AskContext,
  purpose: UnwrapPurpose,
): KeyUnwrapper & KeyPresence {
  if (knownOfficer === undefined || unwraps === undefined) throw new TypeError('a review by nobody known');
  const act = { requestId, authority, officer: knownOfficer.id, purpose };
  return unwrapper.forAct(act, { tally: unwraps, whileItLasts: () => signal.throwIfAborted() });
}

/** In the scope of a review, a category is the code of an authority whose entries may be seen. */
export function scopeOf({ scope: { categories, log } }: { readonly scope: AccessScope }): ReviewScope {
  if (log === undefined) throw new TypeError('a review whose legal basis opens no log');
  return { authorities: categories, ...log };
}

/** All of the review is on the legal bases that allow the reading of logs. */
export const LOG_READ: Inquiry<unknown>['legalOperations'] = ['LOG_READ'];

/** The access context, which the contract requires and the pipeline has judged. */
export function accessOf({ access }: { readonly access?: AccessContext | undefined }): AccessContext {
  if (access === undefined) throw new TypeError('a request without its access context passed the contract');
  return access;
}

/** A request as the log holds it: in proto names, without what was not given, keys sorted. The grounds are logged apart. */
export function auditOf(json: unknown): JsonObject {
  const rest = Object.entries(json as JsonObject).filter(([name]) => name !== 'access');
  return sorted(Object.fromEntries(rest)) as JsonObject;
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value as JsonObject).map(([name, field]): [string, JsonValue] => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    sorted(field),
  ]);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** At most as many terms as leave room for officer, case and unit: one name has few transliterations. */
export const indexedTerms = (terms: readonly IndexTerm[] = []): readonly IndexTerm[] => terms.slice(0, MOST_TERMS);

const MOST_TERMS = 10;
