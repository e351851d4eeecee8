import type { IndexTerm } from '../../shared/index-term.js';
import { MAX_ANSWER_TERMS } from '../adapter.js';

/** Counts the terms that the entry of a page in the log will have, so that a page ends before it has too many. */
export class TermBudget {
  readonly #taken = new Set<string>();

  /** False when there is no room for a record. One that has no room by itself is taken: the gateway says what is wrong. */
  take(terms: readonly IndexTerm[]): boolean {
    const more = terms.map(({ field, value }) => `${field}:${value}`);
    const together = new Set([...this.#taken, ...more]);
    if (together.size > MAX_ANSWER_TERMS && this.#taken.size > 0) return false;
    for (const term of more) this.#taken.add(term);
    return true;
  }
}
