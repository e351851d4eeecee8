/** The gRPC face: takes admitted TLS connections, hands raw request bytes to the exchange, sends what it says. */
import type { Duplex } from 'node:stream';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { ASKING_KEY, readAsking } from '../../shared/asking-request.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import { UNKNOWN_OPERATION } from '../contract/contract.js';
import type { Contract, ContractMethod } from '../contract/contract.js';
import { MAX_REQUEST_BYTES } from '../contract/request-size.js';
import { toStatus } from '../errors/status.js';
import { Caller, type CallResult, type Exchange, type IncomingCall, type PartSink } from '../exchange/call.js';
import type { Peer } from '../identity/peer.js';
import { authorizationOf, finiteDeadline, peerUnknown, valuesOf } from './grpc-call.js';
import { installHooks } from './grpc-hooks.js';
import { interceptTransportRefusals, unknownOperation } from './grpc-interceptor.js';
import { GrpcStreams } from './grpc-message-streams.js';
import { STREAM_LIMITS, type StreamLimits } from './message-stream.js';
import type { TransportRefusal } from './transport-refusal.js';

/** Limits of the gRPC transport. */
export interface GrpcLimits {
  /** Calls at a time on one connection; clients queue the rest. */
  readonly maxConcurrentStreams: number;
  /** Bytes of a message that the transport takes. Above the contract's limit, so that most oversize calls have a size. */
  readonly maxReceiveBytes: number;
  /** A connection without calls is closed after this time. */
  readonly maxConnectionIdleMs: number;
  /** A connection is told to go after this time, and closed after the grace: revocation's backstop. */
  readonly maxConnectionAgeMs: number;
  readonly maxConnectionAgeGraceMs: number;
  /** Pings on a quiet connection, and how long an answer may take. */
  readonly keepaliveTimeMs: number;
  readonly keepaliveTimeoutMs: number;
}

export const GRPC_LIMITS: GrpcLimits = {
  maxConcurrentStreams: 100,
  maxReceiveBytes: 1_048_576,
  maxConnectionIdleMs: 900_000,
  maxConnectionAgeMs: 1_800_000,
  maxConnectionAgeGraceMs: 60_000,
  keepaliveTimeMs: 60_000,
  keepaliveTimeoutMs: 10_000,
};

/** What the gRPC face is made of. */
export interface GrpcFaceParts {
  readonly contract: Contract;
  readonly exchange: Exchange;
  /** The admitted peer of a connection, by "ip:port" of its remote end. */
  readonly peerOf: (remote: string) => Peer | undefined;
  /** Whether gRPC reflection shows the contract to admitted peers. */
  readonly reflection: boolean;
  readonly limits?: Partial<GrpcLimits>;
  /** Limits of streams of requests. */
  readonly streamLimits?: Partial<StreamLimits>;
  /** Default: the system's. */
  readonly clock: Clock;
  readonly onTransportRefusal: (refusal: TransportRefusal) => void;
}

/** A running gRPC face. */
export interface GrpcFace {
  /** Takes over an admitted connection whose ALPN protocol is h2. */
  inject(connection: Duplex): void;
  /** What grpc.health.v1 says of the whole and of each service. Not serving until told so. */
  setServing(serving: boolean): void;
  /** Stops taking calls; resolves when those in progress have ended, after `graceMs` at the latest. */
  drain(graceMs: number): Promise<void>;
  /** Closes every connection now. */
  destroy(): void;
}

/** Builds the gRPC face. */
export function createGrpcFace(parts: GrpcFaceParts): GrpcFace {
  const { contract, peerOf } = parts;
  const server = createServer(parts);
  const same = (bytes: Buffer): Buffer => bytes;
  server.register(UNKNOWN_OPERATION, unaryHandler(parts, UNKNOWN_OPERATION), asBuffer, same, 'unary');
  for (const { path, maxParts } of contract.methods.values()) {
    if (maxParts === undefined) server.register(path, unaryHandler(parts, path), asBuffer, same, 'unary');
    else server.register(path, partsHandler(parts, path), asBuffer, same, 'serverStream');
  }
  const streams = new GrpcStreams({
    exchange: parts.exchange,
    peerOf,
    limits: { ...STREAM_LIMITS, ...parts.streamLimits },
    clock: parts.clock,
  });
  for (const stream of contract.streams.values()) {
    server.register(stream.path, streams.handlerOf(stream), asBuffer, same, 'bidi');
  }
  installHooks(server, {
    fallbackPath: UNKNOWN_OPERATION,
    onWrongContentType: (remote) =>
      parts.onTransportRefusal({ peer: peerOf(remote), transport: 'grpc', what: 'content-type' }),
  });
  const health = addHealth(server, contract);
  if (parts.reflection) addReflection(server, contract);

  // TLS ends in our own listener (docs/adr/0009): to grpc-js the connection is a plain stream.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  let closed = false;
  return {
    inject(connection) {
      if (closed) connection.destroy();
      else injector.injectConnection(connection);
    },
    setServing: (serving) => health(serving),
    async drain(graceMs) {
      closed = true;
      health(false);
      streams.windDown('GATEWAY_CLOSING');
      injector.drain(graceMs);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    },
    destroy() {
      closed = true;
      injector.destroy();
      server.forceShutdown();
    },
  };
}

