import type { Alert } from '../domain/alert.js';
import type { AlertCategory } from '../domain/category.js';
import { compareAlerts } from '../domain/compatibility.js';
import type { PrintSample } from '../domain/print-sample.js';
import type { SearchContext } from '../find-alerts.js';
import { visibilityOf } from '../store/visibility.js';

/** Alerts whose prints correspond to a sample. */
export interface FoundByPrints {
  /** Other states' first, then by priority. */
  readonly alerts: readonly Alert[];
  /** Another state's alert corresponds, be it among the alerts or cut off. */
  readonly hasForeign: boolean;
  readonly truncated: boolean;
}

/** Compares a sample with the prints of all alerts that the caller may see, narrowed to some categories if any are given. */
export async function findByPrints(
  { subject }: PrintSample,
  { store, scope, today, signal }: SearchContext,
  limit: number,
  categories?: readonly AlertCategory[],
): Promise<FoundByPrints> {
  if (subject === undefined) return { alerts: [], hasForeign: false, truncated: false };
  const visibility = visibilityOf(scope, ['person', 'unknown-person'], categories);
  const found = await store.findByPrintSubject({ subject, visibility, today }, signal);
  const isOwn = ({ issuingState }: Alert): number => (issuingState === scope.memberState ? 1 : 0);
  const sorted = found.toSorted(
    (a, b) => isOwn(a) - isOwn(b) || compareAlerts(a, b) || (a.reference < b.reference ? -1 : 1),
  );
  return {
    alerts: sorted.slice(0, limit),
    hasForeign: sorted.some((alert) => isOwn(alert) === 0),
    truncated: sorted.length > limit,
  };
}
