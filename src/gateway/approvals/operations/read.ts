/** GetApproval and ListApprovals. */
import type { Operation } from '../../../adapters/adapter.js';
import {
  ApprovalView,
  type GetApprovalRequest,
  GetApprovalResponse,
  type ListApprovalsRequest,
  ListApprovalsResponse,
} from '../../../gen/ostiary/approval/v1/approval.js';
import {
  accessOf,
  actingOfficer,
  type ApprovalParts,
  audit,
  inScope,
  nextPage,
  notFound,
  pageOf,
  QUESTION_PLACE,
  REASON_PLACE,
} from '../parts.js';
import { printApproval, printPast } from '../print.js';
import { questionJson } from '../questions.js';
import type { Approval } from '../store.js';
import type { SealedQuestion } from './request.js';

/** Makes GetApproval. */
export function getOperation(parts: ApprovalParts): Operation<GetApprovalRequest, GetApprovalResponse> {
  const { rules, keys, approvals } = parts;
  return {
    parse(request) {
      const id = request.approvalId;
      return {
        legalOperations: rules.partyOperations(accessOf(request).legalBasisId, 'APPROVE'),
        audit: { approval_id: id },
        async ask(context) {
          const { authority } = actingOfficer(keys, context);
          const approval = inScope(await approvals.find(id), context);
          if (approval === undefined || (approval.authority !== authority && approval.approver !== authority)) {
            throw notFound('approval');
          }
          const [shown, reason, history] = await Promise.all([
            openQuestion(parts, approval),
            approval.sealedReason === undefined ? undefined : keys.open(id, REASON_PLACE, approval.sealedReason),
            approvals.history(id),
          ]);
          return {
            status: 'HIT',
            response: GetApprovalResponse.fromPartial({
              approval: printApproval(approval, rules),
              ...shown?.response,
              reason: reason ?? '',
              history: history.map(printPast),
            }),
            disclosures: [
              {
                reference: id,
                category: approval.system,
                fieldGroups: [
                  'state',
                  'history',
                  ...(shown === undefined ? [] : ['question']),
                  ...(reason === undefined ? [] : ['reason']),
                ],
                // Whom the question is about is disclosed to whoever reads it.
                ...(shown?.terms !== undefined && { terms: shown.terms }),
              },
            ],
          };
        },
      };
    },
  };
}

/** The question as it was given, unless it was erased. */
async function openQuestion(parts: ApprovalParts, { id, operation, sealed }: Approval) {
  const text = sealed === undefined ? undefined : await parts.keys.open(id, QUESTION_PLACE, sealed);
  const route = parts.routes().get(operation);
  if (text === undefined || route?.kind !== 'system') return undefined;
  const { message: base64, justification } = JSON.parse(text) as SealedQuestion;
  const message = Buffer.from(base64, 'base64');
  return {
    response: { questionMessage: message, questionJson: questionJson(route, message), justification },
    terms: route.operation.parse(route.codec.decode(message)).terms,
  };
}

/** Makes ListApprovals. */
export function listOperation(parts: ApprovalParts): Operation<ListApprovalsRequest, ListApprovalsResponse> {
  const { rules, keys, approvals } = parts;
  return {
    parse(request) {
      const page = pageOf(request);
      const isOwn = request.view === ApprovalView.OWN;
      return {
        legalOperations: rules.partyOperations(accessOf(request).legalBasisId, 'APPROVE'),
        audit: audit({ view: isOwn ? 'own' : 'waiting', ...(page.before !== undefined && { before: page.before }) }),
        async ask(context) {
          const { officer, authority } = actingOfficer(keys, context);
          const systems = [...context.scope.categories];
          const found = await approvals.list(isOwn ? { officer } : { waitingFor: authority }, systems, page);
          return {
            status: found.length > 0 ? 'HIT' : 'NO_HIT',
            response: ListApprovalsResponse.fromPartial({
              approvals: found.map((approval) => printApproval(approval, rules)),
              nextPageToken: nextPage(found, page),
            }),
            disclosures: found.map(({ id, system }) => ({
              reference: id,
              category: system,
              fieldGroups: ['state'],
            })),
          };
        },
      };
    },
  };
}
