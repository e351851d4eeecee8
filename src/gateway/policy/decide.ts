/**
 * The decision: Cedar's policies over the legal-basis table, default deny, forbid beats permit. A permit carries the scope
 * that the adapter must keep to; a denial names the rule and the article, and never whether data exist.
 */
import type { AccessScope } from '../../adapters/adapter.js';
import type { DisclosureRule } from '../disclosure/response-filter.js';
import type { Authority } from '../identity/peer.js';
import { type CedarEngine, prepareEngine } from './cedar-engine.js';
import type { CedarRule, Obligation } from './cedar-rules.js';
import { type DeniedDecision, PolicyDenial, tell, type Told } from './denial.js';
import { contextOf, digestOf, type Facts, factsOf, keyOf, type Row, rowOf } from './facts.js';
import type { LegalBasis } from './legal-basis.js';
import { type PolicySource, readPolicySource, SHIPPED_POLICY } from './policy-source.js';
import type { PolicyRequest } from './request.js';
import { visibilityOf } from './visibility.js';

export type { Obligation } from './cedar-rules.js';

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
  /** What of each record may leave, and what it may be used for: by the policy that decided. */
  readonly disclosure: DisclosureRule;
  /** Kind of the body that approved the question, when one did. */
  readonly approver?: string | undefined;
}

/** Judges questions. */
export interface Policy {
  /** SHA-256 of the files that decide, in hex: logged with every decision (policy-files.ts). */
  readonly version: string;
  /** Returns the permit or throws the Refusal that names the rule which denied. */
  decide(request: PolicyRequest): Permit;
}

/** A policy that was made of files, and can be let go. */
export interface PreparedPolicy extends Policy {
  /** What it was made of. */
  readonly source: PolicySource;
  /** Gives back what it keeps. It must not decide any more. */
  release(): void;
}

/** How a policy is to work. */
export interface PolicyOptions {
  /** Decisions kept; beyond it the memory starts afresh. 0 keeps none. */
  readonly cachedDecisions?: number;
}

/** Each takes about half a kilobyte. */
const CACHED_DECISIONS = 20_000;

/** A decision on facts, for whoever puts them. */
type Decision =
  | { readonly effect: 'deny'; readonly told: Told }
  | {
      readonly effect: 'permit';
      readonly categories: ReadonlySet<string>;
      readonly determining: readonly string[];
      readonly inputsSha256: string;
      readonly obligations: readonly Obligation[];
    };

/** Prepares a checked source for deciding. */
export function preparePolicy(
  source: PolicySource,
  { cachedDecisions = CACHED_DECISIONS }: PolicyOptions = {},
): PreparedPolicy {
  const { rules, tables } = source;
  const engine = prepareEngine(rules, rules.names.get('System') ?? []);
  const rows = new Map(Array.from(tables.bases.values(), (basis) => [basis.id, rowOf(basis)]));
  const byId = new Map(rules.rules.map((rule) => [rule.id, rule]));
  const visible = visibilityOf(tables, engine);
  const cache = new Map<string, Decision>();
  return {
    version: source.version,
    source,
    decide(request) {
      const row = rowFor(rows, request);
      const kind = assertedKind(request, row.basis);
      const reads = engine.reads(request.system);
      const key = keyOf(row, kind, request, reads);
      let decision = cache.get(key);
      if (decision === undefined) {
        const categories = visible(row.basis, kind);
        const facts = factsOf(row, kind, request, categories.size > 0, reads);
        decision = judge(engine, byId, row.basis, facts, categories);
        if (cache.size >= cachedDecisions) cache.clear();
        if (cachedDecisions > 0) cache.set(key, decision);
      }
      return conclude(decision, row.basis, kind, request, source);
    },
    release: () => engine.release(),
  };
}

/** Reads a policy folder and prepares it. Throws a PolicyError that names everything that is wrong with it. */
export function loadPolicy(directory = SHIPPED_POLICY, options?: PolicyOptions): PreparedPolicy {
  return preparePolicy(readPolicySource(directory), options);
}

