/** All enabled detectors at once, over one stretch of time. */
import { type DetectionContext, type Watch } from './detector.js';
import { DETECTORS } from './detectors.js';
import { compareFindings, DETECTOR_NAMES, type DetectorName, type Finding } from './finding.js';
import type { ObservedAccess } from './observed-access.js';
import type { Settings } from './settings.js';

/** A stretch of time, [from, to), milliseconds since the epoch. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Detectors at work. */
export interface Detection {
  observe(access: ObservedAccess): void;
  /** Everything found whose day or week overlaps the period, in the order of compareFindings. */
  findings(): Finding[];
}

const DAY_MS = 86_400_000;

/** Detectors that the settings enable. */
export function enabledDetectors(settings: Settings): DetectorName[] {
  return DETECTOR_NAMES.filter((name) => settings.detectors[name].enabled);
}

/**
 * The accesses that must be shown so that every day and week of the period is judged by all that belongs to it: whole
 * weeks, and the baseline of a volume spike before them.
 */
export function periodToRead({ from, to }: Period, settings: Settings): Period {
  const spike = settings.detectors['volume-spike'];
  // One day more on either side, for days and weeks of other time zones.
  const before = Math.max(7, spike.enabled ? spike.baselineDays : 0) + 1;
  return { from: from - before * DAY_MS, to: to + 8 * DAY_MS };
}

/**
 * Starts the enabled detectors, for each system anew: a legal basis opens the log of its own system, so what is counted
 * over two of them nobody could be shown.
 */
export function startDetection(period: Period, context: DetectionContext): Detection {
  const bySystem = new Map<string, readonly Watch[]>();
  const watchesOf = (system: string): readonly Watch[] => {
    const known = bySystem.get(system);
    if (known !== undefined) return known;
    const started = enabledDetectors(context.settings).map((name) => DETECTORS[name].start(context));
    bySystem.set(system, started);
    return started;
  };
  return {
    observe(access) {
      for (const watch of watchesOf(access.system)) watch.observe(access);
    },
    findings: () =>
      [...bySystem.values()]
        .flat()
        .flatMap((watch) => watch.findings())
        .filter(({ window }) => window.from < period.to && window.to > period.from)
        .sort(compareFindings),
  };
}
