/**
 * What the law of a Member State lets its officers do on a check. A specific check that it does not allow is carried out as
 * an inquiry check, and an inquiry check that it does not allow as a discreet check (Regulation (EU) 2018/1862 Art. 37(6)).
 * Which state allows what is invented: the states do not exist.
 */
import { rulesOf, type AlertCategory } from './category.js';

/** Checks that a state's law does not allow. */
const NOT_ALLOWED: Readonly<Record<string, ReadonlySet<AlertCategory>>> = {
  XC: new Set(['SPC']),
  XD: new Set(['SPC', 'INQ']),
};

const NEXT: Readonly<Partial<Record<AlertCategory, AlertCategory>>> = { SPC: 'INQ', INQ: 'DSC' };

/** How an alert of a category is carried out in a state: the category whose action is taken there. */
export function carriedOutAs(category: AlertCategory, state: string): AlertCategory {
  const next = NOT_ALLOWED[state]?.has(category) === true ? NEXT[category] : undefined;
  return next === undefined ? category : carriedOutAs(next, state);
}

/** Whether the subject of an alert must not learn of it in a state (Arts. 37(3), 37b(4)), also since it is carried out silently there. */
export const isHiddenFromSubject = (category: AlertCategory, state: string): boolean =>
  [category, carriedOutAs(category, state)].some((one) => rulesOf(one).hiddenFromSubject);
