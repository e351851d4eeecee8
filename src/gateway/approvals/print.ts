/** Approvals and emergencies → messages of the contract. */
import {
  ApprovalState as WireState,
  type Approval as WireApproval,
  type ApprovalEvent,
  type Emergency as WireEmergency,
  type EmergencyDetails,
  EmergencyState as WireEmergencyState,
} from '../../gen/ostiary/approval/v1/approval.js';
import type { Emergency, EmergencyState } from './emergencies.js';
import type { ApprovalRules } from './rules.js';
import type { ApprovalState } from './states.js';
import type { Approval, PastState } from './store.js';

const STATES: Readonly<Record<ApprovalState, WireState>> = {
  requested: WireState.REQUESTED,
  approved: WireState.APPROVED,
  refused: WireState.REFUSED,
  withdrawn: WireState.WITHDRAWN,
  expired: WireState.EXPIRED,
  used: WireState.USED,
};

const EMERGENCY_STATES: Readonly<Record<EmergencyState, WireEmergencyState>> = {
  open: WireEmergencyState.OPEN,
  justified: WireEmergencyState.JUSTIFIED,
  unjustified: WireEmergencyState.NOT_JUSTIFIED,
};

const time = (ms: number): string => new Date(ms).toISOString();

/** An approval. */
export const printApproval = (approval: Approval, rules: ApprovalRules): WireApproval => ({
  approvalId: approval.id,
  state: STATES[approval.state],
  requestingAuthority: approval.authority,
  approvingAuthority: approval.approver,
  approverKinds: [...rules.approversOf(approval.legalBasis)],
  system: approval.system,
  operation: approval.operation,
  legalBasisId: approval.legalBasis,
  requestedAt: time(approval.requestedAtMs),
  expiresAt: time(approval.expiresAtMs),
});

/** A state that it was in. */
export const printPast = ({ state, atMs, authority }: PastState): ApprovalEvent => ({
  state: STATES[state],
  at: time(atMs),
  authority: authority ?? '',
});

/** An emergency access. */
export const printEmergency = (emergency: Emergency, details?: EmergencyDetails): WireEmergency => ({
  requestId: emergency.id,
  state: EMERGENCY_STATES[emergency.state],
  authority: emergency.authority,
  system: emergency.system,
  operation: emergency.operation,
  legalBasisId: emergency.legalBasis,
  openedAt: time(emergency.openedAtMs),
  reviewDueAt: time(emergency.reviewDueAtMs),
  overdue: emergency.isOverdue,
  reviewedAt: emergency.reviewedAtMs === undefined ? '' : time(emergency.reviewedAtMs),
  details,
});
