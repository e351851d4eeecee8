/** What the exchange writes into the log about one call (audit-leaf/v1 sections, docs/audit-log.md). */
import { hash } from 'node:crypto';
import { type Inquiry, type OutcomeName, overallOutcome, type StreamedInquiry } from '../../adapters/adapter.js';
import type { EntryOutcome } from '../../audit/log/entry.js';
import { MAX_TERMS } from '../../audit/vault/blind-index.js';
import { caseTerm, officerTerm, pseudonymTerm, unitTerm } from '../../matching/index-terms.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { Refusal } from '../../shared/refusal.js';
import type { FilteredAnswer } from '../disclosure/response-filter.js';
import type { Officer } from '../identity/peer.js';
import type { Permit } from '../policy/decide.js';
import { PolicyDenial } from '../policy/denial.js';
import type { AccessGrounds } from '../policy/request.js';
import type { SystemDraft } from '../policy/retention.js';
import type { IncomingCall } from './call.js';
import type { Route } from './route.js';

/** What is known of a call; grows along the pipeline, so that a refusal at any step logs all that was known. */
export interface KnownCall {
  readonly call: IncomingCall;
  readonly requestId: string;
  readonly route: Route | undefined;
  officer?: Officer;
  /** Under which the officer appears towards other states. */
  pseudonym?: string;
  grounds?: AccessGrounds;
  inquiry?: Inquiry<unknown> | StreamedInquiry<unknown>;
  permit?: Permit;
  /** Does what the permit obliges the gateway to; before the intent is logged. */
  owes?: () => Promise<void>;
  /** Does what the system has left to do when the outcome is in the log. */
  whenLogged?: () => Promise<void>;
  /** Why the approval that the question names does not hold: for the log, never for the caller. */
  approvalFault?: string;
  /** Data keys of the log that were unwrapped to answer it. */
  unwraps?: { total: number };
  /** Of the policy that decided; another may be in force by the time this is logged. */
  policyVersion?: string;
}

/** What was sent of an answer that comes in parts. */
export interface PartsSent {
  /** How many parts. */
  readonly parts: number;
  /** SHA-256, in hex, over the SHA-256 of each part's message, in the order in which they were sent. */
  readonly partsSha256: string;
  /** How many parts had each outcome, in alphabetical order of the outcomes. */
  readonly outcomes: ReadonlyMap<OutcomeName, number>;
}

/** The entry that must be durable before a system is asked. */
export function intentEntry(known: KnownCall, policyVersion: string): SystemDraft {
  return {
    ...frame(known),
    kind: 'intent',
    terms: terms(known),
    sections: { who: who(known), what: what(known), why: why(known, policyVersion) },
  };
}

/**
 * The entry that must be durable before an answer leaves. `encoded` is the response without its receipt. Throws a
 * RangeError when the log could not find the answer by all that it shows.
 */
export function answeredEntry(
  known: KnownCall,
  intentIndex: number,
  answer: FilteredAnswer,
  encoded: Uint8Array,
  durationMs: number,
): SystemDraft {
  const entry = outcomeEntry(known, intentIndex, 'answered', {
    answer_sha256: hash('sha256', encoded),
    disclosed: disclosedJson(answer),
    duration_ms: durationMs,
    ...placesJson(answer),
    status: answer.status,
    ...unwrapped(known),
  });
  const terms = disclosedTerms(known.inquiry?.terms ?? [], answer);
  return terms.length === 0 ? entry : { ...entry, terms };
}

/**
 * The entry that must be durable before a part of an answer leaves; `sha256` is that of its message, in hex. It closes
 * nothing: an outcome follows, or a recovery entry. Throws as answeredEntry does.
 */
export function partEntry(
  known: KnownCall,
  intentIndex: number,
  part: number,
  answer: FilteredAnswer,
  sha256: string,
): SystemDraft {
  const result = {
    answer_sha256: sha256,
    disclosed: disclosedJson(answer),
    part,
    ...placesJson(answer),
    status: answer.status,
  };
  const entry: SystemDraft = { ...frame(known), kind: 'part', intentIndex, sections: { result } };
  const terms = disclosedTerms(known.inquiry?.terms ?? [], answer);
  return terms.length === 0 ? entry : { ...entry, terms };
}

