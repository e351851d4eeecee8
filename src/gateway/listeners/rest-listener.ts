/** The REST face: HTTP/1.1 over admitted TLS connections. */
import * as http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { limitPipelining } from '../../shared/pipelining.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import { rawRefusal } from './rest-answer.js';
import { createRestApp } from './rest-app.js';
import type { RestParts } from './rest-app.js';
import type { TransportRefusal } from './transport-refusal.js';

/** Limits of the HTTP transport. */
export interface RestLimits {
  /** Time for all headers of a request to arrive. */
  readonly headersTimeoutMs: number;
  /** Time for a whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** How often the two are looked at. */
  readonly checkIntervalMs: number;
  /** Time a connection may be quiet between requests. Longer than a balancer's, usually 60 s. */
  readonly keepAliveTimeoutMs: number;
  /** Age from which the next answer on a connection is its last: like gRPC's, so that nobody stays in for ever. */
  readonly maxConnectionAgeMs: number;
  /** Bytes of request line and headers together. */
  readonly maxHeaderBytes: number;
  readonly maxHeaders: number;
  /** Requests that one connection may send before the first of them is answered. */
  readonly maxPipelined: number;
}

export const REST_LIMITS: RestLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 2_000,
  keepAliveTimeoutMs: 75_000,
  maxConnectionAgeMs: 1_800_000,
  maxHeaderBytes: 16_384,
  maxHeaders: 64,
  maxPipelined: 16,
};

/** A REST face and its limits. */
export interface RestFaceParts extends RestParts {
  readonly limits?: Partial<RestLimits>;
  readonly onTransportRefusal: (refusal: TransportRefusal) => void;
}

/** A running REST face. */
export interface RestFace {
  /** Takes over an admitted connection whose ALPN protocol is http/1.1. */
  inject(connection: Duplex): void;
  /** Takes no further requests; resolves when those in progress have ended, after `graceMs` at the latest. */
  drain(graceMs: number): Promise<void>;
  /** Closes every connection now. */
  destroy(): void;
}

/** Builds the REST face. */
export function createRestFace(parts: RestFaceParts): RestFace {
  const limits = { ...REST_LIMITS, ...parts.limits };
  const server = http.createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // Two readings of one message are how requests are smuggled: the parser stays strict whatever the command line says.
    insecureHTTPParser: false,
    requireHostHeader: true,
  });
  server.maxHeadersCount = limits.maxHeaders;
  // Node starts to watch header and request times at "listening". This server never listens: it is handed connections.
  server.emit('listening');

  const app = createRestApp(parts, limits.maxHeaders);
  const inProgress = new Set<http.ServerResponse>();
  let draining = false;
  let drained: (() => void) | undefined;
  const openedAt = new WeakMap<Duplex, number>();
  const isOld = (socket: Duplex): boolean =>
    performance.now() - (openedAt.get(socket) ?? -Infinity) >= limits.maxConnectionAgeMs;
  server.on('connection', (socket) => openedAt.set(socket, performance.now()));
  const handle = limitPipelining(limits.maxPipelined, (request, response) => {
    inProgress.add(response);
    response.once('close', () => {
      inProgress.delete(response);
      if (inProgress.size === 0) drained?.();
    });
    if (draining || isOld(request.socket)) response.setHeader('Connection', 'close');
    app(request, response);
  });
  server.on('request', handle);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => answerParseError(error, socket, parts));

  return {
    inject: (connection) => void server.emit('connection', connection),
    async drain(graceMs) {
      draining = true;
      server.closeIdleConnections();
      if (inProgress.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs);
          drained = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      server.closeAllConnections();
      server.close();
    },
    destroy() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Where the fault is only in how much or how slowly was sent, HTTP has a status of its own for it. */
const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What could not be parsed may hide where the next request begins, so the connection always closes. */
function answerParseError(error: NodeJS.ErrnoException, socket: Duplex, parts: RestFaceParts): void {
  const what = error.code ?? 'unknown';
  if (what === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { remoteAddress, remotePort } = socket as Partial<Pick<Socket, 'remoteAddress' | 'remotePort'>>;
  const peer = parts.peerOf(`${remoteAddress ?? ''}:${remotePort ?? ''}`);
  parts.onTransportRefusal({ peer, transport: 'rest', what });
  const refusal = new Refusal('REQUEST_MALFORMED', 'the request is not well-formed HTTP/1.1');
  const httpStatus = STATUS_OF_ERROR[what];
  socket.end(
    rawRefusal({
      refusal,
      requestId: newRequestId(parts.clock.now()),
      logged: undefined,
      ...(httpStatus && { httpStatus }),
    }),
  );
}
