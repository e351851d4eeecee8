/** How long records are kept, and in which shape (Art. 12; C-817/19). Days are YYYY-MM-DD in universal time. */

/**
 * What becomes of a record that nothing links to an offence when its six months are over: after case C-817/19 it is deleted;
 * by the letter of Art. 12(2) it is masked, and kept for five years like one that is flagged.
 */
export type UnflaggedAfterSixMonths = 'deleted' | 'masked';

/** Art. 12(2). */
const MASKED_AFTER_MONTHS = 6;
/** Art. 12(1). */
const DELETED_AFTER_YEARS = 5;

/** First day on which a record that was transferred on this day is masked. */
export const maskedFrom = (transferredOn: string): string => later(transferredOn, MASKED_AFTER_MONTHS);

/** First day on which there is nothing left of it. */
export const deletedFrom = (transferredOn: string): string => later(transferredOn, DELETED_AFTER_YEARS * 12);

/** Days up to which a record may be due on a day: it is looked for among these, and judged by the above. */
export const mayBeMasked = (today: string): string => later(today, 1 - MASKED_AFTER_MONTHS);
export const mayBeDeleted = (today: string): string => later(today, 1 - DELETED_AFTER_YEARS * 12);

/** The same day so many months later; the last of the month where that has no such day, so that nothing is kept longer. */
function later(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const then = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())));
  return then.toISOString().slice(0, 10);
}

/** The day of a moment. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
