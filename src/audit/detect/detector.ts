/** What a detector is: a pure fold over accesses. */
import type { DetectorName, Figures, Finding, FindingWindow } from './finding.js';
import type { ObservedAccess } from './observed-access.js';
import type { Settings } from './settings.js';
import type { StaffRegister } from './staff-register.js';

/** What a detector may know besides the accesses. */
export interface DetectionContext {
  readonly settings: Settings;
  readonly staff: StaffRegister;
}

/** One detector at work. What it finds does not depend on the order in which it is shown the accesses. */
export interface Watch {
  observe(access: ObservedAccess): void;
  /** What was found in all that was shown, in no particular order. */
  findings(): Finding[];
}

/** A detector. */
export interface Detector {
  readonly name: DetectorName;
  start(context: DetectionContext): Watch;
  /** Says in plain words what was compared with what. Needs nothing but numbers, so that no text need be stored. */
  explain(facts: Figures, thresholds: Figures, window: FindingWindow): string;
}
