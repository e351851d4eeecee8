/** What flags and unavailability do to an alert: Regulation (EU) 2018/1862 Arts. 24, 25, 26(4), 30; 2022/1190 for Art. 37a. */
import type { Alert } from './alert.js';
import type { AlertCategory } from './category.js';

/** Alerts that a state may have flagged; for the others no provision is made. */
export const FLAGGABLE: readonly AlertCategory[] = [
  'ARR',
  'MIS-P',
  'MIS-N',
  'CHI-ABD',
  'CHI-TRV',
  'VUL-TRV',
  'DSC',
  'INQ',
  'SPC',
  'INF',
];

/** Whether alerts of a category may be flagged. */
export const isFlaggable = (category: AlertCategory): boolean => FLAGGABLE.includes(category);

/**
 * Whether a flag makes the alert vanish for the end-users of the state (SIRENE Manual 2.6.1(c); for information alerts our
 * own reading). A flagged alert for arrest stays: it is carried out by communicating the whereabouts (Art. 30).
 */
export const vanishesWhenFlagged = (category: AlertCategory): boolean => isFlaggable(category) && category !== 'ARR';

/** States to whose end-users the alert does not exist, in order; undefined for none. */
export function hiddenFrom(
  { category, flaggedFor = [] }: Pick<Alert, 'category' | 'flaggedFor'>,
  unavailableTo: readonly string[],
): readonly string[] | undefined {
  const states = new Set([...unavailableTo, ...(vanishesWhenFlagged(category) ? flaggedFor : [])]);
  return states.size === 0 ? undefined : [...states].sort();
}

/** Whether the alert is flagged for a state. */
export const isFlaggedFor = ({ flaggedFor = [] }: Pick<Alert, 'flaggedFor'>, state: string): boolean =>
  flaggedFor.includes(state);

/** An arrest alert may be unavailable for so long, and again for as long (Art. 26(4)). In milliseconds. */
export const UNAVAILABILITY_BLOCK_MS = 48 * 3_600_000;