/** The entry about an answer that came in parts, all of which are sent. */
export function partsEndedEntry(
  known: KnownCall,
  intentIndex: number,
  sent: PartsSent,
  durationMs: number,
): SystemDraft {
  return outcomeEntry(known, intentIndex, 'answered', {
    duration_ms: durationMs,
    ...sentJson(sent),
    status: overallOutcome(new Set(sent.outcomes.keys())),
    ...unwrapped(known),
  });
}

/** The entry about a question that was put but not answered, or of whose answer only the first parts were sent. */
export function failedEntry(
  known: KnownCall,
  intentIndex: number,
  refusal: Refusal,
  durationMs: number,
  sent?: PartsSent,
): SystemDraft {
  // "Not found" is an answer too: were it told apart in the leaf, the leaf would be a flag for hits.
  const outcome = refusal.reason === 'NOT_FOUND' ? 'answered' : 'failed';
  return outcomeEntry(known, intentIndex, outcome, {
    ...refusalForLog(refusal),
    duration_ms: durationMs,
    ...(sent !== undefined && sentJson(sent)),
    ...unwrapped(known),
  });
}

/** The entry about a call that no system was asked for. */
export function deniedEntry(known: KnownCall, refusal: Refusal, policyVersion: string): SystemDraft {
  return {
    ...frame(known),
    kind: 'access-denied',
    outcome: 'refused',
    terms: terms(known),
    sections: {
      who: who(known),
      what: what(known),
      ...(known.grounds !== undefined && { why: why(known, policyVersion, refusal) }),
      result: refusalForLog(refusal),
    },
  };
}

const disclosedJson = ({ disclosed }: FilteredAnswer): JsonValue =>
  disclosed.map(({ reference, category, fieldGroups, handling }) => ({
    category,
    fields: fieldGroups,
    ...(handling.length > 0 && { handling }),
    reference,
  }));

const placesJson = ({ places }: FilteredAnswer): JsonObject =>
  places === undefined ? {} : { places: places.map(({ place, status }) => ({ place, status })) };

const sentJson = ({ outcomes, parts, partsSha256 }: PartsSent): JsonObject => ({
  outcomes: Object.fromEntries(outcomes),
  parts,
  parts_sha256: partsSha256,
});

const unwrapped = ({ unwraps }: KnownCall): JsonObject =>
  unwraps === undefined || unwraps.total === 0 ? {} : { unwrapped: unwraps.total };

function outcomeEntry(known: KnownCall, intentIndex: number, outcome: EntryOutcome, result: JsonObject): SystemDraft {
  return { ...frame(known), kind: 'outcome', intentIndex, outcome, sections: { result } };
}

function frame({
  call,
  requestId,
  route,
  grounds,
}: KnownCall): Pick<SystemDraft, 'authority' | 'system' | 'requestId' | 'legalBasisId'> {
  return {
    authority: call.peer.authority.code,
    system: route?.method.system ?? 'UNKNOWN',
    requestId,
    legalBasisId: grounds?.legalBasisId,
  };
}

/** What the access can be found by: who asked, for which case, about whom or what. */
function terms({ officer, pseudonym, grounds, inquiry }: KnownCall): readonly IndexTerm[] {
  const found: IndexTerm[] = [];
  if (officer !== undefined) found.push(officerTerm(officer.id));
  if (pseudonym !== undefined) found.push(pseudonymTerm(pseudonym));
  if (grounds !== undefined) found.push(caseTerm(grounds.caseReference), unitTerm(grounds.operatingUnit));
  if (inquiry?.terms !== undefined) found.push(...inquiry.terms);
  return found;
}

/**
 * What the disclosure can be found by, beyond what was asked for: a person must learn also of the reading of their file,
 * or of a hit under another spelling. An answer that shows more than an entry can be found by must not leave.
 */
function disclosedTerms(asked: readonly IndexTerm[], { disclosed }: FilteredAnswer): readonly IndexTerm[] {
  if (disclosed.length === 0) return [];
  const seen = new Set(asked.map(keyOf));
  const found = disclosed
    .flatMap(({ terms }) => terms)
    .filter((term) => !seen.has(keyOf(term)) && seen.add(keyOf(term)));
  if (found.length > MAX_TERMS) {
    throw new RangeError(
      `the answer is withheld: it would take ${found.length} index terms, and an entry has at most ${MAX_TERMS}`,
    );
  }
  return found;
}

const keyOf = ({ field, value }: IndexTerm): string => `${field}:${value}`;

