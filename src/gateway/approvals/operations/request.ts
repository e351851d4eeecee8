/** RequestApproval. */
import type { LegalOperation, Operation, ParsedQuestion } from '../../../adapters/adapter.js';
import { type RequestApprovalRequest, RequestApprovalResponse } from '../../../gen/ostiary/approval/v1/approval.js';
import { invalid } from '../../contract/codec.js';
import { accessOf, type ActingOfficer, actingOfficer, type ApprovalParts, audit, QUESTION_PLACE } from '../parts.js';
import { printApproval } from '../print.js';
import { type Question, readQuestion } from '../questions.js';

/** What is sealed of a request for approval. */
export interface SealedQuestion {
  /** The question in protobuf, base64. */
  readonly message: string;
  /** Why the approval is asked for. */
  readonly justification: string;
}

/** Makes the operation. */
export function requestOperation(parts: ApprovalParts): Operation<RequestApprovalRequest, RequestApprovalResponse> {
  const { rules, keys, approvals } = parts;
  return {
    parse(request) {
      const question = readQuestion(parts.routes(), request);
      const { route, grounds, inquiry } = question;
      assertApprovable(parts, question);
      return {
        legalOperations: operationsOf(parts, accessOf(request).legalBasisId, question),
        audit: audit({
          approving_authority: request.approvingAuthority,
          question: {
            case_reference: grounds.caseReference,
            legal_basis: grounds.legalBasisId,
            operation: route.method.path,
            purpose: grounds.purpose,
            query: inquiry.audit,
          },
        }),
        ...(inquiry.terms !== undefined && { terms: inquiry.terms }),
        async ask(context) {
          const actor = actingOfficer(keys, context);
          assertState(request.approvingAuthority, statesOf(rules.approversOf(grounds.legalBasisId), actor, inquiry));
          const id = context.requestId;
          context.signal.throwIfAborted();
          await keys.make(id);
          const sealed: SealedQuestion = {
            message: Buffer.from(question.message).toString('base64'),
            justification: accessOf(request).justification,
          };
          const sealedQuestion = await keys.seal(id, QUESTION_PLACE, JSON.stringify(sealed));
          context.signal.throwIfAborted();
          const approval = await approvals.request({
            id,
            authority: actor.authority,
            memberState: actor.memberState,
            officer: actor.officer,
            system: route.method.system,
            operation: route.method.path,
            legalBasis: grounds.legalBasisId,
            question: keys.digest('question', question.identity).toString('hex'),
            approver: request.approvingAuthority,
            sealed: sealedQuestion,
            lifetimeMs: parts.lifetimeMs,
          });
          return {
            status: 'HIT',
            response: RequestApprovalResponse.fromPartial({ approval: printApproval(approval, rules) }),
            disclosures: [{ reference: id, category: route.method.system, fieldGroups: ['state'] }],
          };
        },
      };
    },
  };
}

/** The question must rest on a row of its own system that asks for an approval. */
function assertApprovable({ rules }: ApprovalParts, { route, grounds }: Question): void {
  const { legalBasisId: id } = grounds;
  const field = 'question.access.legal_basis_id';
  if (rules.basis(id)?.system !== route.method.system) {
    throw invalid([{ field, rule: 'known', description: `must be a legal basis for ${route.method.system}` }]);
  }
  if (rules.approversOf(id).length === 0) {
    throw invalid([{ field, rule: 'approval', description: 'must be a legal basis that asks for an approval' }]);
  }
}

/**
 * By what the act is judged: who may put the question may ask for its approval, unless it would ask itself; who may not
 * puts a reasoned request to the body that will.
 */
function operationsOf(
  { rules }: ApprovalParts,
  basisId: string,
  { grounds, inquiry, route }: Question,
): readonly LegalOperation[] {
  if (basisId === grounds.legalBasisId) {
    const reasoned = rules.reasonedRequestFor(basisId);
    if (reasoned === undefined) return inquiry.legalOperations;
    const description = `must be that of the reasoned request of an operating unit, ${reasoned}`;
    throw invalid([{ field: 'access.legal_basis_id', rule: 'of_question', description }]);
  }
  const system = rules.basis(basisId)?.system;
  if (system !== undefined && system !== route.method.system) {
    const description = `must be the legal basis of a reasoned request for ${route.method.system}, or that of the question`;
    throw invalid([{ field: 'access.legal_basis_id', rule: 'of_question', description }]);
  }
  return ['REQUEST_FULL'];
}

/**
 * States whose bodies may approve: the one that asks, or, where a SIRENE Bureau does, the one that issued the alert (Reg.
 * (EU) 2018/1862 Art. 56(5)). Undefined where the question does not tell which that is.
 */
function statesOf(
  kinds: readonly string[],
  { memberState }: ActingOfficer,
  { ownerState }: ParsedQuestion,
): ReadonlySet<string> | undefined {
  if (!kinds.includes('SIR')) return new Set([memberState]);
  if (ownerState === undefined) return undefined;
  return new Set(kinds.length > 1 ? [ownerState, memberState] : [ownerState]);
}

function assertState(approver: string, states: ReadonlySet<string> | undefined): void {
  if (states === undefined || states.has(approver.slice(0, 2))) return;
  const description = `must be a body of ${[...states].join(' or ')}`;
  throw invalid([{ field: 'approving_authority', rule: 'member_state', description }]);
}