function createServer({ contract, exchange, peerOf, clock, limits }: GrpcFaceParts): Server {
  const { maxConcurrentStreams, maxReceiveBytes, ...times } = { ...GRPC_LIMITS, ...limits };
  return new Server({
    'grpc.max_concurrent_streams': maxConcurrentStreams,
    'grpc.max_receive_message_length': maxReceiveBytes,
    'grpc.max_connection_idle_ms': times.maxConnectionIdleMs,
    'grpc.max_connection_age_ms': times.maxConnectionAgeMs,
    'grpc.max_connection_age_grace_ms': times.maxConnectionAgeGraceMs,
    'grpc.keepalive_time_ms': times.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': times.keepaliveTimeoutMs,
    'grpc.enable_channelz': 0,
    interceptors: [
      interceptTransportRefusals(
        {
          covers: (path) => path === UNKNOWN_OPERATION || contract.methods.has(path),
          streams: (path) => contract.streams.has(path),
          receiveLimit: (path) =>
            raisedLimit(contract.methods.get(path) ?? contract.streams.get(path)?.calls, maxReceiveBytes),
        },
        async (path, call, refusal) => {
          const peer = peerOf(call.getPeer());
          if (peer === undefined) return toStatus(peerUnknown(), newRequestId(clock.now()), undefined);
          const result = await exchange.handle({
            path,
            peer,
            authorization: undefined,
            body: refusal,
            deadlineMs: undefined,
            caller: new Caller(),
            transport: 'grpc',
          });
          return refusalStatus(result, refusal);
        },
      ),
    ],
  });
}

/** As far above the limit of an operation that takes larger messages as the transport's is above that of others. */
function raisedLimit(method: ContractMethod | undefined, maxReceiveBytes: number): number | undefined {
  const more = (method?.maxRequestBytes ?? 0) - MAX_REQUEST_BYTES;
  return more > 0 ? maxReceiveBytes + more : undefined;
}

/** Handles calls of a path, whichever it is: identity in, bytes through, status out. */
function unaryHandler({ exchange, peerOf, clock }: GrpcFaceParts, path: string) {
  return (call: ServerUnaryCall<Buffer, Uint8Array>, respond: sendUnaryData<Uint8Array>): void => {
    const { incoming, settle } = arrive(path, call, { peerOf, clock });
    if (incoming === undefined) {
      respond(toStatus(peerUnknown(), newRequestId(clock.now()), undefined));
      return;
    }
    void exchange.handle(incoming).then((result) => {
      settle();
      if (result.kind === 'answer') respond(null, result.message);
      else respond(toStatus(result.refusal, result.requestId, result.logged));
    });
  };
}

/** The same for a path whose answers come in parts: each is one message, and the last one has the receipt. */
function partsHandler({ exchange, peerOf, clock }: GrpcFaceParts, path: string) {
  return (call: ServerWritableStream<Buffer, Uint8Array>): void => {
    const { incoming, settle } = arrive(path, call, { peerOf, clock });
    if (incoming === undefined) {
      call.emit('error', toStatus(peerUnknown(), newRequestId(clock.now()), undefined));
      return;
    }
    const parts: PartSink = {
      // HTTP/2 flow control: it is called back when the caller's window has taken the message.
      send: ({ message }) => new Promise((resolve) => void call.write(message, () => resolve())),
    };
    void exchange.handle({ ...incoming, parts }).then((result) => {
      settle();
      // How grpc-js is told to end with another status than OK, after what was written.
      if (result.kind === 'refusal') {
        call.emit('error', toStatus(result.refusal, result.requestId, result.logged));
        return;
      }
      call.write(result.message);
      call.end();
    });
  };
}

/** What the handlers need of a call of either kind. */
type ArrivedCall = Pick<
  ServerUnaryCall<Buffer, Uint8Array>,
  'getPeer' | 'getDeadline' | 'metadata' | 'request' | 'once'
>;

/** A call as the exchange takes it; undefined when the peer is not known. `settle` says that its result is there. */
function arrive(
  path: string,
  call: ArrivedCall,
  { peerOf, clock }: Pick<GrpcFaceParts, 'peerOf' | 'clock'>,
): { readonly incoming: IncomingCall | undefined; readonly settle: () => void } {
  const peer = peerOf(call.getPeer());
  const caller = new Caller();
  let settled = false;
  const settle = (): void => void (settled = true);
  if (peer === undefined) return { incoming: undefined, settle };
  call.once('cancelled', () => {
    // grpc-js says "cancelled" at the end of every call, also of an answered one.
    if (!settled) caller.leave();
  });
  const asking = readAsking(valuesOf(call, ASKING_KEY));
  const incoming: IncomingCall = {
    path,
    peer,
    authorization: authorizationOf(call),
    ...(asking instanceof Refusal
      ? { body: asking }
      : { body: path === UNKNOWN_OPERATION ? unknownOperation() : call.request, asking }),
    deadlineMs: finiteDeadline(call.getDeadline(), clock),
    caller,
    transport: 'grpc',
  };
  return { incoming, settle };
}

/** The exchange answers a refusal with a refusal: perhaps another, if the log cannot be written. */
function refusalStatus(result: CallResult, refusal: Refusal) {
  return result.kind === 'refusal'
    ? toStatus(result.refusal, result.requestId, result.logged)
    : toStatus(refusal, result.requestId, undefined);
}

function addHealth(server: Server, { services }: Contract): (serving: boolean) => void {
  const names = ['', ...services];
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'NOT_SERVING' as const])));
  health.addToServer(server);
  return (serving) => {
    for (const name of names) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
}

function addReflection(server: Server, { descriptorSet, services }: Contract): void {
  const files = descriptorSet.file.map((file) => Buffer.from(toBinary(FileDescriptorProtoSchema, file)));
  // The service reads nothing of a package definition but its file descriptors.
  const definition = {
    format: 'Protocol Buffer 3 EnumDescriptorProto' as const,
    type: {},
    fileDescriptorProtos: files,
  };
  new ReflectionService({ contract: definition }, { services: [...services] }).addToServer(server);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
