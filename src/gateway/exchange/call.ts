/** What a listener hands to the exchange, and what it gets back: the same for gRPC and REST. */
import type { LoggedEntry } from '../../audit/log/entry.js';
import type { Refusal } from '../../shared/refusal.js';
import type { AskingRequest } from '../../shared/asking-request.js';
import type { Peer } from '../identity/peer.js';

/** The caller's end of one call. An AbortSignal would say the same at several microseconds a call. */
export class Caller {
  #gone = false;
  #onGone: (() => void) | undefined;

  /** The caller has gone or given up. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Sets who is told when the caller goes; one at a time. */
  set onGone(listener: (() => void) | undefined) {
    this.#onGone = listener;
  }

  /** The caller goes. Only the first time counts. */
  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#onGone?.();
  }
}

/** Takes the parts of an answer that comes in parts on their way to the caller. */
export interface PartSink {
  /**
   * Hands a part to the transport. Resolves when the transport is ready for another; never rejects: that the caller has
   * gone is said by Caller, and then it need not resolve either.
   */
  send(part: { readonly requestId: string; readonly message: Uint8Array }): Promise<void>;
}

/** One call as it arrived. Nothing in it has been believed yet but the peer's certificate. */
export interface IncomingCall {
  /** "/ostiary.sis.v1.SisService/SearchPersons", as on the gRPC wire. */
  readonly path: string;
  /** Authority behind the connection. */
  readonly peer: Peer;
  /** The Authorization header or metadata value, as received. */
  readonly authorization: string | undefined;
  /** The request message in protobuf; a Refusal when the listener could not even make one (bad JSON, too large). */
  readonly body: Uint8Array | Refusal;
  /** Deadline the caller asked for, milliseconds since the epoch; undefined means the operation's default. */
  readonly deadlineMs: number | undefined;
  readonly caller: Caller;
  /** The request at the gateway that asks through this peer, as it says. */
  readonly asking?: AskingRequest | undefined;
  readonly transport: 'grpc' | 'rest';
  /** Where the parts of the answer go, for operations whose answers come in parts. */
  readonly parts?: PartSink;
}

/**
 * An answer or a refusal, with the log entry that had to be durable before it. Where an answer comes in parts, this is
 * what comes after the last one: the message with the receipt, or why there are no more.
 */
export type CallResult =
  | {
      readonly kind: 'answer';
      readonly requestId: string;
      readonly message: Uint8Array;
      readonly logged: LoggedEntry | undefined;
    }
  | {
      readonly kind: 'refusal';
      readonly requestId: string;
      readonly refusal: Refusal;
      /** Absent when the log could not be written, or the call touched nothing that is logged. */
      readonly logged: LoggedEntry | undefined;
    };

/** The one way to the adapters. Never rejects: every failure is a refusal. */
export interface Exchange {
  handle(call: IncomingCall): Promise<CallResult>;
}
