/**
 * Judges the acts of the approval service. They have no legal bases of their own but for the approving bodies: who asks
 * for an approval acts on the basis of the reasoned request or of the question itself, and is judged by it as if the
 * approval were given; a data protection officer acts on a basis that allows the reading of logs. So the row that an act
 * names decides which system's rules it is held against.
 */
import type { Permit, Policy } from '../policy/decide.js';
import { PolicyDenial } from '../policy/denial.js';
import type { PolicyRequest } from '../policy/request.js';
import { APPROVALS, type ApprovalRules } from './rules.js';

/** Identifier of the approval that an act is judged as if it had. */
const PRESUMED = 'REQUESTED';

/** The same policy, which also judges the acts of the approval service. */
export function judgingApprovals(policy: Policy, rules: ApprovalRules): Policy {
  return {
    get version() {
      return policy.version;
    },
    decide: (request) => (request.system === APPROVALS ? judge(policy, rules, request) : policy.decide(request)),
  };
}

function judge(policy: Policy, rules: ApprovalRules, request: PolicyRequest): Permit {
  const row = rules.basis(request.grounds.legalBasisId);
  // A row of its own names the systems whose questions the body approves.
  if (row === undefined || row.system === APPROVALS) return policy.decide(request);
  if (request.operations.includes('LOG_READ')) return policy.decide({ ...request, system: 'AUDIT' });
  const [approverKind] = rules.approversOf(row.id);
  const approval = approverKind === undefined ? undefined : { id: PRESUMED, approverKind };
  const permit = presuming(() => policy.decide({ ...request, system: row.system, approval }));
  // The act owes neither approval nor review: the question will.
  return { ...permit, obligations: [], scope: { ...permit.scope, categories: new Set([row.system]) } };
}

/** A decision without the body that was presumed to approve: nobody has, and the log must not say so. */
function presuming(decide: () => Permit): Permit {
  try {
    return { ...decide(), approver: undefined };
  } catch (error) {
    if (!(error instanceof PolicyDenial)) throw error;
    const { reason, message, metadata, decision } = error;
    throw new PolicyDenial(reason, message, metadata, { ...decision, approver: undefined });
  }
}
