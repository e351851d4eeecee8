/** Databases of persons sought or under alert (Art. 6(3)(a)), as the unit sees them: the composition root says which. */
import type { AskContext, AskingOfficer } from '../../adapter.js';
import type { Comparison } from './domain/passengers.js';

/** A record that a comparison led to. What it says is not told: whoever may know asks the database. */
export interface DatabaseHit {
  readonly reference: string;
  readonly category: string;
}

/** What it is compared under. */
export interface ComparisonContext extends Pick<AskContext, 'requestId' | 'scope' | 'deadlineMs' | 'signal'> {
  /** Undefined when no officer asked: the unit's clock assesses what was pushed. */
  readonly officer?: AskingOfficer;
}

/** One database. */
export interface WatchedDatabase {
  /** Code of the system, e.g. "SIS". */
  readonly system: string;
  /**
   * Searches it for one traveller. The search is an access of its own in the log before it is put, and its result before it
   * is told. Rejects with a Refusal when the database or the log cannot be used: then nothing may be said to have been
   * compared.
   */
  compare(comparison: Comparison, context: ComparisonContext): Promise<readonly DatabaseHit[]>;
}
