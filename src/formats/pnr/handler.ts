import type { PnrDiagnostic } from './diagnostic.js';
import type { Pnr, PnrPush } from './pnr.js';

/** Who is told of what a reader reads. */
export interface PnrHandler {
  /** A message, as soon as its first record begins, or it ends without one. */
  push(push: PnrPush): void;
  /** The next record of that message. */
  record(pnr: Pnr): void;
  diagnostic(diagnostic: PnrDiagnostic): void;
}
