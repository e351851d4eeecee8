import type { NamePseudonymizer } from '../../matching/pseudonyms/bloom-filter.js';
import type { Clock } from '../../shared/clock.js';
import type { RecordParticipant } from './holders/record-holder.js';
import type { MatchStore } from './store/match-store.js';
import type { RequestStore } from './store/request-store.js';

/** What searches work with. */
export interface SearchParts {
  /** All states that the exchange knows of, as they are now. */
  readonly participants: () => Promise<readonly RecordParticipant[]>;
  /** Makes pseudonyms under the key of the exchange: names leave as these. */
  readonly pseudonymizer: NamePseudonymizer;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
  /** Remembers what was found, so that only that can be followed up. */
  readonly matches: Pick<MatchStore, 'remember'>;
}

/** How long things may take. The Regulation says "without delay" (Art. 44(5)) and no more: all of it is invented. */
export interface RequestTimes {
  /** Within which the holder is to decide, in milliseconds. */
  readonly decideWithinMs: number;
  /** After which a request is over if nothing was delivered, and for which what was delivered is kept, in milliseconds. */
  readonly lifetimeMs: number;
}

/** What requests for records work with. */
export interface RequestParts {
  readonly requests: RequestStore;
  readonly matches: Pick<MatchStore, 'qualityOf'>;
  readonly clock: Clock;
  readonly times: RequestTimes;
}
