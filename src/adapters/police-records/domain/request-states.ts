/**
 * The life of a request for a record. Pure. The store does the same in one conditional UPDATE each, and a trigger of the
 * database allows no other step (migrations/police-records/0002-requests.sql).
 */

/** States. */
export const REQUEST_STATES = [
  'requested',
  'received',
  'information_asked',
  'approved',
  'refused',
  'delivered',
  'closed',
  'expired',
] as const;

/** State of a request. */
export type RequestState = (typeof REQUEST_STATES)[number];

/** What is done with a request: by the holder, by the authority that asked, or by time. */
export type RequestStepKind = keyof typeof STEPS;

interface StepRule {
  readonly from: readonly RequestState[];
  readonly to: RequestState;
}

const STEPS = {
  receive: { from: ['requested'], to: 'received' },
  approve: { from: ['requested', 'received'], to: 'approved' },
  refuse: { from: ['requested', 'received'], to: 'refused' },
  ask: { from: ['requested', 'received'], to: 'information_asked' },
  deliver: { from: ['approved'], to: 'delivered' },
  supply: { from: ['information_asked'], to: 'received' },
  close: { from: ['requested', 'received', 'information_asked', 'approved', 'refused', 'delivered'], to: 'closed' },
  expire: { from: ['requested', 'received', 'information_asked', 'approved'], to: 'expired' },
} as const satisfies Readonly<Record<string, StepRule>>;

/** Where a step can begin, and where it leads. */
export const stepRule = (kind: RequestStepKind): StepRule => STEPS[kind];

/** Whether the holder still owes a decision in a state. */
export const owesDecision = (state: RequestState): boolean => state === 'requested' || state === 'received';
