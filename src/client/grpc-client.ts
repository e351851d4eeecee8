/** A gRPC client of the gateway over mutual TLS, with refusals read from the status details. */
import {
  type CallOptions,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type MethodDefinition,
  Client,
  type ServiceError,
} from '@grpc/grpc-js';
import { Any } from '../gen/google/protobuf/any.js';
import { BadRequest, ErrorInfo } from '../gen/google/rpc/error_details.js';
import { Status } from '../gen/google/rpc/status.js';
import { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { ASKING_KEY } from '../shared/asking-request.js';
import { grpcDeadline } from '../shared/clock.js';
import type { Ending } from '../shared/ending.js';
import type { ClientCredentials } from './credentials.js';

/** A refusal as the gateway explained it. */
export interface RefusedCall {
  /** Reason in the closed list (docs/errors.md). */
  readonly reason: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly violations: readonly { readonly field: string; readonly description: string }[];
  /** Proof that the refusal is in the log; absent when the log was unavailable. */
  readonly receipt: AuditReceipt | undefined;
}

/** Answer or refusal. Anything else (no connection, deadline of the client) rejects. */
export type CallOutcome<Response> =
  | { readonly kind: 'answer'; readonly response: Response; readonly bytes: Uint8Array }
  | { readonly kind: 'refusal'; readonly refusal: RefusedCall };

/**
 * What comes of a call whose answer comes in parts: parts, and at last the message with the receipt or a refusal. The
 * parts before a refusal were disclosed.
 */
export type PartedOutcome<Response> =
  { readonly kind: 'part'; readonly response: Response; readonly bytes: Uint8Array } | CallOutcome<Response>;

/** What comes over a stream of requests: messages that say what became of each, and a refusal if one ended the stream. */
export type StreamOutcome<Response> =
  | { readonly kind: 'message'; readonly response: Response; readonly bytes: Uint8Array }
  | { readonly kind: 'refusal'; readonly refusal: RefusedCall };

/** A stream of requests. */
export interface RequestStream<Request, Response> {
  /** Resolves when the transport is ready for another: to false when the stream is over, and the request perhaps not sent. */
  send(request: Request): Promise<boolean>;
  /** Sends no more; what was sent is still answered. */
  end(): void;
  /** Gives up what was not answered yet. */
  cancel(): void;
  /**
   * What comes back, as fast as it is taken; to stop taking it is to cancel. Rejects as `call` does: without a refusal, the
   * stream has ended well, and every request was answered.
   */
  readonly outcomes: AsyncGenerator<StreamOutcome<Response>, void>;
}

/** What goes with a question. */
export interface CallGiven {
  /** The officer's token. */
  readonly token?: string;
  readonly deadlineMs?: number;
  /** The request at the gateway that asks (formatAsking). */
  readonly asking?: string;
  /** Cancels the call, which then rejects: of answers at once alone, since parts are cancelled by not taking them. */
  readonly ending?: Ending;
}

/** One connection to the gateway. */
export interface GrpcClient {
  call<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options?: CallGiven,
  ): Promise<CallOutcome<Response>>;
  /**
   * Asks for an answer that comes in parts, which come as fast as they are taken; to stop taking them is to cancel.
   * Rejects as `call` does, and when the answer ends without a receipt: then it was cut off.
   */
  callParts<Request, Response extends WithReceipt>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options?: CallGiven,
  ): AsyncGenerator<PartedOutcome<Response>, void>;
  /** Opens a stream of requests. Without `deadlineMs` it lives as long as the gateway lets it. */
  openStream<Request, Response>(
    method: MethodDefinition<Request, Response>,
    options?: Pick<CallGiven, 'token' | 'deadlineMs'>,
  ): RequestStream<Request, Response>;
  close(): void;
}

/** A response of the contract. */
interface WithReceipt {
  readonly receipt: AuditReceipt | undefined;
}

/** Default time a call may take, in milliseconds. */
const DEFAULT_DEADLINE_MS = 5_000;

/**
 * A gateway that is back is found within seconds: by default the pauses between attempts grow to two minutes, in which every
 * call fails at once.
 */
const RECONNECTING = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 5_000 };

