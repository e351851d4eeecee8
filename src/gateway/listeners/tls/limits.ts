/** Bounds on what clients may take before they have proved anything, and after. */
export interface TlsLimits {
  /** Open connections of all clients, those in their handshake included. */
  readonly connections: number;
  /** Open connections of one authority. */
  readonly connectionsPerAuthority: number;
  /** New connections per second, sustained. */
  readonly acceptRatePerSecond: number;
  /** New connections at once, after a quiet time. */
  readonly acceptBurst: number;
  /** Time for the whole handshake, however steadily its bytes trickle in. */
  readonly handshakeTimeoutMs: number;
  /** Time from the handshake to the first byte of a request. */
  readonly firstByteTimeoutMs: number;
}

/**
 * An idle connection takes about 54 KB, so that a full listener holds some 100 MB; one core does some 300 handshakes a
 * second.
 */
export const DEFAULT_TLS_LIMITS: TlsLimits = {
  connections: 2000,
  connectionsPerAuthority: 64,
  acceptRatePerSecond: 200,
  acceptBurst: 400,
  handshakeTimeoutMs: 5_000,
  firstByteTimeoutMs: 10_000,
};