/**
 * The row that the question names. The log is no system of the table; it is read on the rows that allow LOG_READ, and each of
 * them opens the log of its own system alone (Permit.scope.log).
 */
function rowFor(rows: ReadonlyMap<string, Row>, { grounds, system }: PolicyRequest): Row {
  const row = rows.get(grounds.legalBasisId);
  const serves = system === 'AUDIT' ? row?.basis.operations.has('LOG_READ') : row?.basis.system === system;
  if (row !== undefined && serves === true) return row;
  throw new PolicyDenial(
    'LEGAL_BASIS_UNKNOWN',
    `no legal basis with this id exists for ${system}`,
    { system },
    before('basis-unknown'),
  );
}

/** The kind in which the authority asks: the one it asserts, or the only one it has. It must be registered for it. */
function assertedKind({ authority: { kinds }, grounds }: PolicyRequest, basis: LegalBasis): string {
  const asserted = grounds.authorityKind ?? (kinds.length === 1 ? kinds[0] : undefined);
  if (asserted !== undefined && kinds.includes(asserted)) return asserted;
  const metadata = { rule: basis.id, instrument: basis.instrument, article: basis.article };
  throw asserted === undefined
    ? new PolicyDenial(
        'AUTHORITY_KIND_NOT_ALLOWED',
        'registered under several kinds: access.authority_kind must say which',
        { ...metadata, registered_kinds: kinds.join(',') },
        before('kind-not-said'),
      )
    : new PolicyDenial(
        'AUTHORITY_KIND_NOT_ALLOWED',
        `this authority is not registered as ${asserted}`,
        metadata,
        before('kind-not-registered'),
      );
}

/** What stands in the way before there are facts to judge. */
const before = (rule: string): DeniedDecision => ({ determining: [rule], inputsSha256: undefined });

function judge(
  engine: CedarEngine,
  rules: ReadonlyMap<string, CedarRule>,
  basis: LegalBasis,
  facts: Facts,
  categories: ReadonlySet<string>,
): Decision {
  const { allowed, determining } = engine.ask(facts.kind, facts.system, contextOf(facts));
  const inputsSha256 = digestOf(facts);
  const decided = determining.flatMap((id) => rules.get(id) ?? []);
  if (!allowed) return { effect: 'deny', told: tell(basis, facts, decided, { determining, inputsSha256 }) };
  const obligations = [...new Set(decided.flatMap(({ obligation }) => obligation ?? []))];
  return { effect: 'permit', categories, determining, inputsSha256, obligations };
}

function conclude(
  decision: Decision,
  basis: LegalBasis,
  kind: string,
  { authority, system, approval, grounds, operations }: PolicyRequest,
  { disclosure, tables }: Pick<PolicySource, 'disclosure' | 'tables'>,
): Permit {
  if (decision.effect === 'deny') {
    const { reason, message, metadata, decision: denied } = decision.told;
    throw new PolicyDenial(reason, message, metadata, { ...denied, approver: approval?.approverKind });
  }
  const { categories, determining, inputsSha256, obligations } = decision;
  return {
    rule: basis.id,
    determining,
    inputsSha256,
    obligations,
    ...(approval !== undefined && { approver: approval.approverKind }),
    disclosure: disclosure.of({
      system,
      authorityKind: kind,
      legalBasisId: basis.id,
      purpose: grounds.purpose,
      operations,
    }),
    scope: {
      authority: authority.code,
      memberState: authority.memberState,
      authorityKind: kind,
      ...(system === 'AUDIT'
        ? { categories: overseenBy(authority), log: tables.logs.openedOn(basis.id) }
        : { categories }),
    },
  };
}

/** Of the log, an authority sees the entries of those whom it oversees. */
const overseenBy = ({ oversees }: Authority): ReadonlySet<string> => new Set(oversees);
