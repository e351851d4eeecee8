/**
 * When a message was prepared (UNB S004, TimeStamp of PNRGOV XML), by which an older push that arrives late is known. The clock is the
 * sender's: what cannot be is not believed, and then the order of arrival decides.
 */
import type { Moment } from '../../../formats/pnr/pnr.js';

const MINUTE_MS = 60_000;

/** How far a sender's clock may be ahead of ours. One far ahead would make everything outdated that comes after it. */
const MOST_AHEAD_MS = 5 * MINUTE_MS;

/** A message is not under way for longer. One dated wrongly would never take the place of anything. */
const MOST_LATE_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * Moment in milliseconds, to the minute, of a message received at `receivedAtMs`; undefined if the message does not tell it with its
 * time, or it is not believed: more than five minutes ahead of the receipt, or seven days before it.
 */
export function preparedAt(told: Moment | undefined, receivedAtMs: number): number | undefined {
  if (told?.time === undefined) return undefined;
  const at = Date.parse(`${told.day}T${told.time}Z`);
  return at > receivedAtMs + MOST_AHEAD_MS || at < receivedAtMs - MOST_LATE_MS ? undefined : at;
}
