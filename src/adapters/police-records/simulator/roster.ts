/** The states of the simulated exchange. XE has no other part in the synthetic world; XF offers no index. */
export const ROSTER = [
  { memberState: 'XA', offersIndex: true, latencyMs: 10 },
  { memberState: 'XB', offersIndex: true, latencyMs: 40 },
  { memberState: 'XC', offersIndex: true, latencyMs: 120 },
  { memberState: 'XD', offersIndex: true, latencyMs: 250 },
  { memberState: 'XE', offersIndex: true, latencyMs: 400 },
  { memberState: 'XF', offersIndex: false, latencyMs: 0 },
] as const;

/** States whose records are drawn from the synthetic world, and how often. */
export const RECORD_SHARES = { XA: 4, XB: 3, XC: 2, XD: 2, XE: 1 } as const;
