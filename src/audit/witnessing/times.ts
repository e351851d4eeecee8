/** Times of collecting cosignatures; every one may be changed at opening. In milliseconds. */
import type { Pauses } from './courier.js';

/** How long is waited for what. */
export interface WitnessTimes {
  /** Between two rounds when nobody waits: the tail of the log that no witness has seen is not older than this. */
  readonly everyMs: number;
  /** Longest round; then a newer checkpoint is offered. */
  readonly roundMs: number;
  /** Longest request to a witness. */
  readonly requestMs: number;
  /** Longest time to ask the witnesses at start. */
  readonly startMs: number;
  /** The quorum is late after this: reported in mode "async"; in mode "sync" answers wait no longer. */
  readonly deadlineMs: number;
  /** Nothing is written any more after this time without quorum, in mode "async". */
  readonly stopMs: number;
  readonly pauses: Pauses;
}

/** The deadline and the stop after four hours are those of docs/witness.md; the latter is X-Road's precedent. */
export const DEFAULT_TIMES: WitnessTimes = {
  everyMs: 1_000,
  roundMs: 10_000,
  requestMs: 5_000,
  startMs: 5_000,
  deadlineMs: 10_000,
  stopMs: 14_400_000,
  pauses: { firstMs: 250, mostMs: 15_000 },
};
