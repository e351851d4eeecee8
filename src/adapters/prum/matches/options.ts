import type { Clock } from '../../../shared/clock.js';
import type { FollowedCategory } from '../exchange/category.js';
import type { FollowUpStore } from './store/follow-up-store.js';

/** How long things may take. */
export interface FollowUpTimes {
  /** Within which core data are to be released: 48 hours (Art. 47(1)), in milliseconds. */
  readonly releaseWithinMs: number;
  /**
   * For which a confirmed match can be followed up, after which a request that came to no end is over, and for which core
   * data, or a refusal, are kept; in milliseconds. The law says "as long as needed" (Art. 50(3)): the time is invented.
   */
  readonly lifetimeMs: number;
}

/** What the operations on matches of a category work with. */
export interface FollowUpParts {
  readonly category: FollowedCategory;
  readonly store: FollowUpStore;
  readonly clock: Clock;
  readonly times: FollowUpTimes;
}
