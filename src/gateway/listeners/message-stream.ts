/**
 * A stream of requests, of whatever transport: each message becomes an ordinary call, and what became of it is told in the
 * order of the messages (ADR 0055). Bounded in messages, bytes and time: the transport is asked for one more message only
 * where there is room for it, so a sender is held up by flow control.
 */
import type { StatusObject } from '@grpc/grpc-js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import type { ContractStream } from '../contract/message-stream.js';
import { answerMessage, openMessage, refusalMessage } from '../contract/stream-codec.js';
import { encodeStatus, toStatus } from '../errors/status.js';
import { ERROR_TABLE } from '../errors/table.js';
import { Caller, type CallResult, type Exchange, type IncomingCall } from '../exchange/call.js';
import type { Peer } from '../identity/peer.js';
import { peerUnknown } from './grpc-call.js';

/** Limits of streams. */
export interface StreamLimits {
  /** Messages of one stream that were read and whose acknowledgement has not left. */
  readonly maxInProgress: number;
  /** Bytes of such messages beyond which no further one is read; the last one read may exceed it. */
  readonly maxBytesInProgress: number;
  /** A stream over which nothing moves is ended after this time; so a message has it to arrive, in milliseconds. */
  readonly idleMs: number;
  /** A stream is ended after this time, in milliseconds: no officer's token lives longer. */
  readonly lifeMs: number;
  /** How often times are looked at, in milliseconds. */
  readonly lookEveryMs: number;
  /** Streams of one authority at a time. */
  readonly maxPerAuthority: number;
}

export const STREAM_LIMITS: StreamLimits = {
  maxInProgress: 8,
  maxBytesInProgress: 8_000_000,
  idleMs: 120_000,
  lifeMs: 900_000,
  lookEveryMs: 1_000,
  maxPerAuthority: 16,
};

/** Why a stream is ended by the gateway. */
export type EndCause = 'LIFETIME' | 'IDLE' | 'CONNECTION_CLOSING' | 'GATEWAY_CLOSING';

/** The transport's side of a stream. */
export interface StreamTransport {
  /** Lets one more message come. */
  read(): void;
  /** Sends a message. Resolves when flow control has taken it, and perhaps never once the caller has gone. */
  send(message: Buffer): Promise<void>;
  /** Ends the stream, after what was sent: with a status, or well. */
  end(status: StatusObject | undefined): void;
  /** Ends it now, whatever was sent: for a caller who does not read. */
  cut(): void;
  /** Whether its connection takes no further streams, and is closed soon. */
  isClosing(): boolean;
}

/** What a stream is made of. */
export interface MessageStreamParts {
  readonly stream: ContractStream;
  readonly exchange: Exchange;
  readonly transport: StreamTransport;
  readonly limits: StreamLimits;
  readonly clock: Clock;
  /** Owner of the connection at this moment. */
  readonly peer: () => Peer | undefined;
  /** What all messages have in common. */
  readonly opened: Pick<IncomingCall, 'authorization' | 'deadlineMs' | 'transport'>;
}

/** One stream. Whoever makes it calls `left` when the transport is done with it, however that came. */
export class MessageStream {
  readonly #of: MessageStreamParts;
  readonly #startedMs: number;
  readonly #look: NodeJS.Timeout;
  readonly #callers = new Set<Caller>();
  /** The last message of each lane. */
  readonly #lanes = new Map<number, Promise<unknown>>();
  /** Lanes in which a message was not taken for now: what comes later there must not be taken before it. */
  readonly #held = new Set<number>();
  /** All acknowledgements so far, in the order of their messages. */
  #acknowledged: Promise<void> = Promise.resolve();
  #movedMs: number;
  #isReadWanted = false;
  /** Messages that the transport was asked for and has not brought. */
  #asked = 0;
  #inProgress = 0;
  #bytes = 0;
  #isSending = false;
  #isEnding = false;
  #isGone = false;
  #isNobodys = false;

  constructor(parts: MessageStreamParts) {
    this.#of = parts;
    this.#startedMs = this.#movedMs = parts.clock.now();
    this.#look = setInterval(() => this.#lookAtTimes(), parts.limits.lookEveryMs);
    this.#look.unref();
  }

  /** The transport could bring a message: it is asked to as soon as there is room. */
  wantsToRead(): void {
    this.#isReadWanted = true;
    this.#readIfRoom();
  }

