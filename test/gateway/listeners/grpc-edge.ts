/** A gRPC face behind a TLS edge, with clients that keep to gRPC and clients that do not. */
import { once } from 'node:events';
import * as http2 from 'node:http2';
import * as grpc from '@grpc/grpc-js';
import { ErrorInfo } from '../../../src/gen/google/rpc/error_details.js';
import { Status } from '../../../src/gen/google/rpc/status.js';
import { DETAILS_KEY } from '../../../src/gateway/errors/status.js';
import { createGrpcFace } from '../../../src/gateway/listeners/grpc-listener.js';
import type { GrpcFace, GrpcFaceParts } from '../../../src/gateway/listeners/grpc-listener.js';
import type { TransportRefusal } from '../../../src/gateway/listeners/transport-refusal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connect, contract, listen, PEER, RecordingExchange } from './edge.js';
import type { Edge } from './edge.js';

/** What came back from a call. */
export interface Reply {
  readonly error: grpc.ServiceError | null;
  readonly bytes: Buffer | undefined;
}

/** What came back from a stream that was written by hand. */
export interface RawReply {
  readonly headers: http2.IncomingHttpHeaders;
  /** Reason in the details; undefined when there are none. */
  readonly reason: string | undefined;
  readonly grpcStatus: string | undefined;
}

/** A face, its edge and its clients. */
export class GrpcEdge {
  readonly exchange = new RecordingExchange();
  readonly refusals: TransportRefusal[] = [];
  readonly face: GrpcFace;
  readonly edge: Edge;
  private readonly clients: grpc.Client[] = [];
  private readonly sessions: http2.ClientHttp2Session[] = [];

  static async start(different: Partial<GrpcFaceParts> = {}): Promise<GrpcEdge> {
    const taken: { face?: GrpcFace } = {};
    const edge = await listen((socket) => taken.face?.inject(socket));
    return new GrpcEdge(edge, different, taken);
  }

  private constructor(edge: Edge, different: Partial<GrpcFaceParts>, taken: { face?: GrpcFace }) {
    this.edge = edge;
    this.face = createGrpcFace({
      clock: systemClock,
      contract,
      exchange: this.exchange,
      peerOf: () => PEER,
      reflection: true,
      onTransportRefusal: (refusal) => this.refusals.push(refusal),
      ...different,
    });
    taken.face = this.face;
  }

  /** A client with a connection of its own. */
  client(): grpc.Client {
    const client = new grpc.Client(
      `127.0.0.1:${this.edge.port}`,
      grpc.credentials.createSsl(Buffer.from(this.edge.ca)),
      { 'grpc.ssl_target_name_override': 'localhost', 'grpc.use_local_subchannel_pool': 1 },
    );
    this.clients.push(client);
    return client;
  }

  /** A unary call with bytes in and out. */
  call(
    path: string,
    bytes: Uint8Array,
    { client = this.client(), metadata = new grpc.Metadata(), options = {} } = {},
  ): { reply: Promise<Reply>; cancel: () => void } {
    let cancel = (): void => undefined;
    const reply = new Promise<Reply>((resolve) => {
      const call = client.makeUnaryRequest(
        path,
        (value: Uint8Array) => Buffer.from(value),
        (value: Buffer) => value,
        bytes,
        metadata,
        options,
        (error, value) => resolve({ error, bytes: value }),
      );
      cancel = () => call.cancel();
    });
    return { reply, cancel };
  }

  /** A bare HTTP/2 session. */
  async session(): Promise<http2.ClientHttp2Session> {
    const socket = await connect(this.edge, 'h2');
    const session = http2.connect('https://localhost', { createConnection: () => socket });
    // A session that the server ends errs; the tests look at how it ended.
    session.on('error', () => undefined);
    this.sessions.push(session);
    return session;
  }

  /** A stream written by hand. */
  async raw(path: string, body: Uint8Array, headers: http2.OutgoingHttpHeaders = {}): Promise<RawReply> {
    const session = await this.session();
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    // The server may have answered and reset before all was written.
    stream.on('error', () => undefined);
    const responded = once(stream, 'response');
    stream.end(body);
    const [received] = (await responded) as [http2.IncomingHttpHeaders];
    return {
      headers: received,
      grpcStatus: received['grpc-status'] as string | undefined,
      reason: reasonOf(Buffer.from((received[DETAILS_KEY] as string | undefined) ?? '', 'base64')),
    };
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    for (const session of this.sessions) session.destroy();
    this.face.destroy();
    await this.edge.close();
  }
}

/** Reason in an encoded google.rpc.Status. */
export function reasonOf(status: Buffer): string | undefined {
  const info = Status.decode(status).details.find(({ typeUrl }) => typeUrl.endsWith('/google.rpc.ErrorInfo'));
  return info && ErrorInfo.decode(info.value).reason;
}

/** Reason of a client's error. */
export function reasonOfError(error: grpc.ServiceError | null): string | undefined {
  const details = error?.metadata.get(DETAILS_KEY)[0];
  return details instanceof Buffer ? reasonOf(details) : undefined;
}

/** A gRPC frame: one byte of compression, four of length, the message. */
export function frame(message: Uint8Array, compressed = 0, length = message.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}
