/** The right to unwrap, with a count of its use: nothing is unwrapped that was not counted before. */
import type { KeyPresence, KeyUnwrapper } from './keys.js';
import type { UnwrapAct, UnwrapLedger } from './unwrap-ledger.js';

/** What is counted of one act, over all rights that it takes. */
export interface UnwrapTally {
  total: number;
}

/** How an act counts. */
export interface CountingOptions {
  /** Takes the number for the log; a new one by default. */
  readonly tally?: UnwrapTally;
  /** Throws when the act is over: the log has been told by then how many there were. */
  readonly whileItLasts?: () => void;
  /** Unwraps that are counted at once when none is left: for acts that do not know how many there will be. */
  readonly ahead?: number;
}

/** Wraps the right to unwrap for one act. */
export function countUnwraps(
  keys: KeyUnwrapper & KeyPresence,
  ledger: UnwrapLedger,
  act: UnwrapAct,
  { tally = { total: 0 }, whileItLasts, ahead = 1 }: CountingOptions = {},
): KeyUnwrapper & KeyPresence {
  let left = 0;

  async function expect(unwraps: number): Promise<void> {
    const missing = unwraps - left;
    if (missing <= 0) return;
    whileItLasts?.();
    tally.total += missing;
    try {
      await ledger.count(act, missing);
    } catch (error) {
      tally.total -= missing;
      throw error;
    }
    left += missing;
  }

  return {
    async unwrap(key, wrapped) {
      while (left === 0) await expect(ahead);
      left -= 1;
      return keys.unwrap(key, wrapped);
    },
    holds: (key) => keys.holds(key),
    count: { requestId: act.requestId, total: () => tally.total, expect },
  };
}
