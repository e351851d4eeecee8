import type { Traffic } from '../../src/gateway/traffic/traffic.js';

/** Traffic that nobody regulates, for tests of other things. */
export const freeTraffic: Traffic = {
  admit: () => ({ leave: () => undefined }),
  deservesEntry: () => true,
  shares: () => new Map(),
  close: () => Promise.resolve(),
};
