/**
 * A batch of all the profiles of a state, which are compared with all of another: at a first connection, and as new ones come
 * (Regulation (EU) 2024/982 Art. 6; Decision 2008/615/JHA Art. 4).
 */
import type { AskedProfile } from './dna-search.js';

/** A profile of the batch: a question of its own. */
export interface BatchProbe extends AskedProfile {
  readonly ownReference: string;
  /** Number of the question: a ULID. Its matches are confirmed under it. */
  readonly number: string;
}

/** A batch. */
export interface DnaBatch {
  /** No two of the same reference number. */
  readonly probes: readonly BatchProbe[];
  /** State whose profiles they are compared with, ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** Matches to list of each. */
  readonly maxMatches: number;
}
