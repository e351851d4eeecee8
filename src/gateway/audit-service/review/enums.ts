/** Enumerations of the contract ↔ codes of the log. */
import { SEVERITIES, type Severity } from '../../../audit/detect/finding.js';
import type { SectionName } from '../../../audit/leaf/commitment.js';
import type { StratumDimension } from '../../../audit/review/draw-sample.js';
import type { AccessOutcome as Outcome } from '../../../audit/review/query.js';
import type { PayloadState } from '../../../audit/review/payload.js';
import {
  AccessOutcome,
  EntrySection,
  FindingSeverity,
  PayloadState as WirePayloadState,
  StratumDimension as WireDimension,
} from '../../../gen/ostiary/audit/v1/review.js';

const OUTCOMES = new Map<AccessOutcome, Outcome>([
  [AccessOutcome.ANSWERED, 'answered'],
  [AccessOutcome.REFUSED, 'refused'],
  [AccessOutcome.FAILED, 'failed'],
  [AccessOutcome.UNKNOWN, 'unknown'],
  [AccessOutcome.OPEN, 'open'],
]);

/** Outcomes asked for. */
export const outcomesFromWire = (outcomes: readonly AccessOutcome[]): Outcome[] =>
  outcomes.flatMap((outcome) => OUTCOMES.get(outcome) ?? []);

/** An outcome found. */
export function outcomeToWire(outcome: Outcome | undefined): AccessOutcome {
  for (const [wire, known] of OUTCOMES) if (known === outcome) return wire;
  return AccessOutcome.UNSPECIFIED;
}

const SECTIONS = new Map<EntrySection, SectionName>([
  [EntrySection.WHO, 'who'],
  [EntrySection.WHAT, 'what'],
  [EntrySection.WHY, 'why'],
  [EntrySection.RESULT, 'result'],
]);

/** Sections asked for, without repetitions, in the order of the log. */
export function sectionsFromWire(sections: readonly EntrySection[]): ReadonlySet<SectionName> {
  return new Set(Array.from(SECTIONS).flatMap(([wire, name]) => (sections.includes(wire) ? [name] : [])));
}

/** A section found. */
export function sectionToWire(name: SectionName): EntrySection {
  for (const [wire, known] of SECTIONS) if (known === name) return wire;
  return EntrySection.UNSPECIFIED;
}

const STATES: Readonly<Record<PayloadState, WirePayloadState>> = {
  opened: WirePayloadState.OPENED,
  none: WirePayloadState.NONE,
  erased: WirePayloadState.ERASED,
  damaged: WirePayloadState.DAMAGED,
};

/** What became of opening a payload. */
export const stateToWire = (state: PayloadState): WirePayloadState => STATES[state];

const DIMENSIONS = new Map<WireDimension, StratumDimension>([
  [WireDimension.AUTHORITY, 'authority'],
  [WireDimension.SYSTEM, 'system'],
  [WireDimension.OUTCOME, 'outcome'],
  [WireDimension.HOUR, 'hour'],
]);

/** Dimensions asked for, without repetitions. */
export function dimensionsFromWire(dimensions: readonly WireDimension[]): readonly StratumDimension[] {
  return Array.from(DIMENSIONS).flatMap(([wire, name]) => (dimensions.includes(wire) ? [name] : []));
}

const SEVERITY_CODES: Readonly<Record<Severity, FindingSeverity>> = {
  low: FindingSeverity.LOW,
  medium: FindingSeverity.MEDIUM,
  high: FindingSeverity.HIGH,
};

/** The severity asked for; undefined when none is. */
export const severityFromWire = (wire: FindingSeverity): Severity | undefined =>
  SEVERITIES.find((severity) => SEVERITY_CODES[severity] === wire);

/** The severity of a finding. */
export const severityToWire = (severity: Severity): FindingSeverity => SEVERITY_CODES[severity];
