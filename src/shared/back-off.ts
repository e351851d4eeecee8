/** A pause before something that failed is tried again: the first and the longest, in milliseconds. */
export type Pauses = readonly [first: number, most: number];

/** The first pause after no failure before, doubled with each, up to the longest. */
export const backOff = ([first, most]: Pauses, failuresBefore: number): number =>
  Math.min(most, first * 2 ** Math.min(failuresBefore, 30));
