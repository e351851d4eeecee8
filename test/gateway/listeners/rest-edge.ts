/** A REST face behind a TLS edge, with a client that keeps to HTTP and raw sockets for those that do not. */
import { once } from 'node:events';
import * as https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Problem } from '../../../src/gateway/errors/problem.js';
import { createRestFace } from '../../../src/gateway/listeners/rest-listener.js';
import type { RestFace, RestFaceParts } from '../../../src/gateway/listeners/rest-listener.js';
import type { TransportRefusal } from '../../../src/gateway/listeners/transport-refusal.js';
import { systemClock } from '../../../src/shared/clock.js';
import { closed, connect, contract, listen, PEER, RecordingExchange } from './edge.js';
import type { Edge } from './edge.js';

/** What came back. */
export interface RestReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as a problem document. */
  readonly problem: Problem;
}

/** A request; POST of JSON unless told otherwise. */
export interface RestCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A face, its edge and its clients. */
export class RestEdge {
  readonly exchange = new RecordingExchange();
  readonly refusals: TransportRefusal[] = [];
  readonly faults: unknown[] = [];
  readonly face: RestFace;
  readonly edge: Edge;

  static async start(different: Partial<RestFaceParts> = {}): Promise<RestEdge> {
    const taken: { face?: RestFace } = {};
    const edge = await listen((socket) => taken.face?.inject(socket));
    return new RestEdge(edge, different, taken);
  }

  private constructor(edge: Edge, different: Partial<RestFaceParts>, taken: { face?: RestFace }) {
    this.edge = edge;
    this.face = createRestFace({
      clock: systemClock,
      contract,
      exchange: this.exchange,
      peerOf: () => PEER,
      isReady: () => Promise.resolve(true),
      onFault: (error) => this.faults.push(error),
      onTransportRefusal: (refusal) => this.refusals.push(refusal),
      ...different,
    });
    taken.face = this.face;
  }

  /** A request on a connection of its own. */
  async call(path: string, { method = 'POST', headers = {}, body = '' }: RestCall = {}): Promise<RestReply> {
    const request = this.begin(path, method, { 'content-type': 'application/json', ...headers });
    const answered = once(request, 'response');
    request.end(body);
    const [response] = (await answered) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const isProblem = response.headers['content-type'] === 'application/problem+json';
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      problem: (isProblem ? JSON.parse(text) : {}) as Problem,
    };
  }

  /** A request whose body is still to be written. */
  begin(path: string, method: string, headers: Readonly<Record<string, string>>) {
    return https.request({
      host: '127.0.0.1',
      port: this.edge.port,
      servername: 'localhost',
      ca: this.edge.ca,
      path,
      method,
      headers,
      agent: false,
    });
  }

  socket(): Promise<TLSSocket> {
    return connect(this.edge, 'http/1.1');
  }

  /** Writes bytes as they are; resolves with all that came back when the server has closed the connection. */
  async raw(bytes: string): Promise<string> {
    const socket = await this.socket();
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('error', () => undefined);
    const cut = closed(socket);
    socket.write(bytes, 'latin1');
    await cut;
    return Buffer.concat(received).toString();
  }

  async close(): Promise<void> {
    this.face.destroy();
    await this.edge.close();
  }
}
