/**
 * The life of an approval: requested, then approved, refused, withdrawn or expired; approved, then used, withdrawn or
 * expired. Pure. The store does the same in one conditional UPDATE each (store.ts), and a trigger of the database allows
 * no other step (migrations/access/0002-approvals.sql).
 */

/** States. */
export const APPROVAL_STATES = ['requested', 'approved', 'refused', 'withdrawn', 'expired', 'used'] as const;

/** State of an approval. */
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** An approval, as far as its next step depends on it. */
export interface ApprovalLife {
  readonly state: ApprovalState;
  /** Keyed digest of the officer who asked for it, in hex. */
  readonly officer: string;
  /** Authority that asked for it, and the one that is asked. */
  readonly authority: string;
  readonly approver: string;
  /** Keyed digest of the question, in hex. */
  readonly question: string;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** What somebody does with an approval. */
export type ApprovalStep =
  | { readonly kind: 'approve' | 'refuse' | 'withdraw'; readonly authority: string; readonly officer: string }
  | { readonly kind: 'use'; readonly question: string }
  | { readonly kind: 'expire' };

/** Why a step is not possible. `state` says that the approval is not in the state that the step begins with. */
export type StepFault = 'foreign' | 'own-request' | 'state' | 'expired' | 'not-expired' | 'other-question';

const BEGINS_WITH: Readonly<Record<ApprovalStep['kind'], readonly ApprovalState[]>> = {
  approve: ['requested'],
  refuse: ['requested'],
  withdraw: ['requested', 'approved'],
  use: ['approved'],
  expire: ['requested', 'approved'],
};

const LEADS_TO: Readonly<Record<ApprovalStep['kind'], ApprovalState>> = {
  approve: 'approved',
  refuse: 'refused',
  withdraw: 'withdrawn',
  use: 'used',
  expire: 'expired',
};

/** What is wrong with a step at a time; undefined when it can be taken. */
export function faultOf(life: ApprovalLife, step: ApprovalStep, nowMs: number): StepFault | undefined {
  if (step.kind === 'approve' || step.kind === 'refuse') {
    if (step.authority !== life.approver) return 'foreign';
    if (step.officer === life.officer) return 'own-request';
  }
  if (step.kind === 'withdraw' && (step.authority !== life.authority || step.officer !== life.officer))
    return 'foreign';
  if (step.kind === 'use' && step.question !== life.question) return 'other-question';
  if (!BEGINS_WITH[step.kind].includes(life.state)) return 'state';
  const isOver = nowMs >= life.expiresAtMs;
  if (step.kind === 'expire') return isOver ? undefined : 'not-expired';
  return isOver ? 'expired' : undefined;
}

/** The state after a step that has no fault, or the same state. */
export function stateAfter(life: ApprovalLife, step: ApprovalStep, nowMs: number): ApprovalState {
  return faultOf(life, step, nowMs) === undefined ? LEADS_TO[step.kind] : life.state;
}

/** Whether nothing can come after a state. */
export const isEnd = (state: ApprovalState): boolean => state !== 'requested' && state !== 'approved';
