/** The approval service as an adapter: what is approved and reviewed takes the same pipeline as what is asked. */
import type { Adapter } from '../../adapters/adapter.js';
import { ApprovalServiceService } from '../../gen/ostiary/approval/v1/approval.js';
import { decideOperation, withdrawOperation } from './operations/decide.js';
import { listEmergenciesOperation, reviewEmergencyOperation } from './operations/emergencies.js';
import { getOperation, listOperation } from './operations/read.js';
import { requestOperation } from './operations/request.js';
import type { ApprovalParts } from './parts.js';
import { APPROVALS } from './rules.js';

/** Makes the adapter. */
export function createApprovalAdapter(parts: ApprovalParts): Adapter<typeof ApprovalServiceService> {
  return {
    system: APPROVALS,
    isOwnService: true,
    service: ApprovalServiceService,
    operations: {
      requestApproval: requestOperation(parts),
      decideApproval: decideOperation(parts),
      getApproval: getOperation(parts),
      listApprovals: listOperation(parts),
      withdrawApproval: withdrawOperation(parts),
      listEmergencies: listEmergenciesOperation(parts),
      reviewEmergency: reviewEmergencyOperation(parts),
    },
    checkHealth: async () => {
      await parts.emergencies.counts();
    },
  };
}