// The sections below give their keys in alphabetical order: that is the canonical spelling, which the log then need not
// make first (src/shared/canonical-json.ts).

function who({ call, officer, pseudonym, grounds, permit }: KnownCall): JsonObject {
  const { peer } = call;
  const section: Record<string, JsonValue> = { authority: peer.authority.code };
  const kind = permit?.scope.authorityKind ?? grounds?.authorityKind;
  if (kind !== undefined) section.authority_kind = kind;
  section.client_cert_sha256 = peer.certificateSha256;
  section.member_state = peer.authority.memberState;
  if (officer !== undefined) section.officer = officer.id;
  if (pseudonym !== undefined) section.pseudonym = pseudonym;
  section.remote = peer.remote;
  if (officer !== undefined) section.roles = officer.roles;
  if (grounds !== undefined) section.unit = grounds.operatingUnit;
  return section;
}

function what({ call, route, inquiry }: KnownCall): JsonObject {
  const section: Record<string, JsonValue> = {};
  const { asking } = call;
  if (asking !== undefined) section.asked_by = { origin: asking.origin, request_id: asking.requestId };
  if (inquiry !== undefined) section.legal_operations = inquiry.legalOperations;
  // A path that is not in the contract is the caller's text and stays out of the log.
  section.operation = route?.method.path ?? 'UNKNOWN';
  if (inquiry !== undefined) section.query = inquiry.audit;
  section.system = route?.method.system ?? 'UNKNOWN';
  section.transport = call.transport;
  return section;
}

function why({ grounds, permit, approvalFault }: KnownCall, policyVersion: string, refusal?: Refusal): JsonObject {
  const decision: JsonObject =
    permit === undefined
      ? refusedDecision(refusal, policyVersion)
      : {
          ...(permit.approver !== undefined && { approver: permit.approver }),
          determining: permit.determining,
          effect: 'permit',
          inputs_sha256: permit.inputsSha256,
          ...(permit.obligations.length > 0 && { obligations: permit.obligations }),
          policy_version: policyVersion,
          rule: permit.rule,
        };
  if (grounds === undefined) return { decision };
  const { offence } = grounds;
  const section: Record<string, JsonValue> = {};
  if (grounds.aim !== undefined) section.aim = grounds.aim;
  if (grounds.approvalId !== undefined) section.approval = grounds.approvalId;
  if (approvalFault !== undefined) section.approval_fault = approvalFault;
  section.case_reference = grounds.caseReference;
  if (grounds.consentReference !== undefined) section.consent = grounds.consentReference;
  section.decision = decision;
  if (grounds.emergency !== undefined) section.emergency = grounds.emergency;
  section.justification = grounds.justification;
  section.legal_basis = grounds.legalBasisId;
  if (grounds.nationalLawEmpowered) section.national_law_empowered = true;
  if (offence !== undefined) {
    section.offence = {
      code: offence.code,
      ...(offence.listedAs !== undefined && { listed_as: offence.listedAs }),
      maximum_penalty_months: offence.maximumPenaltyMonths,
      terrorist: offence.terrorist,
    };
  }
  if (grounds.onBehalfOf !== undefined) section.on_behalf_of = grounds.onBehalfOf;
  if (grounds.personCategory !== undefined) section.person_category = grounds.personCategory;
  if (grounds.priorSearches.length > 0) {
    section.prior_searches = grounds.priorSearches.map(({ kind, reference, result }) => ({ kind, reference, result }));
  }
  section.purpose = grounds.purpose;
  section.urgency = grounds.urgency;
  return section;
}

function refusedDecision(refusal: Refusal | undefined, policyVersion: string): JsonObject {
  if (!(refusal instanceof PolicyDenial)) return { effect: 'deny', policy_version: policyVersion };
  const { approver, determining, inputsSha256 } = refusal.decision;
  return {
    ...(approver !== undefined && { approver }),
    determining,
    effect: 'deny',
    ...(inputsSha256 !== undefined && { inputs_sha256: inputsSha256 }),
    policy_version: policyVersion,
  };
}

/** Names and rules, never values. */
function refusalForLog(refusal: Refusal): JsonObject {
  return {
    ...(Object.keys(refusal.metadata).length > 0 && { detail: refusal.metadata }),
    status: refusal.reason,
    ...(refusal.violations.length > 0 && {
      violations: refusal.violations.map(({ field, rule }) => ({ field, rule })),
    }),
  };
}
