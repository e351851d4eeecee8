/** What detectors find. */

/** Every detector, in the order of docs/detectors.md. */
export const DETECTOR_NAMES = [
  'own-record',
  'colleague-record',
  'same-family',
  'volume-spike',
  'out-of-hours',
  'fishing',
  'missing-justification',
  'copied-justification',
  'no-case',
  'one-case-many-subjects',
  'urgent-procedure',
  'unit-mismatch',
  'unknown-officer',
] as const;

/** Name of a detector. */
export type DetectorName = (typeof DETECTOR_NAMES)[number];

/** How soon somebody should look. */
export type Severity = 'low' | 'medium' | 'high';

/** Severities, the least urgent first. */
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high'];

/** The day or week that a finding is about. */
export interface FindingWindow {
  /** "2026-11-23" or, for a week, "2026-W48". */
  readonly label: string;
  /** Time zone (IANA) in which the day or week was counted. */
  readonly timeZone: string;
  /** First moment, milliseconds since the epoch. */
  readonly from: number;
  /** First moment after it. */
  readonly to: number;
}

/** Numbers by name: what was counted, or what it was held against. Never personal data. */
export type Figures = Readonly<Record<string, number>>;

/** A pattern that somebody should look at. It is no verdict: each has innocent explanations. */
export interface Finding {
  readonly detector: DetectorName;
  readonly severity: Severity;
  readonly authority: string;
  /** Known while a run lasts; never stored (docs/adr/0015). */
  readonly officer: string;
  readonly window: FindingWindow;
  /** What was counted. */
  readonly facts: Figures;
  /** The thresholds it was held against. */
  readonly thresholds: Figures;
  /** Indices of the intents or refusals that caused it, ascending, at least one. */
  readonly entries: readonly number[];
}

/** Order of findings in a report: by window, authority, officer, detector; the same for the same findings. */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    one.window.from - other.window.from ||
    compare(one.authority, other.authority) ||
    compare(one.officer, other.officer) ||
    DETECTOR_NAMES.indexOf(one.detector) - DETECTOR_NAMES.indexOf(other.detector) ||
    compare(one.window.label, other.window.label) ||
    compare(one.window.timeZone, other.window.timeZone) ||
    (one.entries[0] ?? 0) - (other.entries[0] ?? 0)
  );
}

/** Code-unit order: the same on every machine, unlike a locale's. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
