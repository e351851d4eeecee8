/** DecideApproval and WithdrawApproval. */
import type { Operation } from '../../../adapters/adapter.js';
import {
  ApprovalDecision,
  type DecideApprovalRequest,
  DecideApprovalResponse,
  type WithdrawApprovalRequest,
  WithdrawApprovalResponse,
} from '../../../gen/ostiary/approval/v1/approval.js';
import { Refusal } from '../../../shared/refusal.js';
import { invalid } from '../../contract/codec.js';
import {
  accessOf,
  type ActingOfficer,
  actingOfficer,
  type ApprovalParts,
  audit,
  inScope,
  notFound,
  ownRequest,
  REASON_PLACE,
  wrongState,
} from '../parts.js';
import { printApproval } from '../print.js';
import type { Approval } from '../store.js';

/** Makes DecideApproval. */
export function decideOperation(parts: ApprovalParts): Operation<DecideApprovalRequest, DecideApprovalResponse> {
  const { rules, keys, approvals } = parts;
  return {
    parse({ access, approvalId: id, decision, reason }) {
      const kind = decision === ApprovalDecision.APPROVE ? 'approve' : 'refuse';
      return {
        legalOperations: ['APPROVE'],
        audit: audit({ approval_id: id, decision: kind, reason }),
        async ask(context) {
          const actor = actingOfficer(keys, context);
          const approval = inScope(await approvals.find(id), context);
          if (approval?.approver !== actor.authority) throw notFound('approval');
          assertCompetent(parts, approval, actor);
          assertRow(parts, approval, accessOf({ access }).legalBasisId);
          if (approval.officer === actor.officer) throw ownRequest();
          if (approval.state !== 'requested') throw decidedAlready(approval);
          const sealedReason = await keys.seal(id, REASON_PLACE, reason);
          context.signal.throwIfAborted();
          const decided = await approvals.decide(id, { kind, approverKind: actor.authorityKind, sealedReason }, actor);
          if (decided === undefined) throw decidedAlready((await approvals.find(id)) ?? approval);
          return {
            status: 'HIT',
            response: DecideApprovalResponse.fromPartial({ approval: printApproval(decided, rules) }),
            disclosures: [{ reference: id, category: approval.system, fieldGroups: ['state'] }],
          };
        },
      };
    },
  };
}

/** Makes WithdrawApproval. */
export function withdrawOperation(parts: ApprovalParts): Operation<WithdrawApprovalRequest, WithdrawApprovalResponse> {
  const { rules, keys, approvals } = parts;
  return {
    parse(request) {
      const id = request.approvalId;
      return {
        legalOperations: rules.ownOperations(accessOf(request).legalBasisId),
        audit: { approval_id: id },
        async ask(context) {
          const actor = actingOfficer(keys, context);
          const approval = inScope(await approvals.find(id), context);
          if (approval?.authority !== actor.authority || approval.officer !== actor.officer) throw notFound('approval');
          context.signal.throwIfAborted();
          const withdrawn = await approvals.withdraw(id, actor);
          if (withdrawn === undefined) throw decidedAlready((await approvals.find(id)) ?? approval);
          // The row is erased already; if this fails, the sweep removes the key.
          await keys.forget(id).catch(() => undefined);
          return {
            status: 'HIT',
            response: WithdrawApprovalResponse.fromPartial({ approval: printApproval(withdrawn, rules) }),
            disclosures: [{ reference: id, category: approval.system, fieldGroups: ['state'] }],
          };
        },
      };
    },
  };
}

/** The kind that the officer's body asserts, which the policy has checked to be registered, must be one of the basis's. */
function assertCompetent({ rules }: ApprovalParts, { legalBasis, memberState }: Approval, actor: ActingOfficer): void {
  const kinds = rules.approversOf(legalBasis);
  // Of a foreign state, only that which issued the alert has a say.
  if (kinds.includes(actor.authorityKind) && (actor.memberState === memberState || actor.authorityKind === 'SIR'))
    return;
  throw new Refusal('AUTHORITY_KIND_NOT_ALLOWED', `this approval is for ${kinds.join(' or ')} to give`, {
    metadata: { rule: legalBasis, approvers: kinds.join(',') },
  });
}

/** The body decides on the row that is for the approved basis: another agreement that it may give is another thing. */
function assertRow({ rules }: ApprovalParts, { legalBasis }: Approval, rowId: string): void {
  if (rules.isApprovedOn(rowId, legalBasis)) return;
  const description = `must be the legal basis on which questions on ${legalBasis} are approved`;
  throw invalid([{ field: 'access.legal_basis_id', rule: 'of_question', description }]);
}

const decidedAlready = ({ state }: Approval): Refusal =>
  wrongState('approval_id', `names an approval that is ${state} and cannot be changed in this way`);
