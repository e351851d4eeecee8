import type { Peer } from '../identity/peer.js';

/**
 * Something a peer sent that never became a call, so the exchange could not log it: only the transport saw it.
 * Whoever listens decides how to log it, and must bound how often.
 */
export interface TransportRefusal {
  /** Undefined when the connection is not, or no longer, in the register. */
  readonly peer: Peer | undefined;
  readonly transport: 'grpc' | 'rest';
  /** A stable name: "content-type", or Node's code of an HTTP parse error such as "HPE_INVALID_CONTENT_LENGTH". */
  readonly what: string;
}
