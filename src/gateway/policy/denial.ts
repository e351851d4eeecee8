/** A denial: the one sentence that the caller is told, and what the log keeps of the decision. */
import { Refusal, type RefusalReason } from '../../shared/refusal.js';
import type { CedarRule } from './cedar-rules.js';
import type { LegalBasis } from './legal-basis.js';

/** What is logged of a decision that denied. */
export interface DeniedDecision {
  /** Ids of every policy that forbade; or what stood in the way before any was asked. */
  readonly determining: readonly string[];
  /** SHA-256 in hex of the facts; undefined when there was no row to make them of. */
  readonly inputsSha256: string | undefined;
  /** Kind of the body that approved the question, when one did. */
  readonly approver?: string | undefined;
}

/** The policy says no. Tells rule and article, and nothing of the data: it is made before any system is asked. */
export class PolicyDenial extends Refusal {
  readonly decision: DeniedDecision;

  constructor(
    reason: RefusalReason,
    message: string,
    metadata: Readonly<Record<string, string>>,
    decision: DeniedDecision,
  ) {
    super(reason, message, { metadata });
    this.decision = decision;
  }
}

/** What a denial tells, kept so that equal questions get an equal one. */
export interface Told {
  readonly reason: RefusalReason;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly decision: DeniedDecision;
}

/** What was asked, as far as a sentence may repeat it. */
export interface AskedFor {
  readonly kind: string;
  readonly operations: readonly string[];
  readonly purpose: string;
}

/** Words a denial on a row: by the forbid of the lowest order, or, when no permit applied, by there being none. */
export function tell(
  basis: LegalBasis,
  asked: AskedFor,
  forbids: readonly CedarRule[],
  decision: DeniedDecision,
): Told {
  const metadata = { rule: basis.id, instrument: basis.instrument, article: basis.article };
  const [first] = [...forbids].sort(byOrder);
  const denial = first?.denial;
  if (first === undefined || denial === undefined) {
    return { reason: 'FORBIDDEN', message: `${cite(basis)}: no policy permits this`, metadata, decision };
  }
  return {
    reason: denial.reason,
    message: fill(denial.message, basis, asked),
    metadata: {
      ...metadata,
      policy: first.id,
      ...(denial.article !== undefined && { forbidden_by: denial.article }),
      ...(denial.condition !== undefined && { condition: denial.condition }),
      ...detailOf(denial.reason, basis, asked),
    },
    decision,
  };
}

/** What a machine may want to know besides the rule. */
function detailOf(reason: RefusalReason, basis: LegalBasis, asked: AskedFor): Record<string, string> {
  switch (reason) {
    case 'OPERATION_NOT_ALLOWED':
      return { operation: unlisted(basis, asked) };
    case 'APPROVAL_REQUIRED':
    case 'APPROVAL_NOT_VALID':
      return { approvers: [...basis.approvers].join(',') };
    case 'LEGAL_BASIS_NOT_IN_FORCE': {
      const { from, until } = basis.regime;
      return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
    }
    default:
      return {};
  }
}

/** The same order stands twice where two forbids are equally to the point: then the name decides. */
function byOrder(one: CedarRule, other: CedarRule): number {
  const difference = (one.denial?.order ?? 100) - (other.denial?.order ?? 100);
  return difference !== 0 ? difference : one.id < other.id ? -1 : 1;
}

/** "Reg. (EU) 2018/1862 Art. 44(1)(b)". */
export const cite = (basis: LegalBasis): string => `${basis.instrument} Art. ${basis.article}`;

const unlisted = (basis: LegalBasis, { operations }: AskedFor): string =>
  operations.filter((operation) => !(basis.operations as ReadonlySet<string>).has(operation)).join(', ');

/** The sentence of a policy with its words in braces filled in. */
export function fill(message: string, basis: LegalBasis, asked: AskedFor): string {
  const words: Readonly<Record<string, string>> = {
    basis: cite(basis),
    kind: asked.kind,
    operations: unlisted(basis, asked),
    purpose: asked.purpose,
    offence: thresholdInWords(basis),
    persons: basis.personCategories.size === 0 ? 'any, but stated' : [...basis.personCategories].join(', '),
    approvers: [...basis.approvers].join(' or '),
  };
  return message.replace(/\{([a-z]+)\}/g, (whole, name: string) => words[name] ?? whole);
}

const LISTS = {
  EAW: 'Art. 2(2) of Framework Decision 2002/584/JHA',
  PNR: 'Annex II of Directive (EU) 2016/681',
} as const;

/** What the row asks of the offence, in words; empty where it asks nothing. */
export function thresholdInWords({ threshold: { penaltyMonths, terrorist, offenceList } }: LegalBasis): string {
  const penalty =
    penaltyMonths === undefined
      ? ''
      : penaltyMonths === 0
        ? ', whatever its penalty'
        : ` punishable by a maximum of ${penaltyMonths} months or more`;
  const listed = offenceList === undefined ? '' : ` listed in ${LISTS[offenceList]}`;
  const other = penalty === '' && listed === '' ? '' : `an offence${listed}${penalty}`;
  return [...(terrorist ? ['a terrorist offence'] : []), ...(other === '' ? [] : [other])].join(' or ');
}