  /** Takes the message that the transport was asked for. What comes after the stream began to end is not taken. */
  take(bytes: Uint8Array): void {
    this.#asked -= 1;
    if (this.#isEnding || this.#isGone) return;
    this.#movedMs = this.#of.clock.now();
    this.#inProgress += 1;
    this.#bytes += bytes.length;
    const acknowledgement = this.#inLane(bytes);
    this.#acknowledged = this.#acknowledged.then(async () => {
      await this.#send(await acknowledgement);
      this.#inProgress -= 1;
      this.#bytes -= bytes.length;
      this.#readIfRoom();
    });
  }

  /** The transport could not make a message of what came. It cannot go on behind it, so this is the end of the stream. */
  fail(refusal: Refusal): void {
    if (this.#isEnding || this.#isGone) return;
    const refused = this.#settle(refusal).then((result) => statusOf(result, refusal, this.#of.clock));
    this.#endWith(() => refused);
  }

  /** The caller sends no more. */
  halfClosed(): void {
    this.#endWith(() => undefined);
  }

  /** Reads no more, acknowledges what was taken, and ends the stream. */
  windDown(cause: EndCause): void {
    const refusal = new Refusal('STREAM_ENDED', SAYS[cause], { metadata: { cause } });
    this.#endWith(() => toStatus(refusal, newRequestId(this.#of.clock.now()), undefined));
  }

  /** The transport is done with it: what is in progress has no caller any more, and what had not begun never does. */
  left(): void {
    this.#isGone = true;
    clearInterval(this.#look);
    for (const caller of this.#callers) caller.leave();
  }

  #readIfRoom(): void {
    const { limits, transport } = this.#of;
    if (!this.#isReadWanted || this.#isEnding || this.#isGone) return;
    if (this.#inProgress + this.#asked >= limits.maxInProgress || this.#bytes >= limits.maxBytesInProgress) return;
    this.#isReadWanted = false;
    this.#asked += 1;
    transport.read();
  }

  /** Has a message worked on after the one before it in its lane. Resolves to its acknowledgement. */
  #inLane(bytes: Uint8Array): Promise<Buffer | undefined> {
    const { sequence, lane, body } = openMessage(this.#of.stream, bytes);
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const acknowledgement = before.then(async () => {
      if (this.#isGone) return undefined;
      const result = await this.#settle(this.#held.has(lane) ? earlierRefused() : body);
      if (this.#lanes.get(lane) === acknowledgement) this.#lanes.delete(lane);
      if (result === undefined) return undefined;
      if (result.kind === 'answer') return answerMessage(sequence, result.message);
      const { refusal, requestId, logged } = result;
      if (ERROR_TABLE[refusal.reason].retryable) this.#held.add(lane);
      return refusalMessage(sequence, encodeStatus(refusal, requestId, logged).bytes);
    });
    this.#lanes.set(lane, acknowledgement);
    return acknowledgement;
  }

  /** One call. Undefined when the connection is nobody's any more: then this is the end of the stream. */
  async #settle(body: Uint8Array | Refusal): Promise<CallResult | undefined> {
    const { stream, exchange, opened, peer: peerNow } = this.#of;
    const peer = peerNow();
    if (peer === undefined) {
      this.#isNobodys = true;
      this.#endWith(() => undefined);
      return undefined;
    }
    const caller = new Caller();
    this.#callers.add(caller);
    try {
      return await exchange.handle({ ...opened, path: stream.calls.path, peer, body, caller });
    } finally {
      this.#callers.delete(caller);
    }
  }

  async #send(acknowledgement: Buffer | undefined): Promise<void> {
    if (acknowledgement === undefined || this.#isGone) return;
    this.#isSending = true;
    await this.#of.transport.send(acknowledgement);
    this.#isSending = false;
    this.#movedMs = this.#of.clock.now();
  }

  #endWith(status: () => StatusObject | undefined | Promise<StatusObject | undefined>): void {
    if (this.#isEnding || this.#isGone) return;
    this.#isEnding = true;
    void this.#acknowledged.then(async () => {
      const last = this.#isNobodys
        ? toStatus(peerUnknown(), newRequestId(this.#of.clock.now()), undefined)
        : await status();
      if (this.#isGone) return;
      this.#isSending = true;
      this.#movedMs = this.#of.clock.now();
      this.#of.transport.end(last);
    });
  }

  #lookAtTimes(): void {
    const { limits, clock, transport } = this.#of;
    const now = clock.now();
    if (now - this.#startedMs >= limits.lifeMs) this.windDown('LIFETIME');
    else if (transport.isClosing()) this.windDown('CONNECTION_CLOSING');
    if (now - this.#movedMs < limits.idleMs) return;
    // A caller who has not taken what was sent would not take a status either.
    if (this.#isSending) transport.cut();
    else if (this.#inProgress === 0) this.windDown('IDLE');
  }
}

const SAYS: Readonly<Record<EndCause, string>> = {
  LIFETIME: 'the stream is as old as one may be; open another',
  IDLE: 'nothing came over the stream for too long; open another when there is something to send',
  CONNECTION_CLOSING: 'the connection is closed soon; open the stream on another',
  GATEWAY_CLOSING: 'the gateway goes out of service; open the stream at another, or later',
};

const earlierRefused = (): Refusal =>
  new Refusal('EARLIER_MESSAGE_REFUSED', 'an earlier message of the lane was not taken for now; send both again');

/** The exchange answers a refusal with a refusal: perhaps another, if the log cannot be written. */
function statusOf(result: CallResult | undefined, refusal: Refusal, clock: Clock): StatusObject {
  return result?.kind === 'refusal'
    ? toStatus(result.refusal, result.requestId, result.logged)
    : toStatus(refusal, result?.requestId ?? newRequestId(clock.now()), undefined);
}
