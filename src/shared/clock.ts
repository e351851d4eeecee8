/** Source of wall time, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** grpc-js reckons deadlines by the machine's clock, whatever clock we are given: the deadline of a call that ends in so long. */
export const grpcDeadline = (inMs: number): number => systemClock.now() + inMs;

/** A deadline of grpc-js by the given clock. */
export const fromGrpcDeadline = (deadlineMs: number, clock: Clock): number =>
  deadlineMs - systemClock.now() + clock.now();

/** Never goes back, and knows nothing of the date: for ages alone. Milliseconds since the process began. */
export const monotonicClock: Clock = { now: () => performance.now() };
