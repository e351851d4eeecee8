/**
 * The operator's lines about faults. An outage makes as many faults as there are calls, and they all say the same: of
 * each reason one line a second is written, with the number of those it stands for. A fault of our own has a reference
 * that its caller was told, so each has its line.
 */
import type { Clock } from '../../shared/clock.js';
import { ERROR_TABLE } from '../errors/table.js';
import type { Logger } from './logger.js';

/** Between two lines of the same reason, in milliseconds. */
const LINE_EVERY_MS = 1_000;

/** Writes about a fault; `reference` is a reason of refusal or the identifier of a fault of our own. */
export type FaultLines = (reference: string, error: unknown) => void;

/** Makes the writer. */
export function createFaultLines(logger: Logger, clock: Clock): FaultLines {
  const reasons = new Map<string, { nextMs: number; unwritten: number }>();
  return (reference, error) => {
    if (!(reference in ERROR_TABLE)) {
      logger.error({ reference, err: error }, 'fault');
      return;
    }
    const now = clock.now();
    const known = reasons.get(reference) ?? { nextMs: -Infinity, unwritten: 0 };
    reasons.set(reference, known);
    known.unwritten += 1;
    if (now < known.nextMs) return;
    logger.error({ reference, count: known.unwritten, err: error }, 'fault');
    known.nextMs = now + LINE_EVERY_MS;
    known.unwritten = 0;
  };
}
