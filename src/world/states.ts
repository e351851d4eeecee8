import { choiceOf, type Random } from './random.js';

/**
 * States that issue documents, plates and alerts in the synthetic world: codes that ISO 3166-1 leaves to users, so
 * that nothing here can be mistaken for a real state's.
 */
export const STATES = ['XA', 'XB', 'XC', 'XD'] as const;

/** One of the synthetic states. */
export type State = (typeof STATES)[number];

/** A state, the larger ones more often. */
export const pickState: (random: Random) => State = choiceOf([
  ['XA', 4],
  ['XB', 3],
  ['XC', 2],
  ['XD', 1],
]);
