/** Two sides' statements about a day, held against each other. */
import { answerRanges, type Difference, findDifference } from './bisection.js';
import { type ItemSet, rootOf } from './items.js';
import type { Statement } from './statement.js';

/** What comparing two statements shows. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different' }
  /** They are not about the same thing; `why` says what differs. */
  | { readonly kind: 'incomparable'; readonly why: string };

/** Compares two statements by what they say, not by who signed. */
export function compareStatements(ours: Statement, theirs: Statement): Comparison {
  if (ours.pair.asker !== theirs.pair.asker || ours.pair.answerer !== theirs.pair.answerer) {
    return { kind: 'incomparable', why: 'they are about different pairs' };
  }
  if (ours.day !== theirs.day) return { kind: 'incomparable', why: 'they are about different days' };
  if (ours.side === theirs.side) return { kind: 'incomparable', why: 'both are of the same side' };
  return ours.count === theirs.count && ours.root === theirs.root ? { kind: 'equal' } : { kind: 'different' };
}

/** Whether a list holds just the items that a statement is about. */
export function fits(items: ItemSet, { count, root }: Statement): boolean {
  return items.length === count && rootOf(items) === root;
}

/**
 * Names the items in which two lists differ. Both must fit their statements: a side cannot show another list than it
 * signed. Rejects with an Error that says whose does not.
 */
export async function reconcileLists(
  ours: { readonly statement: Statement; readonly items: ItemSet },
  theirs: { readonly statement: Statement; readonly items: ItemSet },
): Promise<Difference> {
  if (!fits(ours.items, ours.statement))
    throw new Error('our list of items is not the one that our statement is about');
  // Theirs is checked by what is found: see bisection.ts.
  return findDifference(ours.items, theirs.statement, {
    answer: (questions) => Promise.resolve(answerRanges(theirs.items, questions)),
  });
}
