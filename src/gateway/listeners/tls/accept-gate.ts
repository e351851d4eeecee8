import type { Socket } from 'node:net';
import { createFloodReports } from './flood-reports.js';
import type { TlsLimits } from './limits.js';
import type { HandshakeRefusal, HandshakeRefusalReason } from './refusals.js';
import { createTokenBucket } from './token-bucket.js';

/** Guards the way from a TCP connection to the end of its TLS handshake. */
export interface AcceptGate {
  /** Takes a new TCP connection: refuses it or hands it to TLS and watches over its handshake. */
  accept(socket: Socket): void;
  /** Ends the watch: the handshake from "ip:port" is done. False when its time was up already. */
  handshakeDone(remote: string): boolean;
  /** Notes why the handshake from "ip:port" failed; it is reported when the connection closes. */
  handshakeFailed(remote: string, tlsError: string): void;
  /** The system could not accept a connection, for want of file descriptors as a rule. */
  acceptFailed(): void;
  /** Ends the handshakes under way, for the listener's sake and so without a report of their own. */
  close(): void;
}

interface Handshake {
  readonly socket: Socket;
  readonly timer: NodeJS.Timeout;
  tlsError: string | undefined;
}

/** "ip:port", as grpc-js names its peers; undefined once the connection is gone. */
export function remoteOf(socket: Socket): string | undefined {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined || remotePort === undefined ? undefined : `${remoteAddress}:${remotePort}`;
}

/**
 * Makes a gate. Every connection that enters it leaves it in one way: its handshake is done, or exactly one refusal is
 * reported or counted.
 */
export function createAcceptGate(
  limits: TlsLimits,
  startHandshake: (socket: Socket) => void,
  report: (refusal: HandshakeRefusal) => void,
): AcceptGate {
  const rate = createTokenBucket(limits.acceptRatePerSecond, limits.acceptBurst);
  const floods = createFloodReports(report);
  const handshakes = new Map<string, Handshake>();
  const open = new Set<string>();

  const fail = (remote: string, reason: HandshakeRefusalReason, tlsError?: string): void => {
    const handshake = handshakes.get(remote);
    if (handshake === undefined) return;
    handshakes.delete(remote);
    clearTimeout(handshake.timer);
    handshake.socket.destroy();
    report({ reason, remote, count: 1, ...(tlsError === undefined ? {} : { tlsError }) });
  };

  const refusalOf = (remote: string): HandshakeRefusalReason | undefined => {
    // Identity is looked up by remote address, so two connections must never share one.
    if (open.has(remote)) return 'REMOTE_AMBIGUOUS';
    if (open.size >= limits.connections) return 'TOO_MANY_CONNECTIONS';
    return rate.take() ? undefined : 'ACCEPT_RATE';
  };

  return {
    accept(socket) {
      const remote = remoteOf(socket);
      const reason = remote === undefined ? 'ABANDONED' : refusalOf(remote);
      if (remote === undefined || reason !== undefined) {
        floods.refused(reason ?? 'ABANDONED', remote ?? 'unknown');
        socket.destroy();
        return;
      }
      const timer = setTimeout(() => fail(remote, 'HANDSHAKE_TIMEOUT'), limits.handshakeTimeoutMs);
      handshakes.set(remote, { socket, timer, tlsError: undefined });
      open.add(remote);
      socket.once('close', () => {
        open.delete(remote);
        const tlsError = handshakes.get(remote)?.tlsError;
        fail(remote, tlsError === undefined ? 'ABANDONED' : 'PROTOCOL', tlsError);
      });
      startHandshake(socket);
    },
    handshakeDone(remote) {
      const handshake = handshakes.get(remote);
      if (handshake === undefined) return false;
      handshakes.delete(remote);
      clearTimeout(handshake.timer);
      return true;
    },
    handshakeFailed(remote, tlsError) {
      const handshake = handshakes.get(remote);
      if (handshake !== undefined) handshake.tlsError = tlsError;
    },
    acceptFailed: () => floods.refused('TOO_MANY_CONNECTIONS', 'unknown'),
    close() {
      for (const { socket, timer } of handshakes.values()) {
        clearTimeout(timer);
        socket.destroy();
      }
      handshakes.clear();
      floods.close();
    },
  };
}
