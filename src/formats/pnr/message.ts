import type { Pnr, PnrPush } from './pnr.js';

/** A push in one piece: what is told of the flight, and the records. */
export interface PnrMessage {
  readonly push: PnrPush;
  readonly records: readonly Pnr[];
}
