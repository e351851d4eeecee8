/** A gateway with a passenger information unit, and those who deal with it. */
import type { MethodDefinition } from '@grpc/grpc-js';
import type { CallOutcome } from '../../src/client/grpc-client.js';
import {
  ApprovalDecision,
  ApprovalServiceService as Approvals,
  DecideApprovalRequest,
  RequestApprovalRequest,
} from '../../src/gen/ostiary/approval/v1/approval.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import { PnrServiceService } from '../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest, type PushPnrResponse } from '../../src/gen/ostiary/pnr/v1/push.js';
import { type GatewayStack, startGatewayStack } from './gateway-stack.js';
import { carrierAccess } from './pnr.js';
import { answerOf } from './receipts.js';

/** What every request and every answer of these operations has. */
interface Asked {
  access?: AccessContext | undefined;
}
interface Answered {
  receipt?: AuditReceipt | undefined;
}

export interface PnrStack extends GatewayStack {
  /** Puts a question as an officer of an authority. */
  call<Request, Response>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
    officer?: string,
  ): Promise<CallOutcome<Response>>;
  /** The same, where an answer is expected. */
  ask<Request, Response extends Answered>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
    officer?: string,
  ): Promise<Response>;
  /** Has a court approve a question; resolves to the approval. */
  approve<Request extends Asked, Response>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
    court?: string,
  ): Promise<string>;
  /** The same with a question that the court of Xanadu has approved. */
  askApproved<Request extends Asked, Response extends Answered>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response>;
  push(message: Buffer, code?: string): Promise<PushPnrResponse>;
}

/** Starts it. */
export async function startPnrStack(environment: Record<string, string> = {}): Promise<PnrStack> {
  const stack = await startGatewayStack(environment);
  const clients = new Map<string, Awaited<ReturnType<GatewayStack['grpc']>>>();

  async function call<Request, Response>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
    officer = 'officer-1',
  ): Promise<CallOutcome<Response>> {
    const client = clients.get(code) ?? (await stack.grpc(code));
    clients.set(code, client);
    const token = await (await stack.identity(code)).mintToken({ officer });
    return client.call(method, request, { token, deadlineMs: 20_000 });
  }

  const ask: PnrStack['ask'] = async (code, method, request, officer) =>
    answerOf(await call(code, method, request, officer)).response;

  const approve: PnrStack['approve'] = async (code, method, request, court = 'XA-COURT') => {
    const asked = await ask(
      code,
      Approvals.requestApproval,
      RequestApprovalRequest.fromPartial({
        access: request.access ?? {},
        approvingAuthority: court,
        operation: method.path,
        questionMessage: method.requestSerialize(request),
      }),
    );
    const approvalId = asked.approval?.approvalId ?? '';
    await ask(
      court,
      Approvals.decideApproval,
      DecideApprovalRequest.fromPartial({
        access: courtAccess,
        approvalId,
        decision: ApprovalDecision.APPROVE,
        reason: 'the facts bear the suspicion',
      }),
    );
    return approvalId;
  };

  return {
    ...stack,
    call,
    ask,
    approve,
    async askApproved(code, method, request) {
      const approvalId = await approve(code, method, request);
      return ask(code, method, { ...request, access: AccessContext.fromPartial({ ...request.access, approvalId }) });
    },
    push: (message, code = 'XA-AIR') =>
      ask(
        code,
        PnrServiceService.pushPnr,
        PushPnrRequest.fromPartial({ access: carrierAccess(), format: PushFormat.PNRGOV_EDIFACT, message }),
      ),
  };
}

const courtAccess = AccessContext.fromPartial({
  legalBasisId: 'APPR-PNR-JUD',
  purpose: Purpose.PNR,
  caseReference: 'Gs 17/2026',
  justification: 'request of the unit, read and weighed',
  operatingUnit: 'Chamber 4',
});
