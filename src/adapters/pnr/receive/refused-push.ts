import { Refusal } from '../../../shared/refusal.js';

/** A message that is no push of one flight. */
export const refusedPush = (rule: string, description: string): Refusal =>
  new Refusal('REQUEST_INVALID', 'The message is no push of a flight', {
    violations: [{ field: 'message', rule, description }],
  });

/** Diagnostics that are told; all are counted. */
export const MOST_DIAGNOSTICS = 100;

/** Records, or people, of one message: more than any aircraft has. */
export const MOST_RECORDS = 2_000;
