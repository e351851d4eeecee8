/**
 * The life of a form: sent, delivered, answered, closed. Pure. The store takes each step in one conditional UPDATE, and a
 * trigger of the database allows no other (migrations/sis/0005-sirene.sql). Being overdue is no state: an overdue form
 * can still be delivered, answered and closed.
 */
import type { Party } from './party.js';

/** States. */
export const FORM_STATES = ['sent', 'delivered', 'answered', 'closed'] as const;

/** State of a form. */
export type FormState = (typeof FORM_STATES)[number];

/** A form, as far as its next step depends on it. */
export interface FormLife {
  readonly state: FormState;
  readonly sender: Party;
  readonly recipient: Party;
  /** Bureau that opened the thread. */
  readonly opener: Party;
  readonly expectsAnswer: boolean;
  /** More time was taken already. */
  readonly extended: boolean;
  /** Milliseconds since the epoch; undefined where no answer is expected. */
  readonly dueAtMs: number | undefined;
}

/** What somebody does with a form. `lapse`: nobody answered in time, and the law says what that means. */
export type FormStep =
  { readonly kind: 'deliver' | 'answer' | 'extend' | 'close'; readonly by: Party } | { readonly kind: 'lapse' };

/** Why a step is not possible. */
export type StepFault = 'foreign' | 'state' | 'no-answer-expected' | 'extended' | 'late' | 'not-due';

const BEGINS_WITH: Readonly<Record<FormStep['kind'], readonly FormState[]>> = {
  deliver: ['sent'],
  answer: ['sent', 'delivered'],
  extend: ['sent', 'delivered'],
  close: ['sent', 'delivered', 'answered'],
  lapse: ['sent', 'delivered'],
};

/** What is wrong with a step at a time; undefined when it can be taken. */
export function faultOf(life: FormLife, step: FormStep, nowMs: number): StepFault | undefined {
  if (step.kind === 'close' && step.by !== life.opener) return 'foreign';
  if ((step.kind === 'deliver' || step.kind === 'answer' || step.kind === 'extend') && step.by !== life.recipient) {
    return 'foreign';
  }
  if (!BEGINS_WITH[step.kind].includes(life.state)) return 'state';
  if (step.kind === 'deliver' || step.kind === 'close') return undefined;
  if (!life.expectsAnswer) return 'no-answer-expected';
  const isOver = life.dueAtMs !== undefined && nowMs >= life.dueAtMs;
  if (step.kind === 'extend' && life.extended) return 'extended';
  if (step.kind === 'extend' && isOver) return 'late';
  return step.kind === 'lapse' && !isOver ? 'not-due' : undefined;
}

/** The state after a step that has no fault, or the same state. */
export function stateAfter(life: FormLife, step: FormStep, nowMs: number): FormState {
  if (faultOf(life, step, nowMs) !== undefined) return life.state;
  switch (step.kind) {
    case 'deliver':
      return 'delivered';
    case 'answer':
      return 'answered';
    case 'extend':
      // Whoever takes more time has seen it.
      return 'delivered';
    case 'close':
    case 'lapse':
      return 'closed';
  }
}
