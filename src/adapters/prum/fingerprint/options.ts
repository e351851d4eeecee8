import type { ExchangeParts } from '../exchange/search-states.js';
import type { FollowUpParts } from '../matches/options.js';
import type { MatchStore } from '../matches/store/match-store.js';
import type { PrintComparer } from './compare-again.js';
import type { PrintQuestion, PrintReply } from './domain/print-question.js';

/** What searches for prints and traces work with. */
export interface PrintParts {
  readonly exchange: ExchangeParts<PrintQuestion, PrintReply>;
  /** Remembers what was found, so that only that can be followed up. */
  readonly matches: MatchStore;
  readonly followUps: FollowUpParts;
  /** Puts candidates of several states in one order. */
  readonly comparer: Pick<PrintComparer, 'of'>;
}
