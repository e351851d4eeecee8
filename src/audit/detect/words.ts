/** Words that explanations share. */
import type { Figures, FindingWindow, Severity } from './finding.js';

/** "on 2026-11-23" or "in week 2026-W48", with the time zone. */
export function when({ label, timeZone }: FindingWindow): string {
  return `${label.includes('W') ? 'in week' : 'on'} ${label} (${timeZone})`;
}

/** "1 access", "2 accesses". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A figure by name; one that is missing is NaN, which is plain to see. */
export function figure(figures: Figures, name: string): number {
  return figures[name] ?? Number.NaN;
}

/** "3.1 %". */
export function percent(share: number): string {
  return `${decimal(100 * share)} %`;
}

/** At most one decimal. */
export function decimal(value: number): string {
  return String(Math.round(10 * value) / 10);
}

/** Twice the threshold is more urgent than just above it. */
export function graded(value: number, threshold: number): Severity {
  return value >= 2 * threshold ? 'high' : 'medium';
}
