/**
 * Two things grpc-js decides before any handler or interceptor, with no public way to observe them: whether it knows
 * the method, and whether the content type is gRPC. Both are methods of its server, replaced here on one instance.
 * They are not public API: the version is pinned by the lock file, a missing method stops the start, and
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
  internals._retrieveHandler = (path) => retrieve(path) ?? retrieve(hooks.fallbackPath);
  internals._verifyContentType = (stream, headers) => {
    const isGrpc = verify(stream, headers);
    if (!isGrpc) {
      const socket = stream.session?.socket;
      hooks.onWrongContentType(`${socket?.remoteAddress ?? ''}:${socket?.remotePort ?? ''}`);
    }
    return isGrpc;
  };
}
