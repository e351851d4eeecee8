/** A TLS server with ALPN before the two faces, on a real socket, for tests of what the faces do with bytes. */
import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import * as x509 from '../../../src/shared/x509.js';
import { appendReceipt } from '../../../src/gateway/contract/receipt.js';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import type { Caller, CallResult, Exchange, IncomingCall } from '../../../src/gateway/exchange/call.js';
import type { Peer } from '../../../src/gateway/identity/peer.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { LOGGED, REQUEST_ID } from '../logged.js';

export const contract = loadContract();

export const PEER: Peer = {
  authority: {
    code: 'XA-POLICE',
    uri: 'urn:ostiary:authority:xa:police',
    memberState: 'XA',
    displayName: 'Police of XA (synthetic)',
    kinds: ['POL'],
    suspended: false,
    tokenIssuer: undefined,
    oversees: [],
  },
  certificateThumbprint: 'AAAA',
  certificateSha256: '0000',
  certificateSerial: '01',
  remote: '127.0.0.1:1',
};

/** What the stand-in does with a call whose body could be read. */
export type Answerer = (call: IncomingCall & { readonly body: Uint8Array }) => Promise<Uint8Array>;

/** Resolves when the caller goes. */
export const hasGone = (caller: Caller): Promise<void> =>
  new Promise((resolve) => {
    if (caller.gone) resolve();
    else caller.onGone = resolve;
  });

/** Answers nothing as long as the caller is there. */
export const untilGone = async (caller: Caller): Promise<never> => {
  await hasGone(caller);
  throw new Refusal('CANCELLED', 'gone');
};

/** Keeps to the exchange's interface: never rejects, refuses with a log entry, answers with a receipt. */
export class RecordingExchange implements Exchange {
  readonly calls: IncomingCall[] = [];
  answer: Answerer = () => Promise.resolve(new Uint8Array());

  async handle(call: IncomingCall): Promise<CallResult> {
    this.calls.push(call);
    try {
      if (call.body instanceof Refusal) throw call.body;
      const method = contract.methods.get(call.path);
      if (method === undefined) throw new Refusal('OPERATION_UNKNOWN', 'the contract has no such operation');
      const answer = await this.answer({ ...call, body: call.body });
      const message = appendReceipt(method, answer, LOGGED, REQUEST_ID);
      return { kind: 'answer', requestId: REQUEST_ID, message, logged: LOGGED };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('INTERNAL', 'fault', { cause: error });
      return { kind: 'refusal', requestId: REQUEST_ID, refusal, logged: LOGGED };
    }
  }

  /** The refusals handed in by the listeners, newest last. */
  refusals(): Refusal[] {
    return this.calls.flatMap(({ body }) => (body instanceof Refusal ? [body] : []));
  }
}

const identity = (async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const pem = `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { cert: certificate.toString('pem'), key: pem };
})();

/** A listening edge. */
export interface Edge {
  readonly port: number;
  /** Certificate of the server, which clients trust. */
  readonly ca: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and hands on every connection by its ALPN protocol. */
export async function listen(take: (socket: tls.TLSSocket) => void): Promise<Edge> {
  const { cert, key } = await identity;
  const sockets = new Set<tls.TLSSocket>();
  const server = tls.createServer({ cert, key, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that is cut off in the middle resets; that is what some tests are about.
    socket.on('error', () => undefined);
    take(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    ca: cert,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A raw connection to an edge. */
export async function connect(edge: Edge, protocol: 'h2' | 'http/1.1'): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    host: '127.0.0.1',
    port: edge.port,
    servername: 'localhost',
    ca: edge.ca,
    ALPNProtocols: [protocol],
  });
  await once(socket, 'secureConnect');
  return socket;
}

/** Waits until it has closed, with or without an error before. */
export function closed(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()));
}
