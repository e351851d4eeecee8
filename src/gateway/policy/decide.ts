/**
 * The first policy: the tables of data/policy, default deny. A permit carries the scope that the adapter must keep to; a
 * denial names the rule and the article, and never whether data exist.
 */
import { hash } from 'node:crypto';
import type { AccessScope } from '../../adapters/adapter.js';
import { Refusal, type RefusalReason } from '../../shared/refusal.js';
import {
  inForce,
  reaches,
  searchedBefore,
  visible,
  type LegalBasis,
  type PolicyTables,
  type Precondition,
} from './legal-basis.js';
import type { PolicyRequest } from './request.js';

/** A permit, with what it rests on. */
export interface Permit {
  readonly scope: AccessScope;
  /** Rule that decided, as logged: the row of the legal-basis table. */
  readonly rule: string;
  /** Every policy that had a part in the decision, as logged. */
  readonly determining: readonly string[];
  /** SHA-256 in hex of the inputs that the decision was made of, as logged: equal inputs, equal decision. */
  readonly inputsSha256: string;
  /** What the caller or the gateway owes for this permit. */
  readonly obligations: readonly Obligation[];
}

/** USE_APPROVAL: the approval is spent with this question. REVIEW_EMERGENCY: the access must be reviewed afterwards. */
export type Obligation = 'USE_APPROVAL' | 'REVIEW_EMERGENCY';

/** Judges questions. */
export interface Policy {
  /** SHA-256 of the tables that decide, in hex: logged with every decision. */
  readonly version: string;
  /** Returns the permit or throws the Refusal that names the rule which denied. */
  decide(request: PolicyRequest): Permit;
}

/** Decisions kept; beyond it the memory starts afresh, which costs a few microseconds each. */
const CACHED_DECISIONS = 10_000;

/** Makes the policy from the tables. */
export function createPolicy(tables: PolicyTables): Policy {
  const cache = new Map<string, Permit>();
  return {
    version: tables.sha256,
    decide(request) {
      const key = cacheKey(request);
      const known = cache.get(key);
      if (known !== undefined) return known;
      const permit = judge(tables, request);
      if (cache.size >= CACHED_DECISIONS) cache.clear();
      cache.set(key, permit);
      return permit;
    },
  };
}

function judge(tables: PolicyTables, request: PolicyRequest): Permit {
  const { grounds, system } = request;
  const basis = tables.bases.get(grounds.legalBasisId);
  if (basis === undefined || !serves(basis, system)) {
    throw denied('LEGAL_BASIS_UNKNOWN', `no legal basis with this id exists for ${system}`, { system });
  }
  const metadata = { rule: basis.id, instrument: basis.instrument, article: basis.article };
  if (!inForce(basis.regime, request.today)) {
    throw denied('LEGAL_BASIS_NOT_IN_FORCE', `${cite(basis)} does not apply today`, metadata);
  }
  const kind = assertedKind(request, basis, metadata);
  for (const operation of request.operations) {
    if (!basis.operations.has(operation)) {
      throw denied('OPERATION_NOT_ALLOWED', `${cite(basis)} does not allow ${operation}`, { ...metadata, operation });
    }
  }
  if (!basis.purposes.has(grounds.purpose)) {
    throw denied('PURPOSE_NOT_ALLOWED', `${cite(basis)} does not serve the purpose ${grounds.purpose}`, metadata);
  }
  if (!reaches(grounds.offence, basis.threshold)) {
    throw denied('THRESHOLD_NOT_MET', `${cite(basis)} asks for a graver offence (access.offence)`, metadata);
  }
  if (basis.personCategories.size > 0 && !isOneOf(basis.personCategories, grounds.personCategory)) {
    const names = [...basis.personCategories].join(', ');
    throw denied('PRECONDITION_NOT_SHOWN', `${cite(basis)} is about ${names} (access.person_category)`, metadata);
  }
  const obligations = new Set<Obligation>();
  for (const precondition of basis.preconditions) {
    const found = look(precondition, basis, request);
    if (typeof found === 'string') obligations.add(found);
    else if (!found) throw notShown(precondition, basis, metadata);
  }
  return {
    rule: basis.id,
    determining: [basis.id],
    inputsSha256: hash('sha256', cacheKey(request)),
    obligations: [...obligations],
    scope: {
      authority: request.authority.code,
      memberState: request.authority.memberState,
      authorityKind: kind,
      categories: system === 'AUDIT' ? new Set(request.authority.oversees) : visible(tables, basis, kind),
    },
  };
}

