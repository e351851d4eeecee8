/**
 * The states of the simulated exchange: how long each takes to answer, and after how long a simulated holder decides on a
 * request for core data that nobody of the state has taken up. XA to XD are the states of the synthetic world; XE, which
 * has joined just now, holds nothing; XF takes no part.
 */
export const ROSTER = [
  { memberState: 'XA', takesPart: true, latencyMs: 10, decidesAfterMs: 60_000 },
  { memberState: 'XB', takesPart: true, latencyMs: 40, decidesAfterMs: 60_000 },
  { memberState: 'XC', takesPart: true, latencyMs: 120, decidesAfterMs: 2_000 },
  { memberState: 'XD', takesPart: true, latencyMs: 250, decidesAfterMs: 2_000 },
  { memberState: 'XE', takesPart: true, latencyMs: 400, decidesAfterMs: 2_000 },
  { memberState: 'XF', takesPart: false, latencyMs: 0, decidesAfterMs: null },
] as const;
