import type { AlleleFrequencies } from '../../../matching/dna/chance.js';
import type { ExchangeParts } from '../exchange/search-states.js';
import type { FollowUpParts } from '../matches/options.js';
import type { MatchStore } from '../matches/store/match-store.js';
import type { DnaQuestion, DnaReply } from './domain/dna-question.js';
import type { MarkStore } from './store/mark-store.js';

/** What searches for DNA profiles work with. */
export interface DnaParts {
  readonly exchange: ExchangeParts<DnaQuestion, DnaReply>;
  /** Remembers what was found, so that only that can be followed up. */
  readonly matches: MatchStore;
  readonly followUps: FollowUpParts;
  readonly marks: MarkStore;
  /** Samples of populations that the chance of a match is told by. */
  readonly samples: readonly AlleleFrequencies[];
}
