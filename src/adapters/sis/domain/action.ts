/** What an alert asks of the officers of a state. */
import type { Alert } from './alert.js';
import { rulesOf } from './category.js';
import { isFlaggedFor } from './flags.js';
import { carriedOutAs } from './national-law.js';

/** A flagged alert for arrest is carried out by communicating the whereabouts (Regulation (EU) 2018/1862 Art. 30). */
const WHEREABOUTS = 'Do not arrest: flagged for this state; communicate the whereabouts to the issuing state';

/** The action in words, as it is taken in a state: flags and the law of the state are in it. */
export function actionIn(state: string, alert: Alert): string {
  const { action } = rulesOf(carriedOutAs(alert.category, state));
  const words = isFlaggedFor(alert, state) ? WHEREABOUTS : action;
  const report = alert.immediateReporting === true ? '; report the hit at once' : '';
  if (alert.subject === 'object' && alert.locates !== undefined) {
    return `Find the person of the linked alert by this object. For that person: ${words}${report}`;
  }
  return words + report;
}
