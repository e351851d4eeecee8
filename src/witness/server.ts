/** A witness over HTTP (C2SP tlog-witness): add-checkpoint, and the latest cosigned checkpoint for whoever monitors. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_NOTE_BYTES } from '../audit/note/signed-note.js';
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
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        // A client that went away before its request was whole; nothing failed here.
        if (request.destroyed && !request.complete) return;
        events.failed(error);
        if (response.headersSent) response.destroy();
        else answer(response, 500, 'the witness cannot answer now\n');
      });
    },
  );
  server.maxConnections = MAX_CONNECTIONS;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === '/add-checkpoint') {
      if (request.method !== 'POST') return answer(response, 405, 'POST only\n', { allow: 'POST' });
      const body = await readBody(request);
      if (body === undefined) return answer(response, 413, 'the request is too long\n', { connection: 'close' });
      const outcome = await witness.addCheckpoint(body);
      events.answered(outcome);
      return answerAddCheckpoint(response, outcome);
    }
    const hash = MONITORING_PATH.exec(path)?.[1];
    if (hash === undefined) return answer(response, 404, 'no such resource\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answer(response, 405, 'GET only\n', { allow: 'GET, HEAD' });
    }
    const note = witness.latest(hash);
    if (note === undefined || note === '') return answer(response, 404, 'no checkpoint of this log yet\n');
    answer(response, 200, note, { 'cache-control': 'no-store' });
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

function answerAddCheckpoint(response: ServerResponse, outcome: AddCheckpointAnswer): void {
  if (outcome.status === 200) return answer(response, 200, outcome.cosignatures);
  if (outcome.status === 409) return answer(response, 409, outcome.message, { 'content-type': SIZE_TYPE });
  answer(response, outcome.status, `${outcome.message}\n`);
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
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
