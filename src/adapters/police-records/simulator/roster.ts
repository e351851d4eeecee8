/**
 * The states of the simulated exchange: how long their indexes take to answer, and after how long a simulated holder takes
 * up a request that nobody of the state has. XA to XD are the states of the
 * synthetic world; the index of XE, which has joined just now, is empty; XF offers none.
 */
export const ROSTER = [
  { memberState: 'XA', offersIndex: true, latencyMs: 10, decidesAfterMs: 60_000 },
  { memberState: 'XB', offersIndex: true, latencyMs: 40, decidesAfterMs: 60_000 },
  { memberState: 'XC', offersIndex: true, latencyMs: 120, decidesAfterMs: 2_000 },
  { memberState: 'XD', offersIndex: true, latencyMs: 250, decidesAfterMs: 2_000 },
  { memberState: 'XE', offersIndex: true, latencyMs: 400, decidesAfterMs: 2_000 },
  { memberState: 'XF', offersIndex: false, latencyMs: 0, decidesAfterMs: null },
] as const;