/** The log is read on every row that allows LOG_READ, whatever system it is about. */
function serves(basis: LegalBasis, system: string): boolean {
  return system === 'AUDIT' ? basis.operations.has('LOG_READ') : basis.system === system;
}

function isOneOf<T>(set: ReadonlySet<T>, value: T | undefined): boolean {
  return value !== undefined && set.has(value);
}

/**
 * The kind in which the authority asks: the one it asserts, or the only one it has. It must be registered for the
 * authority and be listed by the basis.
 */
function assertedKind(request: PolicyRequest, basis: LegalBasis, metadata: Record<string, string>): string {
  const { kinds } = request.authority;
  const asserted = request.grounds.authorityKind ?? (kinds.length === 1 ? kinds[0] : undefined);
  if (asserted === undefined) {
    throw denied('AUTHORITY_KIND_NOT_ALLOWED', 'registered under several kinds: access.authority_kind must say which', {
      ...metadata,
      registered_kinds: kinds.join(','),
    });
  }
  if (!kinds.includes(asserted)) {
    throw denied('AUTHORITY_KIND_NOT_ALLOWED', `this authority is not registered as ${asserted}`, metadata);
  }
  if (!basis.authorityKinds.has(asserted)) {
    throw denied(
      'AUTHORITY_KIND_NOT_ALLOWED',
      `${cite(basis)} is not open to authorities of kind ${asserted}`,
      metadata,
    );
  }
  return asserted;
}

/** Whether the precondition is met, and what is owed for it. */
function look(precondition: Precondition, basis: LegalBasis, request: PolicyRequest): boolean | Obligation {
  const { grounds, approval, operations } = request;
  switch (precondition) {
    case 'SPECIFIC_CASE':
      return grounds.caseReference !== '';
    case 'NATIONAL_LAW':
      return grounds.nationalLawEmpowered;
    case 'CONSENT':
      return grounds.consentReference !== undefined;
    case 'ON_BEHALF_OF':
      return grounds.onBehalfOf !== undefined;
    case 'PERSON_CATEGORY':
      return grounds.personCategory !== undefined;
    case 'AIM':
      return grounds.aim !== undefined;
    case 'IMMINENT_DANGER':
      return grounds.urgency === 'IMMINENT_DANGER';
    case 'CAP_APPROVAL':
    case 'VA_APPROVAL':
    case 'PRIOR_AUTHORISATION':
      if (approval !== undefined) return basis.approvers.has(approval.approverKind) && 'USE_APPROVAL';
      return basis.breakGlass && grounds.emergency !== undefined && 'REVIEW_EMERGENCY';
    case 'NATIONAL_SEARCH':
    case 'PRUM_SEARCH':
    case 'CIR_FLAG':
    case 'EES_SEARCH':
    case 'EUROPOL_SEARCH':
      return operations.every((operation) => searchedBefore(precondition, basis.system, operation, grounds));
  }
}

function notShown(precondition: Precondition, basis: LegalBasis, metadata: Record<string, string>): Refusal {
  const approves = basis.approvers.size > 0 && /_APPROVAL$|^PRIOR_/.test(precondition);
  return denied(
    approves ? 'APPROVAL_REQUIRED' : 'PRECONDITION_NOT_SHOWN',
    `${cite(basis)} asks for ${precondition}, which the request does not show`,
    { ...metadata, precondition },
  );
}

const cite = (basis: LegalBasis): string => `${basis.instrument} Art. ${basis.article}`;

function denied(reason: RefusalReason, message: string, metadata: Record<string, string>): Refusal {
  return new Refusal(reason, message, { metadata });
}

/** Every input that the judgement reads, and nothing else. */
function cacheKey({ authority, grounds, approval, system, operations, today }: PolicyRequest): string {
  return JSON.stringify([
    authority.code,
    authority.memberState,
    authority.kinds,
    authority.oversees,
    grounds.authorityKind,
    grounds.legalBasisId,
    grounds.purpose,
    grounds.offence,
    grounds.nationalLawEmpowered,
    grounds.onBehalfOf !== undefined,
    grounds.consentReference !== undefined,
    grounds.caseReference !== '',
    grounds.emergency !== undefined,
    grounds.personCategory,
    grounds.aim,
    grounds.urgency,
    grounds.priorSearches.map(({ kind, result }) => [kind, result]),
    approval?.approverKind,
    system,
    operations,
    today,
  ]);
}
