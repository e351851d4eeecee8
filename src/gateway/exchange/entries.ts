/** What the exchange writes into the log about one call (audit-leaf/v1 sections, docs/audit-log.md). */
import { createHash } from 'node:crypto';
import type { Answer, Inquiry } from '../../adapters/adapter.js';
import type { EntryDraft, EntryOutcome } from '../../audit/log/entry.js';
import type { JsonObject } from '../../shared/json.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Officer, Peer } from '../identity/peer.js';
import type { Permit } from '../policy/decide.js';
import type { AccessGrounds } from '../policy/request.js';
import { groundsForLog } from './access.js';
import type { IncomingCall } from './call.js';
import { type Route, UNROUTED_RETENTION } from './route.js';

/** What is known of a call; grows along the pipeline, so that a refusal at any step logs all that was known. */
export interface KnownCall {
  readonly call: IncomingCall;
  readonly requestId: string;
  readonly route: Route | undefined;
  officer?: Officer;
  grounds?: AccessGrounds;
  inquiry?: Inquiry<unknown>;
  permit?: Permit;
}

/** The entry that must be durable before a system is asked. */
export function intentEntry(known: KnownCall, policyVersion: string): EntryDraft {
  return {
    ...frame(known),
    kind: 'intent',
    sections: { who: who(known), what: what(known), why: why(known, policyVersion) },
  };
}

/** The entry that must be durable before an answer leaves. `encoded` is the response without its receipt. */
export function answeredEntry(
  known: KnownCall,
  intentIndex: number,
  answer: Answer<unknown>,
  encoded: Uint8Array,
  durationMs: number,
): EntryDraft {
  return outcomeEntry(known, intentIndex, 'answered', {
    status: answer.status,
    answer_sha256: createHash('sha256').update(encoded).digest('hex'),
    disclosed: answer.disclosures.map(({ reference, category, fieldGroups }) => ({
      reference,
      category,
      fields: fieldGroups,
    })),
    duration_ms: durationMs,
  });
}

/** The entry about a question that was put but not answered. */
export function failedEntry(known: KnownCall, intentIndex: number, refusal: Refusal, durationMs: number): EntryDraft {
  const outcome = refusal.reason === 'NOT_FOUND' || refusal.reason === 'REQUEST_INVALID' ? 'refused' : 'failed';
  return outcomeEntry(known, intentIndex, outcome, { ...refusalForLog(refusal), duration_ms: durationMs });
}

/** The entry about a call that no system was asked for. */
export function deniedEntry(known: KnownCall, refusal: Refusal, policyVersion: string): EntryDraft {
  return {
    ...frame(known),
    kind: 'access-denied',
    outcome: 'refused',
    sections: {
      who: who(known),
      what: what(known),
      ...(known.grounds !== undefined && { why: why(known, policyVersion) }),
      result: refusalForLog(refusal),
    },
  };
}

function outcomeEntry(known: KnownCall, intentIndex: number, outcome: EntryOutcome, result: JsonObject): EntryDraft {
  return { ...frame(known), kind: 'outcome', intentIndex, outcome, sections: { result } };
}

function frame({
  call,
  requestId,
  route,
}: KnownCall): Pick<EntryDraft, 'authority' | 'system' | 'requestId' | 'retention'> {
  return {
    authority: call.peer.authority.code,
    system: route?.method.system ?? 'UNKNOWN',
    requestId,
    retention: route?.kind === 'system' ? route.retention : UNROUTED_RETENTION,
  };
}

function who({ call, officer, grounds, permit }: KnownCall): JsonObject {
  return { ...peerForLog(call.peer), ...officerForLog(officer, grounds, permit) };
}

function peerForLog(peer: Peer): JsonObject {
  return {
    authority: peer.authority.code,
    member_state: peer.authority.memberState,
    client_cert_sha256: peer.certificateSha256,
    remote: peer.remote,
  };
}

function officerForLog(
  officer: Officer | undefined,
  grounds: AccessGrounds | undefined,
  permit: Permit | undefined,
): JsonObject {
  return {
    ...(officer !== undefined && { officer: officer.id, roles: officer.roles }),
    ...(grounds !== undefined && { unit: grounds.operatingUnit }),
    ...(permit !== undefined && { authority_kind: permit.scope.authorityKind }),
  };
}

function what({ call, route, inquiry }: KnownCall): JsonObject {
  return {
    system: route?.method.system ?? 'UNKNOWN',
    // A path that is not in the contract is the caller's text and stays out of the log.
    operation: route?.method.path ?? 'UNKNOWN',
    transport: call.transport,
    ...(inquiry !== undefined && { query: inquiry.audit, legal_operations: inquiry.legalOperations }),
  };
}

function why({ grounds, permit }: KnownCall, policyVersion: string): JsonObject {
  return {
    ...(grounds !== undefined && groundsForLog(grounds)),
    decision: {
      policy_version: policyVersion,
      effect: permit === undefined ? 'deny' : 'permit',
      ...(permit !== undefined && { rule: permit.rule }),
    },
  };
}

/** Names and rules, never values. */
function refusalForLog(refusal: Refusal): JsonObject {
  return {
    status: refusal.reason,
    ...(Object.keys(refusal.metadata).length > 0 && { detail: refusal.metadata }),
    ...(refusal.violations.length > 0 && {
      violations: refusal.violations.map(({ field, rule }) => ({ field, rule })),
    }),
  };
}
