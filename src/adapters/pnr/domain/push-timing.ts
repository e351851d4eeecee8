/** Whether a carrier pushed when it had to: 48 to 24 hours before departure, and once the flight is closed (Art. 8(3)). */

const HOUR_MS = 3_600_000;

/** The first push: from 48 hours before departure, until 24. */
const FIRST_FROM_MS = 48 * HOUR_MS;
export const FIRST_UNTIL_MS = 24 * HOUR_MS;

/** The law says "immediately after flight closure" and no time; nobody boards in the last minutes, and lines take some. */
const CLOSURE_FROM_MS = 1.5 * HOUR_MS;
export const CLOSURE_GRACE_MS = 0.5 * HOUR_MS;

/** What became of a push that is owed. */
export type OwedPush =
  /** Not due yet. */
  | 'pending'
  | 'on_time'
  /** It came after its time. */
  | 'late'
  /** Its time is over, and it has not come. */
  | 'missing';

/** Both pushes of a flight. */
export interface FlightPushes {
  readonly first: OwedPush;
  readonly closure: OwedPush;
}

/** Judges the pushes of a flight, by when they were received, at a moment. `departsAtMs` is scheduled. */
export function judgePushes(departsAtMs: number, receivedAtMs: readonly number[], nowMs: number): FlightPushes {
  const closureFrom = departsAtMs - CLOSURE_FROM_MS;
  const closureUntil = departsAtMs + CLOSURE_GRACE_MS;
  return {
    first: judge(receivedAtMs, departsAtMs - FIRST_FROM_MS, departsAtMs - FIRST_UNTIL_MS, closureFrom, nowMs),
    closure: judge(receivedAtMs, closureFrom, closureUntil, Number.POSITIVE_INFINITY, nowMs),
  };
}

/** Received from `from` to `until`, both included, is on time; before `lateUntil` it is late. */
function judge(received: readonly number[], from: number, until: number, lateUntil: number, now: number): OwedPush {
  if (received.some((at) => at >= from && at <= until)) return 'on_time';
  if (received.some((at) => at > until && at < lateUntil)) return 'late';
  return now <= until ? 'pending' : 'missing';
}
