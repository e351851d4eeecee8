/**
 * The one door: a TLS server of our own, in front of gRPC and REST, which knows who is on every connection, tells who
 * was refused and why, and cuts connections whose owner is no longer welcome. grpc-js alone can do none of this.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import tls, { type SecureVersion, type TLSSocket } from 'node:tls';
import type { Clock } from '../../shared/clock.js';
import type { Peer } from '../identity/peer.js';
import { keepUnchanged, type AuthorityRegistry } from '../identity/registry.js';
import { createAcceptGate, remoteOf } from './tls/accept-gate.js';
import { admit, APPLICATION_PROTOCOLS, type ApplicationProtocol } from './tls/admission.js';
import { createConnectionRegistry, standingOf, type Connection } from './tls/connection-registry.js';
import { readCredentials } from './tls/credentials.js';
import { createExpiryTimer } from './tls/expiry-timer.js';
import { DEFAULT_TLS_LIMITS, type TlsLimits } from './tls/limits.js';
import type { Cut, CutReason, HandshakeRefusal } from './tls/refusals.js';
import { assertNoRollback } from './tls/trust.js';
import { watchDirectory } from './tls/watch-directory.js';

/** What became of an attempt to load new credentials. */
export type ReloadResult = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** How to listen. */
export interface TlsListenerOptions {
  /** Holds the files named in CREDENTIAL_FILES. */
  readonly directory: string;
  /** One address only: identity is looked up by the remote one. Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default TLSv1.3. */
  readonly minVersion?: SecureVersion;
  readonly limits?: Partial<TlsLimits>;
  /** Loads new credentials when the directory changes. Default true. */
  readonly watch?: boolean;
  readonly clock: Clock;
  /** Takes over an admitted HTTP/2 connection. */
  readonly onGrpcSocket: (socket: TLSSocket, peer: Peer) => void;
  /** Takes over an admitted HTTP/1.1 connection. */
  readonly onRestSocket: (socket: TLSSocket, peer: Peer) => void;
  readonly onRefused: (refusal: HandshakeRefusal) => void;
  readonly onCut: (cut: Cut) => void;
  /** Also hears when the directory can no longer be watched. */
  readonly onReload: (result: ReloadResult) => void;
}

/** An admitted connection, as health and metrics see it. */
export interface ConnectionInfo {
  readonly peer: Peer;
  readonly protocol: ApplicationProtocol;
}

/** A listener at work. */
export interface TlsListener {
  readonly port: number;
  readonly address: string;
  /** Owner of the open connection from "ip:port", as call.getPeer() of grpc-js names it. */
  peerOf(remote: string): Peer | undefined;
  /** The registry in force. */
  authorities(): AuthorityRegistry;
  /** When the first revocation list in force runs out, milliseconds since the epoch: nobody is admitted from then. */
  crlExpiresAt(): number;
  /** When the gateway's own certificate in force runs out, milliseconds since the epoch. */
  certificateExpiresAt(): number;
  connections(): readonly ConnectionInfo[];
  /**
   * Loads the credentials anew and cuts the connections that no longer stand. With any fault in them the old ones stay
   * in force. Never rejects; the result also goes to onReload.
   */
  reload(): Promise<ReloadResult>;
  /** Accepts no more, waits at most so long for open connections to end, then cuts them. */
  close(graceMs: number): Promise<void>;
}

