/**
 * The first policy: the legal-basis table, default deny. A permit carries the scope that the adapter must keep to; a
 * denial names the rule and the article, and never whether data exist.
 */
import { createHash, hash } from 'node:crypto';
import type { AccessScope } from '../../adapters/adapter.js';
import { Refusal, type RefusalReason } from '../../shared/refusal.js';
import { APPROVALS } from '../approvals/rules.js';
import type { LegalBasis, Threshold } from './legal-basis.js';
import type { AccessGrounds, PolicyRequest } from './request.js';
import { asksOnBehalf, sisPurposes, sisScope } from './sis-scope.js';

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

/** Three years, the threshold of a serious criminal offence (Regulation (EU) 2018/1862 Art. 3(8) with 2002/584/JHA). */
const SERIOUS_OFFENCE_MONTHS = 36;

/** Decisions kept; beyond it the memory starts afresh, which costs a few microseconds each. */
const CACHED_DECISIONS = 10_000;

/** Makes the policy from the table. */
export function createPolicy(bases: ReadonlyMap<string, LegalBasis>): Policy {
  const cache = new Map<string, Permit>();
  return {
    version: versionOf(bases),
    decide(request) {
      const key = cacheKey(request);
      const known = cache.get(key);
      if (known !== undefined) return known;
      const permit = judge(bases, request);
      if (cache.size >= CACHED_DECISIONS) cache.clear();
      cache.set(key, permit);
      return permit;
    },
  };
}

function judge(bases: ReadonlyMap<string, LegalBasis>, request: PolicyRequest): Permit {
  const { grounds, system } = request;
  const basis = bases.get(grounds.legalBasisId);
  if (basis === undefined || !serves(basis, system)) {
    throw denied('LEGAL_BASIS_UNKNOWN', `no legal basis with this id exists for ${system}`, { system });
  }
  const metadata = { rule: basis.id, instrument: basis.instrument, article: basis.article };
  const kind = assertedKind(request, basis, metadata);
  for (const operation of request.operations) {
    if (!basis.operations.has(operation)) {
      throw denied('OPERATION_NOT_ALLOWED', `${cite(basis)} does not allow ${operation}`, { ...metadata, operation });
    }
  }
  if (!purposesOf(basis).includes(grounds.purpose)) {
    throw denied('PURPOSE_NOT_ALLOWED', `${cite(basis)} does not serve the purpose ${grounds.purpose}`, metadata);
  }
  for (const threshold of basis.thresholds) {
    const missing = unmet(threshold, grounds);
    if (missing !== undefined) {
      throw denied('THRESHOLD_NOT_MET', `${cite(basis)} asks for ${missing}`, { ...metadata, threshold });
    }
  }
  const obligations = owed(basis, request, metadata);
  if (asksOnBehalf(basis.id) && grounds.onBehalfOf === undefined) {
    throw denied('THRESHOLD_NOT_MET', `${cite(basis)} asks for access.on_behalf_of`, {
      ...metadata,
      threshold: 'ON_BEHALF_OF',
    });
  }
  const categories =
    system === 'AUDIT' ? new Set(request.authority.oversees) : (APPROVES_FOR[basis.id] ?? sisScope(kind, basis.id));
  return {
    rule: basis.id,
    determining: [basis.id],
    inputsSha256: hash('sha256', cacheKey(request)),
    obligations,
    scope: {
      authority: request.authority.code,
      memberState: request.authority.memberState,
      authorityKind: kind,
      categories,
    },
  };
}

/** The log is no system of the table; it is read on the rows that allow LOG_READ. */
function serves(basis: LegalBasis, system: string): boolean {
  return system === 'AUDIT' ? basis.operations.has('LOG_READ') : basis.system === system;
}

function purposesOf(basis: LegalBasis): readonly AccessGrounds['purpose'][] {
  if (basis.system === APPROVALS) return APPROVAL_PURPOSES;
  return basis.operations.has('LOG_READ') ? ['DATA_PROTECTION_REVIEW'] : sisPurposes(basis.id);
}

