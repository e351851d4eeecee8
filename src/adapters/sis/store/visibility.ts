import type { AccessScope } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { ALERT_CATEGORIES, concerns, rulesOf, type AlertCategory, type SubjectKind } from '../domain/category.js';
import { OBJECT_LETTERS, type ObjectLetter } from '../domain/object-category.js';

/**
 * What a caller may see, as the bit masks that the queries test: bit n of categories stands for category number n;
 * bit n of letters for the nth object category, and bit 0 for alerts that are not about an object.
 *
 * An alert is visible only if both of its bits are set. An alert on an object that is not sought itself (Art. 38) needs the
 * category of its ground in the scope besides: "OBJ-36" for a check, "OBJ-26", "OBJ-32", "OBJ-34" and "OBJ-37A" for what is
 * to help find a person (Arts. 26(5), 32(8), 34(2), 37a(12)). Who registers firearms sees persons under a check ("DSC") and
 * sought firearms ("OBJ:j"), not firearms under a check.
 */
export interface Visibility {
  readonly categories: number;
  readonly letters: number;
  /**
   * Member State of the caller: alerts that its end-users must not see, since they are flagged there or unavailable, do not
   * exist (hidden_from in the store). Empty for a SIRENE Bureau, which keeps access (Art. 26(4)) and answers for the flags.
   */
  readonly endUsersOf: string;
}

/** Number of an object category in the store: the place of its letter. 0 stands for no object. */
export const letterNumber = (letter: ObjectLetter | undefined): number =>
  letter === undefined ? 0 : OBJECT_LETTERS.indexOf(letter) + 1;

/** Visibility for questions about such subjects, narrowed to the categories and letters asked for, if any. */
export function visibilityOf(
  scope: AccessScope,
  subjects: readonly SubjectKind[],
  asked?: readonly AlertCategory[],
  askedLetters: readonly ObjectLetter[] = OBJECT_LETTERS,
): Visibility {
  const categories = ALERT_CATEGORIES.filter(
    (category) =>
      scope.categories.has(category) &&
      subjects.some((subject) => concerns(category, subject) && !(subject === 'object' && isHidden(category, scope))) &&
      (asked === undefined || asked.includes(category)),
  );
  const letters = subjects.includes('object')
    ? askedLetters.filter((letter) => scope.categories.has(`OBJ:${letter}`))
    : [];
  const noObject = subjects.some((subject) => subject !== 'object') ? 1 : 0;
  return {
    categories: maskOf(categories),
    letters: letters.reduce((mask, letter) => mask | (1 << letterNumber(letter)), noObject),
    endUsersOf: endUsersOf(scope),
  };
}

/** State whose end-users the caller belongs to; empty for a SIRENE Bureau, which is none. */
export const endUsersOf = ({ authorityKind, memberState }: AccessScope): string =>
  authorityKind === 'SIR' ? '' : memberState;

/**
 * Whether the scope hides this alert although both of its bits are set. The bits of a question about persons and objects
 * at once cannot tell a check on a person from one on an object.
 */
export const hidesAlert = (scope: AccessScope, { category, subject }: Pick<Alert, 'category' | 'subject'>): boolean =>
  subject === 'object' && isHidden(category, scope);

/** What the bits and hidesAlert say between them of alerts of a category on such objects; undefined for no object. */
export const seesKind = (scope: AccessScope, category: AlertCategory, letter: ObjectLetter | undefined): boolean =>
  scope.categories.has(category) &&
  (letter === undefined || (scope.categories.has(`OBJ:${letter}`) && !isHidden(category, scope)));

/** Categories whose alerts on objects the scope opens, as a bit mask like Visibility.categories. */
export const objectCategoriesOf = (scope: AccessScope): number =>
  maskOf(ALERT_CATEGORIES.filter((category) => scope.categories.has(category) && !isHidden(category, scope)));

const maskOf = (categories: readonly AlertCategory[]): number =>
  categories.reduce((mask, category) => mask | (1 << rulesOf(category).number), 0);

/** Whether alerts of this category are hidden when they are about objects. */
function isHidden(category: AlertCategory, scope: AccessScope): boolean {
  const { onObjects } = rulesOf(category);
  return onObjects === undefined || !scope.categories.has(onObjects);
}
