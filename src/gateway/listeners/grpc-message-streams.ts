/** Streams of requests over gRPC: who has how many open, and how grpc-js is made to read no more than there is room for. */
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { ASKING_KEY, wrongAsking } from '../../shared/asking-request.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import type { ContractStream } from '../contract/message-stream.js';
import { toStatus } from '../errors/status.js';
import type { Exchange } from '../exchange/call.js';
import type { Peer } from '../identity/peer.js';
import { authorizationOf, finiteDeadline, peerUnknown, valuesOf } from './grpc-call.js';
import { http2StreamOf } from './grpc-hooks.js';
import { type EndCause, MessageStream, type StreamLimits, type StreamTransport } from './message-stream.js';

/** What the streams of a face need. */
export interface GrpcStreamsParts {
  readonly exchange: Exchange;
  readonly peerOf: (remote: string) => Peer | undefined;
  readonly limits: StreamLimits;
  readonly clock: Clock;
}

/** A message, or why the transport could not make one of what came (grpc-interceptor.ts). */
type Received = Buffer | Refusal;

/** A call as grpc-js hands it over. */
export type StreamCall = ServerDuplexStream<Received, Uint8Array>;

/** All streams of a face. */
export class GrpcStreams {
  readonly #of: GrpcStreamsParts;
  readonly #open = new Set<MessageStream>();
  /** Streams by the code of their authority. */
  readonly #counts = new Map<string, number>();
  #closing: EndCause | undefined;

  constructor(parts: GrpcStreamsParts) {
    this.#of = parts;
  }

  /** Handles the calls of an operation. */
  handlerOf(stream: ContractStream): (call: StreamCall) => void {
    return (call) => {
      const peer = this.#of.peerOf(call.getPeer());
      // How grpc-js is told to end with another status than OK.
      if (peer === undefined)
        call.emit('error', toStatus(peerUnknown(), newRequestId(this.#of.clock.now()), undefined));
      else this.#begin(stream, call, peer);
    };
  }

  /** Ends all streams, after what they have taken was acknowledged; also those that are still to begin. */
  windDown(cause: EndCause): void {
    this.#closing = cause;
    for (const stream of this.#open) stream.windDown(cause);
  }

  #begin(stream: ContractStream, call: StreamCall, peer: Peer): void {
    const { exchange, limits, clock, peerOf } = this.#of;
    const remote = call.getPeer();
    const messages = new MessageStream({
      ...{ stream, exchange, limits, clock },
      transport: transportOf(call),
      peer: () => peerOf(remote),
      opened: {
        authorization: authorizationOf(call),
        deadlineMs: finiteDeadline(call.getDeadline(), clock),
        transport: 'grpc',
      },
    });
    const { code } = peer.authority;
    const others = this.#counts.get(code) ?? 0;
    this.#open.add(messages);
    this.#counts.set(code, others + 1);
    // grpc-js says "cancelled" at the end of every call, however it came.
    call.once('cancelled', () => {
      messages.left();
      this.#open.delete(messages);
      const left = (this.#counts.get(code) ?? 1) - 1;
      if (left === 0) this.#counts.delete(code);
      else this.#counts.set(code, left);
    });
    const unfit = others >= limits.maxPerAuthority ? tooMany() : refusalOfAsking(call);
    if (unfit !== undefined) messages.fail(unfit);
    if (this.#closing !== undefined) messages.windDown(this.#closing);
    // A stream of Node.js reads ahead, up to sixteen messages of any size. This one asks first.
    const askFirst = (): void => messages.wantsToRead();
    call._read = askFirst;
    call.on('data', (received: Received) => {
      if (received instanceof Refusal) messages.fail(received);
      else messages.take(received);
    });
    call.once('end', () => messages.halfClosed());
  }
}

/** Before `_read` of the call is replaced. */
function transportOf(call: StreamCall): StreamTransport {
  const read = call._read.bind(call);
  return {
    read: () => read(1),
    // HTTP/2 flow control: it is called back when the caller's window has taken the message.
    send: (message) => new Promise((resolve) => void call.write(message, () => resolve())),
    end: (status) => {
      if (status === undefined) call.end();
      else {
        afterPing(call, () => {
          if (!call.destroyed) call.emit('error', status);
        });
      }
    },
    cut: () => http2StreamOf(call)?.close(NGHTTP2_CANCEL),
    isClosing: () => http2StreamOf(call)?.session?.closed === true,
  };
}

/**
 * Goes on when the caller has answered a ping of HTTP/2, and so has received what was sent before. A client of grpc-js drops
 * messages that it has not handed on when a status other than OK comes: without this, acknowledgements that travel with one.
 */
function afterPing(call: StreamCall, next: () => void): void {
  const session = http2StreamOf(call)?.session;
  // False: as many pings are under way as may be.
  if (session === undefined || session.destroyed || !session.ping(() => next())) next();
}

/** RFC 9113 section 7. */
const NGHTTP2_CANCEL = 8;

const tooMany = (): Refusal =>
  new Refusal('OVERLOADED', 'the authority has as many streams open as it may have', { retryAfterMs: 1_000 });

/** It would name one request at the asking gateway for many here, and completeness compares one with one. */
function refusalOfAsking(call: StreamCall): Refusal | undefined {
  if (valuesOf(call, ASKING_KEY).length === 0) return undefined;
  return wrongAsking('stream', 'must not be given for a stream: each of its messages is a request');
}
