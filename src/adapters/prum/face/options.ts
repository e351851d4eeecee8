import type { ExchangeParts } from '../exchange/search-states.js';
import type { MatchStore } from '../matches/store/match-store.js';
import type { FaceAlgorithm } from './domain/algorithm.js';
import type { FaceQuestion, FaceReply } from './domain/face-question.js';

/** What searches for faces work with. */
export interface FaceSearchParts extends ExchangeParts<FaceQuestion, FaceReply> {
  /** The algorithm whose vectors the exchange compares. */
  readonly algorithm: FaceAlgorithm;
  readonly matches: MatchStore;
}
