/** What of the rows that were read goes into a page. Pure. */
import { alertTerms } from '../audit-terms.js';
import { TermBudget } from '../term-budget.js';
import type { ChangeRow, CopiedAlert, CopyRows, SnapshotRow } from './copy-store.js';

/** A page of the snapshot. */
export interface SnapshotPage {
  readonly alerts: readonly CopiedAlert[];
  /** Number of the last alert in the page, or of the one before it. */
  readonly after: number;
  /** No alert follows. */
  readonly isLast: boolean;
}

/** A page of changes. */
export interface ChangesPage {
  /** Alerts as they stand now, each once. */
  readonly alerts: readonly CopiedAlert[];
  /** References of alerts that are not for the copy any more, each once. */
  readonly removed: readonly string[];
  /** Number of the change up to which this page is. */
  readonly position: number;
  readonly caughtUp: boolean;
}

/**
 * Fills a page of at most `size` alerts; `rows` may be one more. It ends sooner where its entry in the log could not be
 * found by all that it is about.
 */
export function fillSnapshot({ rows }: CopyRows<SnapshotRow>, after: number, size: number): SnapshotPage {
  const terms = new TermBudget();
  const alerts: CopiedAlert[] = [];
  let last = after;
  for (const { alertNo, ...copied } of rows.slice(0, size)) {
    if (!terms.take(alertTerms(copied.alert))) break;
    alerts.push(copied);
    last = alertNo;
  }
  return { alerts, after: last, isLast: alerts.length === rows.length };
}

/** The same for changes from a position on. What becomes of an alert within the page is told once, as it stands now. */
export function fillChanges({ journal, rows }: CopyRows<ChangeRow>, position: number, size: number): ChangesPage {
  const terms = new TermBudget();
  const alerts: CopiedAlert[] = [];
  const removed: string[] = [];
  const told = new Set<string>();
  let last = position;
  let taken = 0;
  for (const { seq, reference, copied } of rows.slice(0, size)) {
    if (!told.has(reference)) {
      if (copied === undefined) removed.push(reference);
      else if (terms.take(alertTerms(copied.alert))) alerts.push(copied);
      else break;
      told.add(reference);
    }
    last = seq;
    taken += 1;
  }
  const caughtUp = taken === rows.length;
  // What follows the last row is not for this copy: the next page need not look there again.
  return { alerts, removed, position: caughtUp ? journal.last : last, caughtUp };
}
