import type { AccessScope } from '../../adapter.js';
import { ALERT_CATEGORIES, concerns, rulesOf, type AlertCategory, type SubjectKind } from '../domain/category.js';
import { OBJECT_LETTERS, type ObjectLetter } from '../domain/object-category.js';

/**
 * What a caller may see, as the bit masks that the queries test: bit n of categories stands for category number n;
 * bit n of letters for the nth letter of Art. 38(2), and bit 0 for alerts that are not about an object.
 *
 * An alert is visible only if both of its bits are set. So an Art. 36 alert on a vehicle needs "DSC" and "OBJ:a" in
 * the scope, and stays hidden from a registration service, which has "OBJ:a" but not "DSC".
 */
export interface Visibility {
  readonly categories: number;
  readonly letters: number;
}

/** Number of an object letter in the store: its place in the alphabet. 0 stands for no object. */
export const letterNumber = (letter: ObjectLetter | undefined): number =>
  letter === undefined ? 0 : OBJECT_LETTERS.indexOf(letter) + 1;

/** Visibility for questions about such subjects, narrowed to the categories asked for, if any. */
export function visibilityOf(
  scope: AccessScope,
  subjects: readonly SubjectKind[],
  asked?: readonly AlertCategory[],
): Visibility {
  const categories = ALERT_CATEGORIES.filter(
    (category) =>
      scope.categories.has(category) &&
      subjects.some((subject) => concerns(category, subject)) &&
      (asked === undefined || asked.includes(category)),
  );
  const letters = subjects.includes('object')
    ? OBJECT_LETTERS.filter((letter) => scope.categories.has(`OBJ:${letter}`))
    : [];
  const noObject = subjects.some((subject) => subject !== 'object') ? 1 : 0;
  return {
    categories: categories.reduce((mask, category) => mask | (1 << rulesOf(category).number), 0),
    letters: letters.reduce((mask, letter) => mask | (1 << letterNumber(letter)), noObject),
  };
}
