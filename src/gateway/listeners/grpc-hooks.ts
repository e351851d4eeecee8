/**
 * Two things grpc-js decides before any handler or interceptor, with no public way to observe them: whether it knows
 * the method, and whether the content type is gRPC. Both are methods of its server, replaced here on one instance. A third
 * it decides for all calls alike: how large a message may be. They are not public API: the version is pinned by the lock file, a missing method stops the start, and
 * test/gateway/listeners/grpc-listener.test.ts proves the effect.
 */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Server } from '@grpc/grpc-js';

interface ServerInternals {
  _retrieveHandler(path: string): unknown;
  _verifyContentType(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean;
}

/** What to do where grpc-js would answer alone. */
export interface ServerHooks {
  /** Registered path whose handler takes every call to an unknown path. */
  readonly fallbackPath: string;
  /** A stream was answered with HTTP 415: its content type is not application/grpc. */
  onWrongContentType(remote: string): void;
}

/** Installs the hooks. Throws when this version of grpc-js has no such methods. */
export function installHooks(server: Server, hooks: ServerHooks): void {
  const internals = server as unknown as Partial<ServerInternals>;
  const retrieve = internals._retrieveHandler?.bind(server);
  const verify = internals._verifyContentType?.bind(server);
  if (retrieve === undefined || verify === undefined) {
    throw new Error('this version of @grpc/grpc-js has other internals than grpc-hooks.ts was written for');
  }
  const retrieveOrRefuse: typeof retrieve = (path) => retrieve(path) ?? retrieve(hooks.fallbackPath);
  internals._retrieveHandler = retrieveOrRefuse;
  const verifyAndTell: typeof verify = (stream, headers) => {
    const isGrpc = verify(stream, headers);
    if (!isGrpc) {
      const socket = stream.session?.socket;
      hooks.onWrongContentType(`${socket?.remoteAddress ?? ''}:${socket?.remotePort ?? ''}`);
    }
    return isGrpc;
  };
  internals._verifyContentType = verifyAndTell;
}

interface CallInternals {
  maxReceiveMessageSize: number;
  decoder: { maxReadMessageLength: number };
}

/**
 * Lets one call take a message of more bytes than the server takes otherwise, before anything of it was read. In a version
 * of grpc-js with other internals the call keeps the server's limit, and a larger message is refused.
 */
export function raiseReceiveLimit(call: object, bytes: number): void {
  const internals = call as Partial<CallInternals>;
  if (typeof internals.maxReceiveMessageSize !== 'number') return;
  if (typeof internals.decoder?.maxReadMessageLength !== 'number') return;
  internals.maxReceiveMessageSize = bytes;
  internals.decoder.maxReadMessageLength = bytes;
}

/**
 * The HTTP/2 stream below a call, as a handler or an interceptor sees the call. In a version of grpc-js with other internals
 * there is none to be had: what does not end by itself then ends with its connection.
 */
export function http2StreamOf(call: object): ServerHttp2Stream | undefined {
  for (let inner: unknown = call, depth = 0; depth < MOST_LAYERS; depth += 1) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    if ('stream' in inner) return inner.stream as ServerHttp2Stream;
    // A handler's call holds that of the interceptors, each of which holds the next.
    inner = 'nextCall' in inner ? inner.nextCall : 'call' in inner ? inner.call : undefined;
  }
  return undefined;
}

/** Layers of a call: the handler's, the interceptors', the transport's. */
const MOST_LAYERS = 8;
