/**
 * Judges the acts of the approval service. They have no legal bases of their own but for the approving bodies: who asks
 * for an approval acts on the basis of the reasoned request or of the question itself, and is judged by it as if the
 * approval were given; a data protection officer acts on a basis that allows the reading of logs. So the row that an act
 * names decides which system's rules it is held against.
 */
import type { Permit, Policy } from '../policy/decide.js';
import type { PolicyRequest } from '../policy/request.js';
import { APPROVALS, type ApprovalRules } from './rules.js';

/** What the acts disclose, in scopes and in the log. */
export const APPROVAL_CATEGORY = 'APPROVAL';
export const EMERGENCY_CATEGORY = 'EMERGENCY';

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
  if (row === undefined || row.system === APPROVALS) return scoped(policy.decide(request), request);
  if (request.operations.includes('LOG_READ')) return scoped(policy.decide({ ...request, system: 'AUDIT' }), request);
  const [approverKind] = rules.approversOf(row.id);
  return scoped(
    policy.decide({
      ...request,
      system: row.system,
      approval: approverKind === undefined ? undefined : { id: PRESUMED, approverKind },
    }),
    request,
  );
}

/** The act owes neither approval nor review: the question will. */
function scoped(permit: Permit, { authority, operations }: PolicyRequest): Permit {
  return {
    ...permit,
    obligations: [],
    scope: {
      ...permit.scope,
      categories: new Set([
        APPROVAL_CATEGORY,
        EMERGENCY_CATEGORY,
        ...(operations.includes('LOG_READ') ? authority.oversees : []),
      ]),
    },
  };
}