/** Starts to listen. Rejects when the credentials are not good or cannot be watched, or the address is taken. */
export async function createTlsListener(options: TlsListenerOptions): Promise<TlsListener> {
  const { directory, clock, minVersion = 'TLSv1.3', onRefused } = options;
  const limits = { ...DEFAULT_TLS_LIMITS, ...options.limits };
  const connections = createConnectionRegistry();
  let credentials = await readCredentials(directory, minVersion, clock.now());

  const tlsServer = tls.createServer(
    { ...credentials.tls, requestCert: true, rejectUnauthorized: false, ALPNProtocols: [...APPLICATION_PROTOCOLS] },
    (socket) => {
      const remote = remoteOf(socket);
      if (remote === undefined || !gate.handshakeDone(remote)) {
        // Gone already, or out of time: the gate reports it.
        socket.destroy();
        return;
      }
      const decision = admit(socket, remote, credentials, clock.now());
      if (decision.kind === 'refused') {
        refuse(socket, decision.refusal);
        return;
      }
      const { code } = decision.peer.authority;
      if (connections.countOf(code) >= limits.connectionsPerAuthority) {
        refuse(socket, { reason: 'AUTHORITY_TOO_MANY_CONNECTIONS', remote, authority: code, count: 1 });
        return;
      }
      welcome({ ...decision, socket });
    },
  );
  tlsServer.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const remote = remoteOf(socket);
    if (remote !== undefined) gate.handshakeFailed(remote, error.code ?? 'UNSPECIFIED');
  });
  const gate = createAcceptGate(limits, (socket) => tlsServer.emit('connection', socket), onRefused);

  const refuse = (socket: TLSSocket, refusal: HandshakeRefusal): void => {
    socket.destroy();
    onRefused(refusal);
  };

  const cut = (connection: Connection, reason: CutReason): void => {
    connection.socket.destroy();
    options.onCut({ reason, peer: connection.peer });
  };

  const welcome = (connection: Connection): void => {
    const { socket, peer, protocol } = connection;
    connections.add(connection);
    expiry.expectBy(connection.goodUntilMs);
    // A client that resets its connection is no fault of ours; whoever takes the socket over sees it close.
    socket.on('error', () => undefined);
    const silence = setTimeout(() => {
      if (socket.bytesRead === 0) cut(connection, 'SILENT');
    }, limits.firstByteTimeoutMs);
    socket.once('close', () => clearTimeout(silence));
    if (protocol === 'h2') options.onGrpcSocket(socket, peer);
    else options.onRestSocket(socket, peer);
  };

  const review = (): void => {
    const now = clock.now();
    for (const connection of connections.all()) {
      const standing = standingOf(connection, credentials, now);
      if (standing.cut === undefined) expiry.expectBy(standing.goodUntilMs);
      else cut(connection, standing.cut);
    }
  };
  const expiry = createExpiryTimer(clock, review);

  const load = async (): Promise<ReloadResult> => {
    try {
      const next = await readCredentials(directory, minVersion, clock.now());
      assertNoRollback(credentials.trust, next.trust);
      credentials = { ...next, registry: keepUnchanged(credentials.registry, next.registry) };
      tlsServer.setSecureContext(credentials.tls);
    } catch (error) {
      return { ok: false, problem: error instanceof Error ? error.message : 'unknown fault' };
    }
    review();
    return { ok: true };
  };
  // One at a time, in order: an older set of files must never come into force after a newer one.
  let loading: Promise<ReloadResult> = Promise.resolve({ ok: true });
  const reload = (): Promise<ReloadResult> => {
    loading = loading.then(load).then((result) => {
      options.onReload(result);
      return result;
    });
    return loading;
  };

  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => gate.accept(socket));
  // Before the port opens: whatever fails here leaves nothing open.
  const stopWatching =
    options.watch === false
      ? () => undefined
      : watchDirectory(directory, {
          onChange: () => void reload(),
          onProblem: (problem) => options.onReload({ ok: false, problem }),
        });
  const { address, port } = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0).catch(
    (error: unknown) => {
      stopWatching();
      throw error;
    },
  );
  server.on('error', () => gate.acceptFailed());

  return {
    address,
    port,
    peerOf: (remote) => connections.peerOf(remote),
    authorities: () => credentials.registry,
    crlExpiresAt: () => credentials.trust.revocationExpiresAtMs,
    certificateExpiresAt: () => credentials.certificateExpiresAtMs,
    connections: () => connections.all().map(({ peer, protocol }) => ({ peer, protocol })),
    reload,
    async close(graceMs) {
      stopWatching();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      gate.close();
      const grace = setTimeout(() => {
        for (const { socket } of connections.all()) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(grace);
      expiry.stop();
      await loading;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<{ address: string; port: number }> {
  server.listen({ host, port });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the listener has no TCP address');
  return bound;
}
