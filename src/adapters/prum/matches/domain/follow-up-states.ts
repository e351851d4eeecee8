/**
 * The life of a match. Pure. The store does the same in one conditional UPDATE each, and a trigger of the database allows no
 * other step (migrations/prum/0002-matches.sql).
 */

/** States. A search that matched nothing leaves none. */
export const FOLLOW_UP_STATES = [
  'matched',
  'not_confirmed',
  'confirmed',
  'core_requested',
  'authorisation_pending',
  'released',
  'refused',
  'closed',
  'expired',
] as const;

/** State of a match. */
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number];

/** What is done with a match: by the authority that searched, by the holder, or by time. */
export type FollowUpStepKind = keyof typeof STEPS;

interface StepRule {
  readonly from: readonly FollowUpState[];
  readonly to: FollowUpState;
}

const DECIDED_FROM = ['core_requested', 'authorisation_pending'] as const;

const STEPS = {
  confirm: { from: ['matched'], to: 'confirmed' },
  dismiss: { from: ['matched'], to: 'not_confirmed' },
  request: { from: ['confirmed'], to: 'core_requested' },
  await: { from: ['core_requested'], to: 'authorisation_pending' },
  release: { from: DECIDED_FROM, to: 'released' },
  refuse: { from: DECIDED_FROM, to: 'refused' },
  close: {
    from: ['matched', 'not_confirmed', 'confirmed', 'core_requested', 'authorisation_pending', 'released', 'refused'],
    to: 'closed',
  },
  expire: { from: ['confirmed', 'core_requested', 'authorisation_pending'], to: 'expired' },
} as const satisfies Readonly<Record<string, StepRule>>;

/** Where a step can begin, and where it leads. */
export const stepRule = (kind: FollowUpStepKind): StepRule => STEPS[kind];

/**
 * States that the holding state learns of, of a match that was confirmed: one that nobody has confirmed is none of its
 * officers' business, also when it was closed.
 */
export const KNOWN_TO_HOLDER: readonly FollowUpState[] = FOLLOW_UP_STATES.filter(
  (state) => state !== 'matched' && state !== 'not_confirmed',
);
