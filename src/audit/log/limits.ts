/** Limits of the write side; every one may be changed at opening. */
export interface LogLimits {
  /** Most entries in one transaction. */
  readonly batchEntries: number;
  /** Most bytes of sealed entries in one transaction; a single larger entry still goes alone. */
  readonly batchBytes: number;
  /** Most entries that may wait for a transaction; more are refused at once. */
  readonly queueEntries: number;
  /** Most bytes that may wait. */
  readonly queueBytes: number;
  /** Milliseconds to wait for the database, once for a batch and once to learn whether it stands. */
  readonly patienceMs: number;
  /** Most milliseconds between two looks for a database that is away. */
  readonly probeMs: number;
  /** What a refused caller is told to wait, in milliseconds. */
  readonly retryAfterMs: number;
  /** Milliseconds between searches for orphans; 0 means never. */
  readonly orphanSearchMs: number;
  /** Age in milliseconds at which an intent without outcome is an orphan. */
  readonly orphanAgeMs: number;
}

/** 1,000 entries or 1 MiB keep a transaction near 50 ms; the queue holds a few seconds of the highest load. */
export const DEFAULT_LIMITS: LogLimits = {
  batchEntries: 1_000,
  batchBytes: 1_048_576,
  queueEntries: 20_000,
  queueBytes: 67_108_864,
  patienceMs: 3_000,
  probeMs: 250,
  retryAfterMs: 1_000,
  orphanSearchMs: 60_000,
  orphanAgeMs: 120_000,
};
