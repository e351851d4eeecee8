/**
 * grpc-js refuses some calls by itself: a message over its limit, one that ends early, bad compression, a bad timeout.
 * It does so below interceptors and handlers, with a bare status. This interceptor takes its place at that moment, so
 * that such calls are refused, and logged, like every other.
 */
import { ServerInterceptingCall, status } from '@grpc/grpc-js';
import type { ServerInterceptor, StatusObject } from '@grpc/grpc-js';
import { UNKNOWN_OPERATION } from '../contract/contract.js';
import { DETAILS_KEY } from '../errors/status.js';
import { http2StreamOf, raiseReceiveLimit } from './grpc-hooks.js';
import { Refusal } from '../../shared/refusal.js';

type Call = Parameters<ServerInterceptor>[1];
type PartialStatus = Parameters<Call['sendStatus']>[0];

/** Turns a transport's refusal into the status to send. Never rejects. */
export type TransportRefuser = (path: string, call: Call, refusal: Refusal) => Promise<StatusObject>;

/** What the interceptor must know of paths. */
export interface InterceptedPaths {
  /** Whether a path is one of ours with a single request. Health and reflection are none. */
  covers(path: string): boolean;
  /** Whether it is one of ours with a stream of requests. */
  streams(path: string): boolean;
  /** Bytes of a message that the transport takes for a path, where it is more than for others. */
  receiveLimit(path: string): number | undefined;
}

/** Makes the interceptor. */
export function interceptTransportRefusals(paths: InterceptedPaths, refuse: TransportRefuser): ServerInterceptor {
  return ({ path }, call) => {
    const limit = paths.receiveLimit(path);
    if (limit !== undefined) raiseReceiveLimit(call, limit);
    if (paths.streams(path)) return interceptStream(path, call);
    if (!paths.covers(path)) return new ServerInterceptingCall(call);
    let settled = false;
    let hasMessage = false;
    let handedOver = false;
    const send = call.sendStatus.bind(call);
    const sendOnce: Call['sendStatus'] = (sent) => {
      // Once the exchange has the call, the transport can only fail to send: there is nobody left to tell.
      if (handedOver || isFinal(sent)) {
        settled = true;
        send(sent);
        return;
      }
      // A message that comes in several frames is found too large at each of them; the first refusal is under way.
      if (settled) return;
      settled = true;
      void refuse(path, call, transportRefusal(path, sent)).then(send);
    };
    // The call's own methods end in this one, so nothing leaves past it.
    call.sendStatus = sendOnce;
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMessage: (message, pass) => {
            hasMessage = true;
            pass(message);
          },
          // The handler starts at the half-close: a call that is refused already must not reach it.
          onReceiveHalfClose: (pass) => {
            if (settled) return;
            handedOver = hasMessage;
            pass();
          },
        }),
    });
  };
}

/**
 * A stream of requests ends where the transport cannot make a message of what came. Its handler is told by the Refusal, in the
 * place of the message, so that what was taken before is acknowledged first.
 */
function interceptStream(path: string, call: Call): ServerInterceptingCall {
  let handler: Parameters<Call['start']>[0] | undefined;
  let isTold = false;
  const start = call.start.bind(call);
  const startKnown: Call['start'] = (listener) => {
    handler = listener;
    start(listener);
  };
  call.start = startKnown;
  const send = call.sendStatus.bind(call);
  const sendOrTell: Call['sendStatus'] = (sent) => {
    // A transport that has gone can only fail to send: that is no fault of a message.
    if (handler === undefined || isFinal(sent) || http2StreamOf(call)?.destroyed === true) {
      send(sent);
      return;
    }
    // Whatever comes behind is found faulty again, frame by frame.
    if (isTold) return;
    isTold = true;
    handler.onReceiveMessage(transportRefusal(path, sent));
  };
  call.sendStatus = sendOrTell;
  return new ServerInterceptingCall(call);
}

/** Ours, or an end that needs no explanation: an answer, a refusal with details, the deadline, a cancellation. */
function isFinal(sent: PartialStatus): boolean {
  return (
    sent.code === status.OK ||
    sent.code === status.DEADLINE_EXCEEDED ||
    sent.code === status.CANCELLED ||
    (sent.metadata?.get(DETAILS_KEY).length ?? 0) > 0
  );
}

/** Says it in our words: those of grpc-js quote what the caller sent. */
function transportRefusal(path: string, sent: PartialStatus): Refusal {
  if (path === UNKNOWN_OPERATION) return unknownOperation();
  if (sent.code === status.RESOURCE_EXHAUSTED) {
    return new Refusal('REQUEST_TOO_LARGE', 'the message is larger than the transport takes');
  }
  return new Refusal(
    'REQUEST_MALFORMED',
    'not exactly one complete message in a known encoding, or a bad grpc-timeout',
  );
}

/** The refusal of a path that the contract does not have. */
export function unknownOperation(): Refusal {
  return new Refusal('OPERATION_UNKNOWN', 'the contract has no such operation');
}
