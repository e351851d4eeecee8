/** A TLS listener under test, and clients that knock at it. */
import { EventEmitter, once } from 'node:events';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import {
  createTlsListener,
  type ReloadResult,
  type TlsListener,
  type TlsListenerOptions,
} from '../../src/gateway/listeners/tls-listener.js';
import type { Cut, HandshakeRefusal } from '../../src/gateway/listeners/tls/refusals.js';
import type { Credential } from '../../src/pki/certificates.js';
import { systemClock } from '../../src/shared/clock.js';

/** What the listener reported, in order, each to be waited for. */
export class Reports<T> {
  readonly #emitter = new EventEmitter();
  readonly #queue: T[] = [];

  push(report: T): void {
    this.#queue.push(report);
    this.#emitter.emit('report');
  }

  /** The next report that nobody took yet. */
  async next(): Promise<T> {
    if (this.#queue.length === 0) await once(this.#emitter, 'report');
    return this.#queue.shift()!;
  }

  /** Reports that nobody took. */
  get left(): readonly T[] {
    return this.#queue;
  }
}

export interface Door {
  readonly listener: TlsListener;
  readonly refused: Reports<HandshakeRefusal>;
  readonly cut: Reports<Cut>;
  readonly reloads: Reports<ReloadResult>;
  /** Sockets that were handed over, server side. */
  readonly admitted: Reports<TLSSocket>;
}

/** Opens a listener that greets with protocol and authority and then sends back what it gets. */
export async function openDoor(directory: string, options: Partial<TlsListenerOptions> = {}): Promise<Door> {
  const refused = new Reports<HandshakeRefusal>();
  const cut = new Reports<Cut>();
  const reloads = new Reports<ReloadResult>();
  const admitted = new Reports<TLSSocket>();
  const greet = (socket: TLSSocket, greeting: string): void => {
    socket.on('data', (data: Buffer) => socket.write(data));
    socket.write(greeting);
    admitted.push(socket);
  };
  const listener = await createTlsListener({
    clock: systemClock,
    directory,
    watch: false,
    onGrpcSocket: (socket, peer) => greet(socket, `grpc ${peer.authority.code}`),
    onRestSocket: (socket, peer) => greet(socket, `rest ${peer.authority.code}`),
    onRefused: (refusal) => refused.push(refusal),
    onCut: (report) => cut.push(report),
    onReload: (result) => reloads.push(result),
    ...options,
  });
  return { listener, refused, cut, reloads, admitted };
}

export interface Client {
  readonly socket: TLSSocket;
  /** What the server said first; undefined when it closed without a word. */
  readonly greeting: Promise<string | undefined>;
  readonly closed: Promise<void>;
  /** Sends a word and waits for its return. */
  echo(word: string): Promise<string>;
}

/** Knocks with a certificate, or with none. */
export function knock(door: Door, ca: string, own: Credential | undefined, options: ConnectionOptions = {}): Client {
  const socket = tls.connect({
    host: '127.0.0.1',
    servername: 'localhost',
    port: door.listener.port,
    ca,
    ALPNProtocols: ['h2'],
    ...(own === undefined ? {} : { cert: own.chainPem, key: own.keyPem }),
    ...options,
  });
  // A refused client sees a reset or an alert; either way it is closed, which is what the tests look at.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const word = () =>
    new Promise<string | undefined>((resolve) => {
      socket.once('data', (data: Buffer) => resolve(data.toString()));
      socket.once('close', () => resolve(undefined));
    });
  return {
    socket,
    greeting: word(),
    closed,
    async echo(text) {
      const answer = word();
      socket.write(text);
      return (await answer)!;
    },
  };
}
