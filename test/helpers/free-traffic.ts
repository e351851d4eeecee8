import type { Place } from '../../src/gateway/traffic/load-gate.js';
import type { Traffic } from '../../src/gateway/traffic/traffic.js';

/** A place that nobody counts. */
export const freePlace: Place = { leave: () => undefined, stepAside: () => undefined, back: () => undefined };

/** Traffic that nobody regulates, for tests of other things. */
export const freeTraffic: Traffic = {
  admit: () => freePlace,
  deservesEntry: () => true,
  shares: () => new Map(),
  close: () => Promise.resolve(),
};
