/** C2SP tlog-tiles over plain HTTP: what witnesses, mirrors and supervisory authorities read. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import express, { type Request, type Response } from 'express';
import { limitPipelining } from '../../shared/pipelining.js';
import { type Answer, answerPath, type AnswerSource } from './answer.js';

/** A server to be. */
export interface TilesServerOptions extends AnswerSource {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Told why a request could not be answered. */
  readonly onFault: (error: unknown) => void;
}

/** A running server. */
export interface TilesServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Requests being answered at a time; more are told to come again. Each costs one statement. */
const MAX_REQUESTS = 64;
const MAX_CONNECTIONS = 256;
/** Longest request line and headers, in bytes: no client needs more than a path. */
const MAX_HEADER_BYTES = 4_096;
/** Milliseconds for the headers of a request, and for a whole request. */
const REQUEST_TIMEOUT_MS = 5_000;
/** Milliseconds without a byte after which a connection is closed: slow readers hold memory. */
const IDLE_TIMEOUT_MS = 15_000;
/** What an overloaded or disconnected server asks for, in seconds. */
const RETRY_AFTER_S = '1';
/** Bundles below this length are sent as they are. */
const MIN_GZIP_BYTES = 1_024;

/** A checkpoint is replaced every few milliseconds; everything else never changes. */
const CHECKPOINT_CACHING = 'public, max-age=1';
const IMMUTABLE_CACHING = 'public, max-age=31536000, immutable';

const compress = promisify(gzip);

/** Starts the server. Rejects when it cannot listen. */
export async function serveTiles(options: TilesServerOptions): Promise<TilesServer> {
  let inProgress = 0;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(async (request: Request, response: Response) => {
    response.set('X-Content-Type-Options', 'nosniff');
    const problem = refuse(request);
    if (problem !== undefined) {
      sendText(response.set('Connection', 'close'), problem.status, problem.why);
      return;
    }
    if (inProgress >= MAX_REQUESTS) {
      sendText(response.set('Retry-After', RETRY_AFTER_S), 503, 'too many requests at a time');
      return;
    }
    inProgress += 1;
    try {
      await send(await answerPath(request.originalUrl.slice(1), options), request, response);
    } catch (error) {
      options.onFault(error);
      sendText(response.set('Retry-After', RETRY_AFTER_S), 503, 'the log cannot be read now');
    } finally {
      inProgress -= 1;
    }
  });

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    limitPipelining(1, app),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_TIMEOUT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Only reading, and nothing to read from the client. */
function refuse(request: Request): { readonly status: 400 | 405; readonly why: string } | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, why: 'only GET and HEAD' };
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  return length === '0' && coding === undefined ? undefined : { status: 400, why: 'a request has no body' };
}

async function send(answer: Answer, request: Request, response: Response): Promise<void> {
  switch (answer.kind) {
    case 'absent':
      sendText(response, 404, answer.why);
      return;
    case 'pruned':
      sendText(response, 410, answer.why);
      return;
    case 'checkpoint':
      response.set('Cache-Control', CHECKPOINT_CACHING).type('text/plain; charset=utf-8').send(answer.note);
      return;
    case 'bytes': {
      response.set('Cache-Control', IMMUTABLE_CACHING).type('application/octet-stream');
      if (answer.compressible) response.set('Vary', 'Accept-Encoding');
      if (answer.compressible && answer.bytes.length >= MIN_GZIP_BYTES && request.acceptsEncodings('gzip') === 'gzip') {
        // Commitments are random: more effort finds nothing more.
        const zipped = await compress(answer.bytes, { level: constants.Z_BEST_SPEED });
        response.set('Content-Encoding', 'gzip').send(zipped);
      } else {
        response.send(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength));
      }
    }
  }
}

function sendText(response: Response, status: number, why: string): void {
  if (status === 405) response.set('Allow', 'GET, HEAD');
  response.status(status).set('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send(`${why}\n`);
}
