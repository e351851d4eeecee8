/** A witness over HTTP (C2SP tlog-witness): add-checkpoint, and the latest cosigned checkpoint for whoever monitors. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_NOTE_BYTES } from '../audit/note/signed-note.js';
import { limitPipelining } from '../shared/pipelining.js';
import type { AddCheckpointAnswer, Witness } from './witness.js';

/** Where a witness listens. */
export interface WitnessServer {
  readonly host: string;
  readonly port: number;
  /** Lets requests under way end, and listens no more. */
  close(): Promise<void>;
}

/** What an operator is told of each request: outcomes alone, nothing of who asked. */
export interface WitnessEvents {
  answered(answer: AddCheckpointAnswer): void;
  /** The memory failed, or the program. */
  failed(error: unknown): void;
}

/** Content type of the size in a 409. */
export const SIZE_TYPE = 'text/x.tlog.size';

/** Longest body: the longest note, and sixty-three hashes. */
const MAX_BODY_BYTES = MAX_NOTE_BYTES + 4_096;
const MAX_HEADER_BYTES = 8_192;
const MAX_CONNECTIONS = 256;
/** Longest time for a client to send its request, headers and all, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** How often it is looked after, in milliseconds. */
const TIMEOUT_CHECK_MS = 1_000;

const MONITORING_PATH = /^\/([0-9a-f]{64})\/checkpoint$/;

/** Serves a witness. `port` 0 takes a free one. */
export async function serveWitness(
  witness: Witness,
  { host, port, requestTimeoutMs = REQUEST_TIMEOUT_MS }: { host: string; port: number; requestTimeoutMs?: number },
  events: WitnessEvents,
): Promise<WitnessServer> {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, requestTimeoutMs),
    },
    limitPipelining(1, (request, response) => {
      reply(request).then(
        (outcome) => send(response, outcome),
        (error: unknown) => {
          // A client that went away before its request was whole; nothing failed here.
          if (request.destroyed && !request.complete) return;
          events.failed(error);
          send(response, { status: 500, body: 'the witness cannot answer now\n' });
        },
      );
    }),
  );
  server.maxConnections = MAX_CONNECTIONS;

  async function reply(request: IncomingMessage): Promise<Reply> {
    const path = request.url ?? '';
    if (path === '/add-checkpoint') {
      if (request.method !== 'POST') return { status: 405, body: 'POST only\n', headers: { allow: 'POST' } };
      const body = await readBody(request);
      if (body === undefined) {
        return { status: 413, body: 'the request is too long\n', headers: { connection: 'close' } };
      }
      const answer = await witness.addCheckpoint(body);
      events.answered(answer);
      return replyOf(answer);
    }
    const hash = MONITORING_PATH.exec(path)?.[1];
    if (hash === undefined) return { status: 404, body: 'no such resource\n' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, body: 'GET only\n', headers: { allow: 'GET, HEAD' } };
    }
    const note = witness.latest(hash);
    if (note === undefined || note === '') return { status: 404, body: 'no checkpoint of this log yet\n' };
    return { status: 200, body: note, headers: { 'cache-control': 'no-store' } };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function replyOf(answer: AddCheckpointAnswer): Reply {
  if (answer.status === 200) return { status: 200, body: answer.cosignatures };
  if (answer.status === 409) return { status: 409, body: answer.message, headers: { 'content-type': SIZE_TYPE } };
  return { status: answer.status, body: `${answer.message}\n` };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** Reads a body; undefined when it is longer than allowed. What is too long is not read to its end. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
