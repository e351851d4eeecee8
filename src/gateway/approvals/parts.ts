/** What the operations of the approval service share. */
import type { AskContext } from '../../adapters/adapter.js';
import type { AccessContext } from '../../gen/ostiary/common/v1/access.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import { Refusal } from '../../shared/refusal.js';
import { invalid } from '../contract/codec.js';
import type { Route } from '../exchange/route.js';
import { officerDigestOf } from './confirm.js';
import type { EmergencyStore } from './emergencies.js';
import type { ApprovalKeys } from './keys.js';
import type { ApprovalRules } from './rules.js';
import type { Actor, ApprovalStore, PageOf } from './store.js';

/** Everything behind the service. */
export interface ApprovalParts {
  readonly rules: ApprovalRules;
  readonly approvals: ApprovalStore;
  readonly emergencies: EmergencyStore;
  readonly keys: ApprovalKeys;
  /** Operations of all systems, once they are known. */
  routes(): ReadonlyMap<string, Route>;
  /** Life of an approval from its request on, in milliseconds. */
  readonly lifetimeMs: number;
  /** Has the log told of the verdict on an emergency, now rather than at the next round. */
  hurry(id: string): Promise<void>;
}

/** The officer behind an act, and the roles in which they act. */
export interface ActingOfficer extends Actor {
  readonly authorityKind: string;
  readonly memberState: string;
  readonly roles: readonly string[];
}

/** Who acts. */
export function actingOfficer(
  keys: ApprovalKeys,
  { scope, knownOfficer: officer, requestId }: AskContext,
): ActingOfficer {
  if (officer === undefined) throw new TypeError('the approval service was not told who asks');
  return {
    authority: scope.authority,
    authorityKind: scope.authorityKind,
    memberState: scope.memberState,
    officer: officerDigestOf(keys, scope.authority, officer.id),
    roles: officer.roles,
    requestId,
  };
}

/** Place of what is sealed. */
export const QUESTION_PLACE = 'question';
export const REASON_PLACE = 'reason';
export const EMERGENCY_PLACE = 'emergency';

/** The access context, which the contract requires and the pipeline has judged. */
export function accessOf({ access }: { readonly access?: AccessContext | undefined }): AccessContext {
  if (access === undefined) throw new TypeError('a request without its access context passed the contract');
  return access;
}

/** Reads page size and token. */
export const pageOf = (request: { readonly pageSize: number; readonly pageToken: string }): PageOf => ({
  size: request.pageSize === 0 ? 50 : request.pageSize,
  before: request.pageToken === '' ? undefined : request.pageToken,
});

/** The token of the next page: there is none when this one was not full. */
export const nextPage = (items: readonly { readonly id: string }[], { size }: PageOf): string =>
  items.length < size ? '' : (items.at(-1)?.id ?? '');

/** What the legal basis of the act covers: it names the systems of which approvals and emergencies may be seen. */
export const inScope = <Item extends { readonly system: string }>(
  item: Item | undefined,
  { scope }: AskContext,
): Item | undefined => (item !== undefined && scope.categories.has(item.system) ? item : undefined);

/** Fields for the log, in the order of their names. */
export const audit = (fields: Readonly<Record<string, JsonValue>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What is not there, and what is none of the caller's business. */
export const notFound = (what: string): Refusal => new Refusal('NOT_FOUND', `there is no such ${what}`);

/** The thing is not in the state that the act begins with. */
export const wrongState = (field: string, description: string): Refusal =>
  invalid([{ field, rule: 'state', description }]);

/** The second pair of eyes is the first one. */
export const ownRequest = (): Refusal =>
  new Refusal('FORBIDDEN', 'nobody approves or reviews what they asked for', { metadata: { rule: 'FOUR_EYES' } });
