/** What the operations of the review service share. */
import type { AccessScope, Inquiry } from '../../../adapters/adapter.js';
import type { NoteSigner } from '../../../audit/note/key.js';
import type { ReviewCheckpoint } from '../../../audit/review/evidence.js';
import type { SearchParts } from '../../../audit/review/search.js';
import type { AccessContext } from '../../../gen/ostiary/common/v1/access.js';
import type { JsonObject, JsonValue } from '../../../shared/json.js';
import type { IndexTerm } from '../../../shared/index-term.js';

/** Everything behind the service. The role of its connections is ostiary_dpo. */
export interface ReviewParts extends SearchParts {
  readonly origin: string;
  /** A checkpoint that covers an entry: the latest with a quorum of witnesses if it does, else the latest. */
  checkpointCovering(index: number): Promise<ReviewCheckpoint>;
  /** C2SP tlog-policy that goes into evidence bundles. */
  readonly policy: string;
  /** Signs evidence bundles. */
  readonly signer: NoteSigner & { readonly verifierKey: string };
  now(): number;
}

/** In the scope of a review, a category is the code of an authority whose entries may be seen. */
export const scopeOf = ({ scope }: { readonly scope: AccessScope }): ReadonlySet<string> => scope.categories;

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