/** Connects to `address` ("host:port"). */
export function createGrpcClient(address: string, identity: ClientCredentials): GrpcClient {
  const client = new Client(
    address,
    credentials.createSsl(
      Buffer.from(identity.caPem),
      Buffer.from(identity.keyPem),
      Buffer.from(identity.certificatePem),
    ),
    RECONNECTING,
  );
  return {
    call: (method, request, options = {}) =>
      new Promise((resolve, reject) => {
        const { ending } = options;
        const cancel = (): void => call.cancel();
        const call = client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          (bytes) => bytes,
          request,
          metadataOf(options),
          callOptionsOf(options),
          (error, bytes) => {
            ending?.removeEventListener('abort', cancel);
            // What cannot be read must fail this call, and nothing else.
            try {
              if (error === null && bytes !== undefined) {
                resolve({ kind: 'answer', response: method.responseDeserialize(bytes), bytes });
                return;
              }
              const refusal = error === null ? undefined : readRefusal(error);
              if (refusal === undefined) reject(error ?? new Error('an empty answer'));
              else resolve({ kind: 'refusal', refusal });
            } catch (unreadable) {
              reject(new Error('the answer cannot be read', { cause: unreadable }));
            }
          },
        );
        if (ending?.aborted === true) cancel();
        else ending?.addEventListener('abort', cancel, { once: true });
      }),
    async *callParts(method, request, options = {}) {
      const call = client.makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        (bytes): Uint8Array => bytes,
        request,
        metadataOf(options),
        callOptionsOf(options),
      );
      let isWhole = false;
      try {
        for await (const bytes of call as AsyncIterable<Buffer>) {
          const response = method.responseDeserialize(bytes);
          isWhole = response.receipt !== undefined;
          yield { kind: isWhole ? 'answer' : 'part', response, bytes };
        }
      } catch (error) {
        const refusal = readRefusal(error as ServiceError);
        if (refusal === undefined) throw error;
        isWhole = true;
        yield { kind: 'refusal', refusal };
      } finally {
        call.cancel();
      }
      if (!isWhole) throw new Error('the answer was cut off: it has no receipt');
    },
    openStream(method, { token, deadlineMs } = {}) {
      const call = client.makeBidiStreamRequest(
        method.path,
        method.requestSerialize,
        (bytes): Buffer => bytes,
        metadataOf({ ...(token !== undefined && { token }) }),
        deadlineMs === undefined ? {} : callOptionsOf({ deadlineMs }),
      );
      // A request that is written when the stream is over is never said to be.
      let isOver = false;
      const over = new Promise<boolean>((resolve) =>
        call.once('status', () => {
          isOver = true;
          resolve(false);
        }),
      );
      return {
        send: (request) =>
          Promise.race([over, new Promise<boolean>((resolve) => void call.write(request, () => resolve(!isOver)))]),
        end: () => void call.end(),
        cancel: () => call.cancel(),
        outcomes: outcomesOf(call, method),
      };
    },
    close: () => client.close(),
  };
}

function outcomesOf<Request, Response>(
  call: ClientDuplexStream<Request, Buffer>,
  method: MethodDefinition<Request, Response>,
): AsyncGenerator<StreamOutcome<Response>, void> {
  // A stream may fail before anybody takes what came over it.
  let failure: ServiceError | undefined;
  call.once('error', (error: ServiceError) => (failure = error));
  return (async function* () {
    try {
      for await (const bytes of call as AsyncIterable<Buffer>) {
        yield { kind: 'message', response: method.responseDeserialize(bytes), bytes } as const;
      }
      if (failure !== undefined) throw failure;
    } catch (error) {
      const refusal = readRefusal(error as ServiceError);
      if (refusal === undefined) throw error;
      yield { kind: 'refusal', refusal } as const;
    } finally {
      call.cancel();
    }
  })();
}

function metadataOf({ token, asking }: CallGiven): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  if (asking !== undefined) metadata.set(ASKING_KEY, asking);
  return metadata;
}

const callOptionsOf = ({ deadlineMs = DEFAULT_DEADLINE_MS }: CallGiven): CallOptions => ({
  deadline: grpcDeadline(deadlineMs),
});

/** Reads google.rpc.Status from the trailers; undefined when the error is not the gateway's. */
function readRefusal(error: ServiceError): RefusedCall | undefined {
  const [details] = (error.metadata as Metadata | undefined)?.get('grpc-status-details-bin') ?? [];
  if (!(details instanceof Uint8Array)) return undefined;
  return refusalOfStatus(Status.decode(details));
}

/** The refusal in a google.rpc.Status, as it comes in a stream; undefined when it is not the gateway's. */
export function refusalOfStatus(status: Status): RefusedCall | undefined {
  const info = find(status, 'google.rpc.ErrorInfo', (bytes) => ErrorInfo.decode(bytes));
  if (info === undefined) return undefined;
  return {
    reason: info.reason,
    message: status.message,
    metadata: info.metadata,
    violations: violationsOf(status),
    receipt: find(status, 'ostiary.common.v1.AuditReceipt', (bytes) => AuditReceipt.decode(bytes)),
  };
}

const violationsOf = (status: Status): RefusedCall['violations'] =>
  (find(status, 'google.rpc.BadRequest', (bytes) => BadRequest.decode(bytes))?.fieldViolations ?? []).map(
    ({ field, description }) => ({ field, description }),
  );

function find<Message>(status: Status, type: string, decode: (bytes: Uint8Array) => Message): Message | undefined {
  const detail: Any | undefined = status.details.find(({ typeUrl }) => typeUrl.endsWith(`/${type}`));
  return detail === undefined ? undefined : decode(detail.value);
}