/** For which purposes a body approves, and questions to which systems. */
const APPROVAL_PURPOSES: readonly AccessGrounds['purpose'][] = [
  'CRIMINAL_OFFENCE',
  'JUDICIAL',
  'SUPPLEMENTARY_INFORMATION',
];
const APPROVES_FOR: Readonly<Record<string, ReadonlySet<string>>> = {
  'APPR-SIS-26-4': new Set(['SIS']),
  'APPR-SIS-56-5': new Set(['SIS']),
  'APPR-EES': new Set(['EES']),
  'APPR-EUD': new Set(['EURODAC']),
};

/** What is owed for a permit where the basis asks for an approval: to use it up, or to have the emergency reviewed. */
function owed(
  basis: LegalBasis,
  { approval, grounds }: PolicyRequest,
  metadata: Record<string, string>,
): readonly Obligation[] {
  const approvers = [...basis.approvers];
  if (approval !== undefined && approvers.includes(approval.approverKind)) return ['USE_APPROVAL'];
  if (grounds.emergency !== undefined) {
    if (basis.breakGlass) return ['REVIEW_EMERGENCY'];
    throw denied('BREAK_GLASS_NOT_ALLOWED', `${cite(basis)} knows no emergency access`, metadata);
  }
  if (approvers.length === 0) return [];
  throw denied('APPROVAL_REQUIRED', `${cite(basis)} asks for the approval of ${approvers.join(' or ')}`, {
    ...metadata,
    approvers: approvers.join(','),
  });
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

/** What is missing for a threshold, in words; undefined when it is met. Conditions nobody can show yet are unmet. */
function unmet(threshold: Threshold, grounds: AccessGrounds): string | undefined {
  switch (threshold) {
    // An approval is judged by `owed`, and every question names its case.
    case 'NONE':
    case 'TASK':
    case 'CAP':
    case 'VA':
    case 'PRIOR_AUTH':
    case 'SPECIFIC_CASE':
      return undefined;
    case 'URGENT_LIFE':
      return grounds.urgency === 'IMMINENT_DANGER' ? undefined : 'imminent danger (access.urgency)';
    case 'SERIOUS':
      return isSerious(grounds)
        ? undefined
        : 'a terrorist offence or one punishable by three years or more (access.offence)';
    case 'NATIONAL_LAW':
      return grounds.nationalLawEmpowered
        ? undefined
        : 'an empowerment in national law (access.national_law_empowered)';
    case 'CIR':
    case 'CONSENT':
      return `evidence of ${threshold}, which this gateway cannot verify and therefore does not accept`;
  }
}

function isSerious({ offence }: AccessGrounds): boolean {
  return offence !== undefined && (offence.terrorist || offence.maximumPenaltyMonths >= SERIOUS_OFFENCE_MONTHS);
}

const cite = (basis: LegalBasis): string => `${basis.instrument} Art. ${basis.article}`;

function denied(reason: RefusalReason, message: string, metadata: Record<string, string>): Refusal {
  return new Refusal(reason, message, { metadata });
}

/** Every input that the judgement reads, and nothing else. */
function cacheKey({ authority, grounds, system, operations, approval }: PolicyRequest): string {
  return JSON.stringify([
    authority.code,
    authority.memberState,
    authority.kinds,
    authority.oversees,
    grounds.authorityKind,
    grounds.legalBasisId,
    grounds.purpose,
    isSerious(grounds),
    grounds.nationalLawEmpowered,
    grounds.onBehalfOf !== undefined,
    grounds.urgency,
    grounds.emergency !== undefined,
    approval?.approverKind,
    system,
    operations,
  ]);
}

function versionOf(bases: ReadonlyMap<string, LegalBasis>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ SERIOUS_OFFENCE_MONTHS }));
  for (const basis of bases.values()) {
    hash.update(
      JSON.stringify([
        basis.id,
        basis.system,
        [...basis.authorityKinds],
        [...basis.operations],
        basis.thresholds,
        purposesOf(basis),
        asksOnBehalf(basis.id),
        [...basis.authorityKinds].map((kind) => [...sisScope(kind, basis.id)]),
      ]),
    );
  }
  return hash.digest('hex');
}
